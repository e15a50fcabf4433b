import { Command, Option } from "commander";

import { eventSlugs } from "../../handlers/model";
import { durationIn } from "../duration";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { VerifyOptions } from "./actions";

const load = loaderOf(__filename);

/** `chatlio-aep verify`: sends a marked sample through each webhook of a stack, and follows it. */
export function verifyCommand(): Command {
  const command = new Command("verify").description(
    "Send a marked sample through each webhook, and follow it to Adobe's streaming endpoint.",
  );
  return withStackOptions(command)
    .option("--widget <name>", "only this widget")
    .addOption(new Option("--event <event>", "only this webhook").choices(eventSlugs))
    .addOption(
      new Option(
        "--timeout <time>",
        "how long delivery may take: 90s, 5m; a bare number is seconds",
      )
        .argParser(durationIn("s", 86_400))
        .default(300, "5m"),
    )
    .addOption(
      new Option(
        "--wait [time]",
        "wait until the dataset's batches have the rows: 90s, 2h; a bare number is minutes (default: 60m)",
      ).argParser(durationIn("m", 1_440)),
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
