import { randomUUID } from "node:crypto";

import type { EventDefinition } from "../../handlers/model";

const TEXT = "Test of the webhook";

/** Bodies of the three shapes in which Chatlio sends its webhooks, as short as they tell anything. */
const bodies: Readonly<Record<EventDefinition["shape"], () => object>> = {
  A: () => ({ conversationUUID: randomUUID(), message: TEXT, visitor: { UUID: randomUUID() } }),
  B: () => ({ name: "Test", message: TEXT, visitor: { UUID: randomUUID() } }),
  C: () => ({
    conversationUUID: randomUUID(),
    endedAt: new Date().toISOString(),
    messages: [{ text: TEXT, userId: "", isVisitorMsg: true }],
  }),
};

/**
 * The body of a sample of the event. Each has ids of its own: the relay would treat a second equal event as a
 * duplicate.
 */
export function sampleOf({ shape }: Pick<EventDefinition, "shape">): string {
  return JSON.stringify(bodies[shape]());
}

/** The URL that marks the row of a sample as synthetic. Adobe's own endpoint cannot. */
export function markedUrl(url: string): string {
  return new URL(url).searchParams.has("token") ? `${url}&synthetic=true` : url;
}

/** A shell command that posts a sample of the event to its webhook. */
export function curlLine(url: string, event: Pick<EventDefinition, "shape">): string {
  return `curl -H 'content-type: application/json' -d '${sampleOf(event)}' '${markedUrl(url)}'`;
}
