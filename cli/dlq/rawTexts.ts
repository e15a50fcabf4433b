import { constants, gunzipSync, inflateSync } from "node:zlib";

import { decode } from "../../handlers/ingestion/body";
import { unwrapRaw, type RawEnvelope } from "../../handlers/shared/envelope";

/** More than any webhook has, unpacked. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A body can be compressed by its sender and once more by a proxy. */
const MAX_LAYERS = 3;

/** What can be unpacked of a body in gzip or zlib's format, also of one that ends too early. */
function unpacked(bytes: Buffer): Buffer | undefined {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_BYTES };
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, options);
    if (bytes[0] === 0x78 && bytes.length > 2 && bytes.readUInt16BE(0) % 31 === 0)
      return inflateSync(bytes, options);
  } catch {
    // It only begins like one of these.
  }
  return undefined;
}

/**
 * What a raw body may say: its text in the declared charset first, then as UTF-8, and in both byte orders of UTF-16 where it
 * has zero bytes. Empty when the relay did not write the message.
 */
export function rawTexts(envelope: RawEnvelope): readonly string[] {
  let bytes = unwrapRaw(envelope);
  if (bytes === undefined) return [];
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) bytes = unpacked(bytes) ?? bytes;
  const given = bytes;
  const more = given.includes(0) ? ["utf-16le", "utf-16be"] : [];
  const charsets = [envelope.charset, "utf-8", ...more];
  return [...new Set(charsets.map((charset) => decode(given, charset).text))];
}

/** One zero byte in so many: UTF-16 of what Chatlio sends has more, and another text hardly any. */
const ZEROS_OF_UTF16 = 8;

/**
 * A raw body as somebody reads it: in the first of {@link rawTexts} that is a text. Undefined when the relay did not write the
 * message.
 */
export function rawText(envelope: RawEnvelope): string | undefined {
  const texts = rawTexts(envelope);
  const isText = (text: string) => text.split("\0").length - 1 <= text.length / ZEROS_OF_UTF16;
  return texts.find(isText) ?? texts[0];
}
