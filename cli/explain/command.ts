import { Command, InvalidArgumentError, Option } from "commander";

import { eventSlugs, privacyActions, privacyCategories } from "../../handlers/model";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { ExplainOptions } from "./actions";

const load = loaderOf(__filename);

type Policy = Readonly<Record<string, string>>;

/** Reads `email=hash`, and adds it to what came before. */
function addPolicy(text: string, before: Policy): Policy {
  const [category = "", action = "", ...rest] = text.split("=");
  const isKnown =
    rest.length === 0 &&
    (privacyCategories as readonly string[]).includes(category) &&
    (privacyActions as readonly string[]).includes(action);
  if (!isKnown) {
    throw new InvalidArgumentError(
      `Write <category>=<action>. Categories: ${privacyCategories.join(", ")}. Actions: ${privacyActions.join(", ")}.`,
    );
  }
  return { ...before, [category]: action };
}

/** `chatlio-aep explain`: shows the row that a payload would become. */
export function explainCommand(): Command {
  const command = new Command("explain")
    .description("Show the row that a webhook's payload would become, field by field.")
    .argument("<file>", "the payload, as Chatlio sends it; - for standard input")
    .addOption(
      new Option("--event <event>", "which webhook it is")
        .choices(eventSlugs)
        .makeOptionMandatory(),
    )
    .option("--widget <widget>", "name of the widget (default: the stack's first, else main)")
    .addOption(
      new Option("--mode <mode>", "how the event reaches Adobe")
        .choices(["relay", "direct"])
        .default("relay"),
    );
  return withStackOptions(
    command,
    "use the settings of this deployed stack (default: the defaults)",
  )
    .addOption(
      new Option("--privacy <category=action>", "try this action; can be repeated")
        .argParser(addPolicy)
        .default({}, "the settings'"),
    )
    .option("--json", "print JSON, with the whole values and the row")
    .addHelpText(
      "after",
      `
The output is personal data, if the payload is. Nothing is sent. In direct mode the row is made by the
emulator's evaluation of Adobe's Data Prep.

Exit code: 0 when the body becomes a row, else 1.

Examples:
  chatlio-aep explain payload.json --event feedback-left
  chatlio-aep explain payload.json --event feedback-left --privacy email=hash
  chatlio-aep explain payload.json --event feedback-left --mode direct
  chatlio-aep explain payload.json --event offline-message --stack prod --json`,
    )
    .action((file: string, options: ExplainOptions) =>
      (load("./actions") as typeof Actions).explainFile(file, options),
    );
}
