import { createRequire } from "node:module";

import { Command, Option } from "commander";

import { withStackOptions } from "../stackOptions";
import { wholeNumber } from "../wholeNumber";
import type * as Actions from "./actions";
import type { StatusOptions } from "./actions";

/** `import()` would need tsx's hooks for ES modules, which double the time that the command takes to start. */
const load = createRequire(__filename);

/** `chatlio-aep status`: how a stack is, on one screen. */
export function statusCommand(): Command {
  const command = new Command("status").description(
    "Show on one screen how a stack is, next to what is expected.",
  );
  return withStackOptions(command)
    .addOption(
      new Option("--days <days>", "how far back to look for webhooks and tokens")
        .argParser(wholeNumber(90))
        .default(7),
    )
    .addOption(
      new Option("--watch [seconds]", "look again every so often (default: 30)").argParser(
        wholeNumber(86_400),
      ),
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
