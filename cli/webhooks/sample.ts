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
 * A shell command that posts a sample of the event to its webhook. Each has ids of its own: the relay would treat a
 * second equal event as a duplicate. The relay marks the row as synthetic; Adobe's own endpoint cannot.
 */
export function curlLine(url: string, { shape }: EventDefinition): string {
  const body = JSON.stringify(bodies[shape]());
  const marked = new URL(url).searchParams.has("token") ? `${url}&synthetic=true` : url;
  return `curl -H 'content-type: application/json' -d '${body}' '${marked}'`;
}
