import fc from "fast-check";

import { normalized } from "../../../handlers/privacy/normalized";
import { fold } from "../../../handlers/privacy/tokens";
import { runs } from "../support/arbitraries";

/** Whether normalization sorts a character: in front of U+0345, which is sorted behind all others. */
function isSorted(char: string): boolean {
  return !`\u0345${char}`.normalize("NFKD").startsWith("\u0345");
}

/** The most characters in a row that are sorted together. */
function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (const char of text.normalize("NFKD")) {
    run = isSorted(char) || char === "\u0345" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

const letters = ["a", "é", "ñ", "ｱ", "\u0301", "\u0316", "\u0345", "\uff9e", "\u05b0", "\u064e"];

describe("normalized", () => {
  it("divides every long run of characters that normalization sorts", () => {
    const spy = jest.spyOn(String.prototype, "normalize");
    const given: string[] = [];
    try {
      for (let code = 0x300; code <= 0x1ffff; code += 1) {
        if (code >= 0xd800 && code <= 0xdfff) continue;
        const char = String.fromCodePoint(code);
        if (isSorted(char)) given.push(char);
      }
      spy.mockClear();
      for (const char of given) normalized(`a${`${char}\u0345\u0316`.repeat(40)}`, "NFKD");
      const texts = spy.mock.contexts.map(String);
      spy.mockRestore();
      expect(given.length).toBeGreaterThan(800);
      expect(texts).toHaveLength(given.length);
      // A character may become two marks or three.
      expect(Math.max(...texts.map(longestRun))).toBeLessThanOrEqual(60);
    } finally {
      spy.mockRestore();
    }
  });

  it("is the usual normalization of a text without long runs of marks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.subarray(letters))),
        fc.constantFrom("NFC", "NFD", "NFKD"),
        (parts, form) => {
          const text = parts.map(([part, marks]) => `${part}${marks.join("")}a`).join("");
          expect(normalized(text, form)).toBe(text.normalize(form));
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it.each([29, 30, 31, 60, 61, 1_000])("folds a letter with %d accents to the letter", (count) => {
    expect(fold(`n${"\u0301\u0316".repeat(count)}o`)).toBe("NO");
  });
});
