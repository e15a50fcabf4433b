import { isUtf8 } from "node:buffer";
import { gunzipSync } from "node:zlib";

/** A body with more bytes than this, unpacked, is not parsed but kept as it came: no chat is this large. */
export const MAX_UNPACKED_BYTES = 8 * 1024 * 1024;

/** Lambda takes no larger request (AWS Lambda quotas: 6 MB). */
export const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** Returns the bytes of a body, unpacked if they are gzip, or undefined when they cannot be unpacked. */
export function unpack(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch {
    // Not gzip, or larger than the limit.
  }
  return undefined;
}

/** Returns the text of a body, and whether malformed UTF-8 in it was replaced. */
export function decode(bytes: Uint8Array): { readonly text: string; readonly malformed: boolean } {
  return { text: new TextDecoder("utf-8").decode(bytes), malformed: !isUtf8(bytes) };
}
