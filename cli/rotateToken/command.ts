import { Command, Option } from "commander";

import { durationIn } from "../duration";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { RotateOptions } from "./actions";

const load = loaderOf(__filename);

/** `chatlio-aep rotate-token`: shows which webhook tokens are in use, and takes the steps of a rotation. */
export function rotateTokenCommand(): Command {
  const command = new Command("rotate-token").description(
    "Show which webhook tokens are in use and what to do next to replace one.",
  );
  return withStackOptions(command)
    .option("--add", "put a new token in the first place of the configuration")
    .option("--remove <id>", "remove an old token that is not in use from the configuration")
    .option("--force", "with --remove: also when it is in use, for example because it leaked")
    .addOption(
      new Option("--days <days>", "how far back to look for its use: 7, 7d")
        .argParser(durationIn("d", 90))
        .default(7),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A rotation has three steps, each followed by \`pulumi up\` where the configuration changes:
  1. --add puts a new token in the first place. The old ones stay valid.
  2. You paste the new URLs in Chatlio's dashboard.
  3. --remove removes the old one, when it is not in use any more.
Without an option the command changes nothing, and says which step is next. It never prints a token.

Exit code: 0 when it was done, 1 when it was not, 2 when no token has the id or there is no such stack, with the reason.

Examples:
  chatlio-aep rotate-token --stack prod
  chatlio-aep rotate-token --stack prod --add
  chatlio-aep rotate-token --stack prod --remove 3f2a91bc`,
    )
    .action((options: RotateOptions) => (load("./actions") as typeof Actions).rotateToken(options));
}
