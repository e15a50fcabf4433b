import type { IngestionOutcome } from "../../../handlers/ingestion/pipeline";
import type { ChatEvent } from "../../../handlers/model";
import type { RequestFacts } from "../../../handlers/shared/envelope";

/** What is known of a request with the event's webhook. */
export function factsOf(event: string): RequestFacts {
  return {
    event,
    widget: "main",
    requestId: "request-1",
    receivedAt: "2026-11-23T10:05:00.000Z",
    synthetic: false,
  };
}

/** The event that a body became. */
export function eventOf(outcome: IngestionOutcome): ChatEvent {
  if (outcome.kind !== "accepted") throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome.envelope.body;
}
