import * as z from "zod";

import { eventSlugs, events, type EventDefinition } from "../../handlers/model";
import { printedOutputs, type StackOptions } from "../stackOutputs";
import { UserError } from "../userError";

/** One webhook: what to paste where. */
export interface Webhook {
  readonly widget: string;
  readonly event: EventDefinition;
  readonly url: string;
  /** Whether it is the one to change to: with `mode: both` each webhook has two URLs. */
  readonly next: boolean;
}

// The characters of a URL that zod lets through could end the quotes of a command.
const url = z.url({ protocol: /^https?$/ }).regex(/^[\x21-\x26\x28-\x7e]+$/);
const urls = z.record(z.string(), z.partialRecord(z.enum(eventSlugs), url));
const outputs = z.object({ webhookUrls: urls, directWebhookUrls: urls.optional() });

/**
 * Reads the webhooks of a stack, with their secret URLs.
 *
 * @throws UserError when the stack has none
 */
export async function readWebhooks(options: StackOptions): Promise<Webhook[]> {
  return webhooksIn(await printedOutputs(options, true));
}

/**
 * The webhooks in a stack's outputs, secrets opened.
 *
 * @throws UserError when there are none
 */
export function webhooksIn(printed: unknown): Webhook[] {
  const read = outputs.safeParse(printed);
  if (!read.success) {
    throw new UserError(
      "The stack has no valid output webhookUrls. Deploy it with this version (`pulumi up`).",
    );
  }
  const { webhookUrls, directWebhookUrls = {} } = read.data;
  return [...webhooksOf(webhookUrls, false), ...webhooksOf(directWebhookUrls, true)];
}

function webhooksOf(byWidget: z.output<typeof urls>, next: boolean): Webhook[] {
  return Object.entries(byWidget).flatMap(([widget, byEvent]) =>
    events.flatMap((event) => {
      const found = byEvent[event.slug];
      return found === undefined ? [] : [{ widget, event, url: found, next }];
    }),
  );
}
