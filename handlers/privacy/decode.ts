/** A URL may stand in another's query, and that in a third's. */
const MAX_ROUNDS = 5;

const named: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  commat: "@",
  colon: ":",
  gt: ">",
  lt: "<",
  nbsp: "\u00a0",
  period: ".",
  quot: '"',
};

function fromCodePoint(code: number, otherwise: string): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** Percent-encoded bytes as text: UTF-8, or Latin-1 where they are not that. */
function fromBytes(encoded: string): string {
  const bytes = Buffer.from(encoded.replaceAll("%", ""), "hex");
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? bytes.toString("latin1") : text;
}

function decodeOnce(text: string): string {
  return text
    .replace(/%(?:25)+/g, "%")
    .replace(/(?:%[0-9a-f]{2})+/gi, fromBytes)
    .replace(/&#(\d{1,7});?/g, (found, digits: string) => fromCodePoint(Number(digits), found))
    .replace(/&#x([0-9a-f]{1,6});?/gi, (found, digits: string) =>
      fromCodePoint(Number.parseInt(digits, 16), found),
    )
    .replace(/&([a-z]{2,6});/gi, (found, name: string) => named[name.toLowerCase()] ?? found)
    .replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
}

/** Whether {@link decodeFully} may find something to decode. */
export function maybeEncoded(text: string): boolean {
  return /%|&[#a-z]|\\u/i.test(text);
}

/**
 * What a text says once percent-encoding (of any depth), HTML's character references and JSON's
 * escapes are undone, five times at most where one stands in the other. For looking only.
 */
export function decodeFully(text: string): string {
  let decoded = text;
  for (let round = 0; round < MAX_ROUNDS && maybeEncoded(decoded); round += 1)
    decoded = decodeOnce(decoded);
  return decoded;
}
