import { Command, Option } from "commander";

import { durationIn } from "../duration";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { StatusOptions } from "./actions";

const load = loaderOf(__filename);

/** `chatlio-aep status`: how a stack is, on one screen. */
export function statusCommand(): Command {
  const command = new Command("status").description(
    "Show on one screen how a stack is, next to what is expected.",
  );
  return withStackOptions(command)
    .addOption(
      new Option("--days <days>", "how far back to look for webhooks and tokens: 7, 7d")
        .argParser(durationIn("d", 90))
        .default(7),
    )
    .addOption(
      new Option(
        "--watch [time]",
        "look again every so often: 90s, 5m; a bare number is seconds (default: 30s)",
      ).argParser(durationIn("s", 86_400)),
    )
    .option("--json", "print JSON; with --watch, an object a line")
    .addHelpText(
      "after",
      `
Exit code: 0 when all is as expected, 1 when something is not, 2 when something cannot be read.
A webhook without events is wrong only when it usually has some each day: nobody may have written.

Examples:
  chatlio-aep status --stack prod
  chatlio-aep status --stack prod --watch
  chatlio-aep status --stack prod --json | jq .verdict`,
    )
    .action((options: StatusOptions) => (load("./actions") as typeof Actions).showStatus(options));
}
