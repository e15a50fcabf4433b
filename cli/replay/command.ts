import { Command, Option } from "commander";

import { eventSlugs } from "../../handlers/model";
import { withAwsErrors } from "../awsErrors";
import { loaderOf } from "../loader";
import { pointInTime } from "../pointInTime";
import { withStackOptions } from "../stackOptions";
import { wholeNumber } from "../wholeNumber";
import type * as Actions from "./actions";
import type { ReplayOptions } from "./actions";

const load = loaderOf(__filename);

const needs =
  "s3:ListBucket and s3:GetObject on the archive, and sqs:SendMessage on the events' queue";

const examples = `
Events are sent with the _id that they had, so a row that is there already has the same _id as the new one.
When the command is killed, nothing is lost: the archive stays as it is. With --done, the next run goes on.

Examples:
  chatlio-aep replay --stack prod --since 2d --event feedback-left         # says how many
  chatlio-aep replay --stack prod --since 2d --event feedback-left --yes --done sent.txt
  chatlio-aep replay --stack prod --since 1d --failed-only --yes --done sent.txt
  chatlio-aep replay --stack prod --since 2026-11-01 --until 2026-11-03 --yes --rate 10`;

/** `chatlio-aep replay`: sends archived events again. */
export function replayCommand(): Command {
  const command = new Command("replay").description(
    "Send archived events to Adobe again, for example after a mapping was corrected. Without --yes, say how many.",
  );
  return withStackOptions(command)
    .addOption(
      new Option("--since <time>", "events received from then on: 3d, 2026-11-28")
        .argParser(pointInTime)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--until <time>", "events received before then (default: now)").argParser(
        pointInTime,
      ),
    )
    .addOption(new Option("--event <event>", "only this event").choices(eventSlugs))
    .option("--widget <name>", "only of this widget")
    .option("--failed-only", "only events whose rows AEP has rejected since then")
    .option("--yes", "really send them")
    .option("--done <file>", "append each _id that was sent to this file, and skip those in it")
    .addOption(
      new Option("--rate <events>", "events in a second, at most")
        .argParser(wholeNumber(1_000))
        .default(50),
    )
    .option("--json", "print JSON")
    .addHelpText("after", examples)
    .action((options: ReplayOptions) =>
      withAwsErrors(needs, () => (load("./actions") as typeof Actions).replay(options)),
    );
}
