import { TextDecoder } from "node:util";

/**
 * The spelling that a decoder knows (WHATWG Encoding), for those that libraries and databases write: `latin-1` and
 * `utf_8` (Python), `ISO8859_1` (Java), `windows1252`. Undefined: no decoder knows the charset.
 */
export function charsetLabel(declared: string): string | undefined {
  if (isKnown(declared)) return declared;
  const letters = declared.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return [letters, ...spellings(letters)].find(isKnown);
}

/** Latin-7 and later ones have another number in ISO 8859. */
const latins: Readonly<Record<string, string>> = { 7: "13", 8: "14", 9: "15", 10: "16" };

/** Code pages that are not called `windows-…`. */
const pages: Readonly<Record<string, string>> = {
  932: "shift_jis",
  936: "gbk",
  949: "euc-kr",
  950: "big5",
  65001: "utf-8",
};

const forms: readonly (readonly [RegExp, (number: string) => string])[] = [
  [/^(?:utf8|utf8mb[34]|utf8sig)$/, () => "utf-8"],
  [/^utf16(le|be)?$/, (order) => `utf-16${order}`],
  [/^(?:windows|win|ms|cp|mscp)(\d+)$/, (page) => pages[page] ?? `windows-${page}`],
  [/^(?:iso)?8859(\d+)$/, (part) => `iso-8859-${part}`],
  [/^latin(\d+)$/, (number) => `iso-8859-${latins[number] ?? ""}`],
  [/^koi8([ru])$/, (language) => `koi8-${language}`],
  [/^euc(jp|kr)$/, (language) => `euc-${language}`],
  [/^usascii$/, () => "us-ascii"],
  [/^iso2022jp$/, () => "iso-2022-jp"],
  [/^shiftjis$/, () => "shift_jis"],
];

function spellings(letters: string): string[] {
  return forms.flatMap(([form, spelling]) => {
    const match = form.exec(letters);
    return match === null ? [] : [spelling(match[1] ?? "")];
  });
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}
