import { Command, Option } from "commander";

import { eventSlugs } from "../../handlers/model";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { WebhooksOptions } from "./actions";

const load = loaderOf(__filename);

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
