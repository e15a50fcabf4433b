import { decode, unpack } from "../../handlers/ingestion/body";
import { parseBody } from "../../handlers/ingestion/ingest";
import { readEnvelope, unwrapRaw, type RawEnvelope } from "../../handlers/shared/envelope";
import { leavesOf, objectIn, type Leaf } from "./leaves";

/** What a message says: the texts and numbers of its JSON, else its text. */
export type Content =
  { readonly leaves: readonly Leaf[] } | { readonly leaves: undefined; readonly text: string };

/** The text of a body that the relay could not read, unpacked and in its charset. Undefined: the relay did not write it. */
export function rawText(envelope: RawEnvelope): string | undefined {
  const bytes = unwrapRaw(envelope);
  return bytes === undefined ? undefined : decode(unpack(bytes) ?? bytes, envelope.charset).text;
}

/** Reads a message of any kind as the receiver would read the body in it: unpacked, and in its charset. */
export function contentOf(message: string): Content {
  const envelope = readEnvelope(message);
  const bytes = envelope?.kind === "raw" ? unwrapRaw(envelope) : undefined;
  if (envelope?.kind !== "raw" || bytes === undefined) return contentOfText(message);
  const parsed = parseBody(bytes, envelope.charset);
  if (typeof parsed !== "string") return { leaves: leavesOf(parsed.payload) };
  return contentOfText(rawText(envelope) ?? message);
}

function contentOfText(text: string): Content {
  const json = objectIn(text);
  return json === undefined ? { leaves: undefined, text } : { leaves: leavesOf(json) };
}
