import { isEnabled } from "../dataflowState";
import type { Dataflow } from "../status/report";
import type { Webhook } from "../webhooks/read";
import { isDirect, webhookFacts } from "./post";
import type { Verified } from "./step";

/** The dataflow that a webhook's events go to, if it is among these. */
export function dataflowOf(webhook: Webhook, dataflows: readonly Dataflow[]): Dataflow | undefined {
  // That of the relay is for all webhooks.
  const name = isDirect(webhook) ? `${webhook.widget}/${webhook.event.slug}` : undefined;
  return dataflows.find((dataflow) => dataflow.webhook === name);
}

/**
 * The result of a webhook whose dataflow is disabled or gone; undefined when a sample may be sent. Adobe's endpoint may
 * accept it all the same and lose it, so that it would seem to have arrived.
 *
 * @param dataflows - as Adobe has them. One that is not among them counts as enabled.
 */
export function notSent(
  webhook: Webhook,
  dataflows: readonly Dataflow[] = [],
): Verified | undefined {
  const found = dataflowOf(webhook, dataflows);
  if (found === undefined || isEnabled(found)) return undefined;
  const is = found.state === undefined ? "does not exist" : `is ${found.state}`;
  return { ...webhookFacts(webhook), problem: `not sent: the dataflow ${found.id} ${is}` };
}
