import { Command, InvalidArgumentError, Option } from "commander";

import { durationIn } from "../duration";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { ConsoleOptions } from "./actions";

const load = loaderOf(__filename);

const LARGEST_PORT = 65_535;

function port(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= LARGEST_PORT) return Number(text);
  throw new InvalidArgumentError(`Give a whole number from 0 to ${LARGEST_PORT}.`);
}

/** `chatlio-aep console`: a page that shows a stack at work. */
export function consoleCommand(): Command {
  const command = new Command("console").description(
    "Serve a page on 127.0.0.1 that shows a stack at work, and lets you put right what failed.",
  );
  return withStackOptions(command)
    .addOption(
      new Option("--port <n>", "port to listen on; 0 is any free one").argParser(port).default(0),
    )
    .addOption(
      new Option("--days <days>", "how far back to look for the last event of each webhook: 7, 7d")
        .argParser(durationIn("d", 90))
        .default(7),
    )
    .option("--json", "print the address as JSON")
    .addHelpText(
      "after",
      `
The page shows the way of the events, from the webhooks to the dataset, with rates and charts of the last hour;
each event with its way; DLQ messages by reason, with show and redrive; alarms; drift. It reads AWS and Adobe with your own credentials, and only
while somebody looks at it. The printed address contains the secret of this run.

Examples:
  chatlio-aep console --stack prod
  chatlio-aep console --stack prod --port 8790`,
    )
    .action((options: ConsoleOptions) => (load("./actions") as typeof Actions).runConsole(options));
}
