import { isSpaceless, KnownValues } from "../../../handlers/privacy/known";

function found(values: readonly string[], text: string) {
  const known = new KnownValues();
  for (const value of values) known.add(value, "name");
  return Array.from(known.find(text), ({ start, end }) => text.slice(start, end));
}

describe("known values", () => {
  it("are found whatever their blanks, capitals and accents are", () => {
    expect(found(["José Núñez"], "jose\n\tnunez, JOSÉ\u00a0NÚÑEZ josenunez")).toEqual([
      "jose\n\tnunez",
      "JOSÉ\u00a0NÚÑEZ",
    ]);
  });

  it("are found though they are one letter", () => {
    expect(found(["É", "\u7530"], "e E \u7530")).toEqual(["e", "E", "\u7530"]);
  });

  it("are found in pieces when they are very long, and in no smaller ones", () => {
    // Word, blank, word: 32 words are 64 tokens.
    const words = Array.from({ length: 40 }, (_, index) => `word${index}`);
    const value = words.join(" ");
    const piece = `${words.slice(0, 32).join(" ")} `;
    expect(found([value], value)).toEqual([piece, words.slice(32).join(" ")]);
    expect(found([value], words.slice(0, 31).join(" "))).toEqual([]);
  });

  it("are none when nothing was added", () => {
    expect(found([], "anything at all")).toEqual([]);
  });

  it("are a text's only content, or not", () => {
    const known = new KnownValues();
    known.add("Mara Q", "name");
    expect(
      ["Mara Q", "mara q", "Mara", "a Mara Q", "Mara Q."].map((text) => known.has(text)),
    ).toEqual([true, true, false, false, false]);
  });
});

describe("scripts without blanks", () => {
  it.each([
    ["田中 太郎", true],
    ["สมชาย", true],
    ["田中 Taro", false],
    ["Mara", false],
    ["", false],
  ])("%j: %s", (text, expected) => {
    expect(isSpaceless(text)).toBe(expected);
  });
});
