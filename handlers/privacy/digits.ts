/** The zeros of other scripts' decimal digits: Arabic, Persian, Devanagari, Bengali, Thai, and the wide ones. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10] as const;

const WIDE_PLUS = 0xff0b;

const others = new RegExp(
  `[${zeros.map((zero) => `${String.fromCharCode(zero)}-${String.fromCharCode(zero + 9)}`).join("")}＋]`,
);

function inAscii(code: number): number {
  if (code < 0x660) return code;
  if (code === WIDE_PLUS) return 0x2b;
  const zero = zeros.find((each) => code >= each && code <= each + 9);
  return zero === undefined ? code : code - zero + 0x30;
}

/** The text with the digits of other scripts written in ASCII. Each character stays at its position. */
export function withAsciiDigits(text: string): string {
  if (!others.test(text)) return text;
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) codes[at] = inAscii(text.charCodeAt(at));
  return Buffer.from(codes.buffer).toString("utf16le");
}
