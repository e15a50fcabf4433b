import { createRequire } from "node:module";

import { Command, Option } from "commander";

import { eventSlugs } from "../../handlers/model";
import { withStackOptions } from "../stackOptions";
import { wholeNumber } from "../wholeNumber";
import type * as Actions from "./actions";
import type { VerifyOptions } from "./actions";

/** `import()` would need tsx's hooks for ES modules, which double the time that the command takes to start. */
const load = createRequire(__filename);

/** `chatlio-aep verify`: sends a marked sample through each webhook of a stack, and follows it. */
export function verifyCommand(): Command {
  const command = new Command("verify").description(
    "Send a marked sample through each webhook, and follow it to Adobe's streaming endpoint.",
  );
  return withStackOptions(command)
    .option("--widget <name>", "only this widget")
    .addOption(new Option("--event <event>", "only this webhook").choices(eventSlugs))
    .addOption(
      new Option("--timeout <seconds>", "how long delivery may take")
        .argParser(wholeNumber(86_400))
        .default(300),
    )
    .addOption(
      new Option(
        "--wait [minutes]",
        "wait until the dataset's batches have the rows (default: 60)",
      ).argParser(wholeNumber(1_440)),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Each sample becomes a row. The relay marks it with relay.synthetic: true; in direct mode nothing does, and
its message is "Test of the webhook".

With the Adobe credential it first looks whether the dataflow is enabled: no sample is sent to one that is not.

Exit code: 0 when all samples arrived, 1 when one did not, 2 when none could be sent.

Examples:
  chatlio-aep verify --stack dev
  chatlio-aep verify --stack prod --widget main --event feedback-left --wait`,
    )
    .action((options: VerifyOptions) => (load("./actions") as typeof Actions).verify(options));
}
