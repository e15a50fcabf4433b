import { Command, Option } from "commander";

import { DAY_MS, HOUR_MS } from "../../adobe/client/timeUnits";
import { duration } from "../duration";
import { loaderOf } from "../loader";
import { pointInTime } from "../pointInTime";
import { withStackOptions } from "../stackOptions";
import { wholeNumber } from "../wholeNumber";
import type * as Actions from "./actions";
import type { ReconcileOptions } from "./actions";

const load = loaderOf(__filename);

/** `chatlio-aep reconcile`: compares what was delivered with what AEP has ingested. */
export function reconcileCommand(): Command {
  const command = new Command("reconcile").description(
    "Compare what was delivered with what AEP has ingested, and show the rows that it has rejected.",
  );
  return withStackOptions(command)
    .addOption(
      new Option("--since <time>", "from when on: 3d, 2026-11-28 (default: 1d)").argParser(
        pointInTime,
      ),
    )
    .addOption(
      new Option("--settle <time>", "what was delivered later is not missing yet")
        .argParser(duration)
        .default(HOUR_MS, "1h"),
    )
    .addOption(
      new Option("--rows <n>", "rejected rows to show, the newest batches first")
        .argParser(wholeNumber(10_000))
        .default(20),
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
AEP's endpoint accepts an event before it maps and validates it. What it rejects then is in failed batches, for 30 days.

With chatlio-aep:chatlioApiKey the conversations at Chatlio are compared with the conversation-started events received;
without it, each webhook is shown next to its own history.

Exit code: 0 when all that was delivered is in the dataset, 1 when rows were rejected or are missing or a conversation
has no event, 2 when that cannot be said.

Examples:
  chatlio-aep reconcile --stack prod
  chatlio-aep reconcile --stack prod --since 3d --json | jq .rejectedRows`,
    )
    .action((options: Omit<ReconcileOptions, "since"> & { since?: number }) =>
      (load("./actions") as typeof Actions).reconcile({
        ...options,
        since: options.since ?? Date.now() - DAY_MS,
      }),
    );
}
