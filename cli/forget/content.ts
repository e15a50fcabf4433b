import { parseBody } from "../../handlers/ingestion/pipeline";
import { readEnvelope, unwrapRaw } from "../../handlers/shared/envelope";
import { parseEveryValue, parseLenientJson, type Json } from "../../handlers/shared/json";
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
  // The relay writes no name twice.
  if (envelope?.kind === "event")
    return { leaves: leavesOf(parseLenientJson(message)), isEvent: true };
  const bytes = envelope === undefined ? undefined : unwrapRaw(envelope);
  if (envelope === undefined || bytes === undefined) return contentOfTexts([message]);
  const parsed = parseBody(bytes, envelope.charset);
  const texts = rawTexts(envelope);
  if (typeof parsed === "string") return contentOfTexts(texts);
  return { leaves: leavesOf(everyValueIn(texts[0] ?? "") ?? parsed.payload), isEvent: false };
}

/** A body with all values of the names that it has twice, of which the receiver takes the last. */
function everyValueIn(text: string): Json | undefined {
  try {
    const json = parseEveryValue(text);
    return typeof json === "string" ? objectIn(json) : json;
  } catch {
    // It is nested too deep for that.
  }
  return undefined;
}

function contentOfTexts(texts: readonly string[]): Content {
  for (const text of texts) {
    const json = objectIn(text);
    if (json !== undefined) return { leaves: leavesOf(json), isEvent: false };
  }
  return { leaves: undefined, texts };
}
