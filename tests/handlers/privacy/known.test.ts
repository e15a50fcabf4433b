import { KnownValues } from "../../../handlers/privacy/known";
import { isSpaceless } from "../../../handlers/privacy/tokens";
import { Work } from "../../../handlers/privacy/work";

function found(values: readonly string[], text: string): string[] {
  const known = new KnownValues();
  for (const value of values) known.add(value, "name");
  return Array.from(known.find({ text }, 0, text.length, new Work()), ({ start, end }) =>
    text.slice(start, end),
  );
}

describe("known values", () => {
  it("are found regardless of spaces, case and accents", () => {
    expect(found(["José Núñez"], "jose\n\tnunez, JOSÉ\u00a0NÚÑEZ josenunez")).toEqual([
      "jose\n\tnunez",
      "JOSÉ\u00a0NÚÑEZ",
    ]);
  });

  it("are found although they have one letter", () => {
    expect(found(["É", "\u7530"], "e E \u7530")).toEqual(["e", "E", "\u7530"]);
  });

  it("are found by their beginning when they are very long, and not by a shorter one", () => {
    // Word, space, word: 12 words are 23 tokens.
    const words = Array.from({ length: 400 }, (_, index) => `word${index}`);
    const value = words.join(" ");
    expect(found([value], value)).toEqual([`${words.slice(0, 128).join(" ")} `]);
    expect(found([value], `${words.slice(0, 12).join(" ")} or`)).toEqual([
      `${words.slice(0, 12).join(" ")} `,
    ]);
    expect(found([value], `${words.slice(0, 12).join(" ")}, or`)).toEqual([]);
  });

  it("have the category of a value that ends here, not of one that goes on", () => {
    const long = Array.from({ length: 30 }, (_, index) => `word${index}`);
    const short = long.slice(0, 15).join(" ");
    const known = new KnownValues();
    known.add(short, "location");
    known.add(long.join(" "), "name");
    const categories = (text: string) =>
      Array.from(known.find({ text }, 0, text.length, new Work()), ({ category }) => category);
    expect(categories(short)).toEqual(["location"]);
    expect(categories(long.join(" "))).toEqual(["name"]);
  });

  it("match nothing when no value was added", () => {
    expect(found([], "anything at all")).toEqual([]);
  });

  it("are all of a text, or not", () => {
    const known = new KnownValues();
    known.add("Mara Q", "name");
    expect(
      ["Mara Q", "mara q", "Mara", "a Mara Q", "Mara Q."].map((text) => known.has(text)),
    ).toEqual([true, true, false, false, false]);
  });
});

describe("scripts without spaces", () => {
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
