import { createRequire } from "node:module";

import { Command, Option } from "commander";

import { eventSlugs } from "../../handlers/model";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { WebhooksOptions } from "./actions";

/** `import()` would need tsx's hooks for ES modules, which double the time that the command takes to start. */
const load = createRequire(__filename);

/** `chatlio-aep webhooks`: shows the URLs to paste into Chatlio's dashboard. */
export function webhooksCommand(): Command {
  const command = new Command("webhooks")
    .description("Show the webhook URLs of a stack and where each belongs in Chatlio's dashboard.")
    .option("--show", "show whole URLs, which are secrets, and commands that send a sample")
    .option("--widget <name>", "only this widget")
    .addOption(new Option("--event <event>", "only this webhook").choices(eventSlugs))
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  chatlio-aep webhooks --stack prod
  chatlio-aep webhooks --stack prod --event feedback-left --show`,
    );
  return withStackOptions(command).action((options: WebhooksOptions) =>
    (load("./actions") as typeof Actions).listWebhooks(options),
  );
}
