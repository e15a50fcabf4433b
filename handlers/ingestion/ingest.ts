import { applyPrivacy } from "../privacy";
import { BAD_ENVELOPE, unwrapRaw, type RawEnvelope, type RequestFacts } from "../shared/envelope";
import { toJson } from "../shared/json";
import { ingestWith, type Body, type IngestionOptions, type IngestionOutcome } from "./pipeline";

/** {@link ingestWith} with every policy: it comes with all that the search for personal data needs. */
export function ingest(
  body: Body,
  facts: RequestFacts,
  options: IngestionOptions,
): IngestionOutcome {
  return ingestWith(applyPrivacy, body, facts, options);
}

/** Ingests a raw body from the dead-letter queue again, with the time at which it was first received. */
export function ingestAgain(envelope: RawEnvelope, options: IngestionOptions): IngestionOutcome {
  const bytes = unwrapRaw(envelope);
  return bytes === undefined
    ? { kind: "quarantined", reason: BAD_ENVELOPE, envelope, text: toJson(envelope) }
    : ingest(bytes, envelope, options);
}
