import { parseBody } from "../../handlers/ingestion/ingest";
import { readEnvelope, unwrapRaw } from "../../handlers/shared/envelope";
import { rawTexts } from "../dlq/rawTexts";
import { leavesOf, objectIn, type Leaf } from "./leaves";

/** What a message says: the texts and numbers of its JSON, else what its text may be. */
export type Content =
  | {
      readonly leaves: readonly Leaf[];
      /** Whether it is an event that the relay has read: then its fields are known. */
      readonly isEvent: boolean;
    }
  | { readonly leaves: undefined; readonly texts: readonly string[] };

/**
 * Reads a message of any kind. A body in it is read as the receiver would, and when that is not JSON, in all the ways in which
 * somebody may have written it.
 */
export function contentOf(message: string): Content {
  const envelope = readEnvelope(message);
  const bytes = envelope?.kind === "raw" ? unwrapRaw(envelope) : undefined;
  if (envelope?.kind !== "raw" || bytes === undefined)
    return contentOfTexts([message], envelope?.kind === "event");
  const parsed = parseBody(bytes, envelope.charset);
  if (typeof parsed !== "string") return { leaves: leavesOf(parsed.payload), isEvent: false };
  return contentOfTexts(rawTexts(envelope));
}

function contentOfTexts(texts: readonly string[], isEvent = false): Content {
  for (const text of texts) {
    const json = objectIn(text);
    if (json !== undefined) return { leaves: leavesOf(json), isEvent };
  }
  return { leaves: undefined, texts };
}
