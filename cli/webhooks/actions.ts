import type { EventSlug } from "../../handlers/model";
import { withProgress } from "../progress";
import type { StackOptions } from "../stackOutputs";
import { print, printJson, visible } from "../terminal";
import { chosen } from "./choose";
import { masked } from "./mask";
import { readWebhooks, type Webhook } from "./read";
import { curlLine } from "./sample";

/** The options of `chatlio-aep webhooks`. */
export interface WebhooksOptions extends StackOptions {
  readonly show?: true;
  readonly widget?: string;
  readonly event?: EventSlug;
  readonly json?: true;
}

/** Prints the webhook URLs of a stack. */
export async function listWebhooks(options: WebhooksOptions): Promise<void> {
  const all = await withProgress("Reading the stack's outputs", () => readWebhooks(options));
  const webhooks = chosen(all, options);
  if (options.json) printJson(webhooks.map((webhook) => entryOf(webhook, options)));
  else print(textOf(webhooks, options));
}

function shownUrl({ widget, event, url: whole }: Webhook, { show }: WebhooksOptions): string {
  return show ? whole : masked(whole, ["chatlio", widget, event.slug]);
}

function entryOf(webhook: Webhook, options: WebhooksOptions): object {
  const { widget, event } = webhook;
  return {
    widget,
    event: event.slug,
    ...(webhook.next && { direct: true }),
    chatlioName: event.chatlioName,
    url: shownUrl(webhook, options),
    ...(options.show && { curl: curlLine(webhook.url, event) }),
  };
}

function textOf(webhooks: readonly Webhook[], options: WebhooksOptions): string {
  const parts = webhooks.map((webhook, index) => {
    const title = titleOf(webhook);
    const before = webhooks[index - 1];
    const head = before !== undefined && titleOf(before) === title ? "" : `${title}\n\n`;
    const curl = options.show ? `  ${curlLine(webhook.url, webhook.event)}\n` : "";
    return `${head}${webhook.event.chatlioName}\n  ${shownUrl(webhook, options)}\n${curl}`;
  });
  const hint = options.show
    ? "Each curl command sends\na sample, which becomes a row in the dataset. Do not paste a URL that ends in\n&synthetic=true: all of its events would count as samples."
    : "`--show` prints them whole,\nand commands that send a sample.";
  return `${parts.join("\n")}
Paste each URL in Chatlio's dashboard: your widget → Behavior → Webhooks and
post-chat actions. The URLs are secrets. ${hint}
`;
}

function titleOf({ widget, next }: Webhook): string {
  return `Widget ${visible(widget)}${next ? ", directly to Adobe" : ""}`;
}
