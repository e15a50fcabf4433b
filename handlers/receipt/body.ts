import { gunzipSync } from "node:zlib";

/** Bytes of a body, unpacked, above which it is not read but kept as it came: no chat is this large. */
export const MAX_UNPACKED_BYTES = 24 * 1024 * 1024;

/** Lambda takes no larger request (AWS Lambda quotas: 6 MB). */
export const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** The text of a body: unpacked when it is gzip, broken UTF-8 replaced. Undefined when it cannot be unpacked. */
export function bodyText(bytes: Uint8Array): string | undefined {
  let unpacked = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      unpacked = gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
    } catch {
      return undefined;
    }
  }
  return new TextDecoder("utf-8").decode(unpacked);
}
