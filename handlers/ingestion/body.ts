import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { gunzipSync } from "node:zlib";

import { wellFormed } from "../shared/wellFormed";
import { charsetLabel } from "./charset";

/**
 * A body that is larger than this when unpacked is not parsed but kept as received: no chat is this large.
 */
export const MAX_UNPACKED_BYTES = 8 * 1024 * 1024;

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

/** A body as text. */
export interface DecodedBody {
  readonly text: string;
  /** Bytes did not fit the charset: U+FFFD stands for them. */
  readonly malformed: boolean;
  /** No decoder knows the declared charset: the text may be wrong. */
  readonly unknownCharset: boolean;
}

/** Byte order marks. They outrank the declared charset (WHATWG Encoding, decode). */
const marks: readonly (readonly [string, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** The labels of UTF-16 (WHATWG Encoding). */
const utf16 = /^(?:utf-?16(?:le|be)?|ucs-2|iso-10646-ucs-2|csunicode|unicode(?:feff|fffe)?)$/i;

function charsetOf(bytes: Uint8Array, declared: string): string {
  const mark = marks.find(([, begin]) => begin.every((byte, index) => bytes[index] === byte));
  if (mark) return mark[0];
  if (!utf16.test(declared)) return declared;
  // JSON begins with an ASCII character, so the position of the zero byte shows the byte order (RFC 4627), also where
  // the other order is declared.
  if (bytes[0] === 0 && bytes[1] !== 0) return "utf-16be";
  return bytes[1] === 0 && bytes[0] !== 0 ? "utf-16le" : declared;
}

/** Characters of windows-1252 at 0x80 to 0x9f. Some releases of Node leave them as control characters. */
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Undefined when the charset is unknown. */
function decoderOf(bytes: Uint8Array, declared: string): TextDecoder | undefined {
  const label = charsetLabel(declared);
  // A byte order mark says more than an unknown name.
  const charset = charsetOf(bytes, label ?? "");
  return charset === "" ? undefined : new TextDecoder(charset, { fatal: true });
}

/**
 * Decodes a body. An unknown charset counts as UTF-8, and the result says so.
 *
 * @param charset as declared in the request's content type; default UTF-8
 */
export function decode(bytes: Uint8Array, charset = "utf-8"): DecodedBody {
  const declared = decoderOf(bytes, charset);
  const unknownCharset = declared === undefined;
  // Text in Latin-1 is practically never valid UTF-8, but UTF-8 is often declared as Latin-1.
  const isUtf = unknownCharset || (declared.encoding === "windows-1252" && isUtf8(bytes));
  const decoder = isUtf ? new TextDecoder("utf-8", { fatal: true }) : declared;
  try {
    const text = decoder.decode(bytes);
    if (decoder.encoding !== "windows-1252") return { text, malformed: false, unknownCharset };
    const fixed = text.replace(/[\u0080-\u009f]/g, (char) =>
      windows1252.charAt(char.charCodeAt(0) - 0x80),
    );
    return { text: fixed, malformed: false, unknownCharset };
  } catch {
    // Some bytes are not valid in this charset.
  }
  const text = new TextDecoder(decoder.encoding).decode(bytes);
  return { text, malformed: true, unknownCharset };
}

/** The text of a body that the gateway has decoded. */
export function decoded(text: string): DecodedBody {
  // What a decoder of bytes does too: it leaves the byte order mark out, and U+FFFD stands for what is not a character.
  const unmarked = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return { text: wellFormed(unmarked), malformed: false, unknownCharset: false };
}
