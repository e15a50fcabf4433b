import type { EventSlug } from "../../handlers/model";
import { UsageError } from "../userError";
import type { Webhook } from "./read";

/** Which webhooks a command is about. Nothing given is all. */
export interface WebhookChoice {
  readonly widget?: string;
  readonly event?: EventSlug;
}

/**
 * The webhooks that are chosen.
 *
 * @throws UserError when the stack has no such webhook
 */
export function chosen(all: readonly Webhook[], { widget, event }: WebhookChoice): Webhook[] {
  const widgets = [...new Set(all.map((webhook) => webhook.widget))];
  if (widget !== undefined && !widgets.includes(widget)) {
    throw new UsageError(
      `There is no widget ${widget}. The stack's widgets: ${widgets.join(", ")}.`,
    );
  }
  const found = all.filter(
    (webhook) =>
      (widget === undefined || webhook.widget === widget) &&
      (event === undefined || webhook.event.slug === event),
  );
  if (found.length > 0) return found;
  const slugs = [...new Set(all.map((webhook) => webhook.event.slug))];
  throw new UsageError(
    `The stack has no webhook for ${event ?? "any event"}. Its setting events names: ${slugs.join(", ")}.`,
  );
}
