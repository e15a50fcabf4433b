import { isUtf8 } from "node:buffer";
import { gunzipSync } from "node:zlib";

/** Bytes of a body, unpacked, above which it is not read but kept as it came: no chat is this large. */
export const MAX_UNPACKED_BYTES = 8 * 1024 * 1024;

/** Lambda takes no larger request (AWS Lambda quotas: 6 MB). */
export const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** The bytes of a body, unpacked when they are gzip. Undefined when they cannot be unpacked. */
export function unpack(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch {
    // No gzip after all, or more than is read.
  }
  return undefined;
}

/** The text of a body, and whether broken UTF-8 in it had to be replaced. */
export function decode(bytes: Uint8Array): { readonly text: string; readonly broken: boolean } {
  return { text: new TextDecoder("utf-8").decode(bytes), broken: !isUtf8(bytes) };
}
