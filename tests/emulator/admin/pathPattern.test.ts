import { pathPattern, type Characters } from "../../../emulator/admin/pathPattern";
import { seededRandom } from "../../../emulator/common/random";

/** A path that counts how often a character of it is read. */
function counted(text: string): Characters & { readonly reads: number } {
  let reads = 0;
  return {
    length: text.length,
    charCodeAt: (index) => {
      reads += 1;
      return text.charCodeAt(index);
    },
    get reads() {
      return reads;
    },
  };
}

describe("a path pattern", () => {
  it.each([
    ["/data/*", "/data/", true],
    ["/data/*", "/data/x/y", true],
    ["/data/*", "/dat", false],
    ["/data", "/data", true],
    ["/data", "/data/", false],
    ["/data", "x/data", false],
    ["*", "", true],
    ["**", "/x", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["/a.c*", "/abc", false],
    ["*/flows/*/runs", "/x/flows/1/runs", true],
    ["*/flows/*/runs", "/x/flows/runs", false],
    ["*aab*", "/aaab", true],
    ["*ab*ab*", "/ab", false],
    ["", "", true],
    ["", "/", false],
  ])("%j matches %j: %j", (pattern, path, expected) => {
    expect(pathPattern(pattern)(path)).toBe(expected);
  });

  it("matches the same paths as the regular expression that it means", () => {
    const random = seededRandom(1);
    const some = (letters: string, length: number): string =>
      Array.from(
        { length: Math.floor(random() * length) },
        () => letters[Math.floor(random() * letters.length)],
      ).join("");
    const outcomes = new Set<boolean>();
    for (let run = 0; run < 5000; run += 1) {
      const pattern = some("ab*", 8);
      const path = some("ab", 12);
      const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "u").test(path);
      outcomes.add(expected);
      expect([pattern, path, pathPattern(pattern)(path)]).toEqual([pattern, path, expected]);
    }
    expect(outcomes.size).toBe(2);
  });

  it.each([
    ["*a".repeat(5000), "a".repeat(16_000)],
    [`${"*a".repeat(5000)}*b`, "a".repeat(16_000)],
    [`*${"a".repeat(8000)}b*`, "a".repeat(16_000)],
    [`*${"ab".repeat(4000)}b*`, "ab".repeat(8000)],
    [`${"*a".repeat(1000)}*b*`, "a".repeat(16_000)],
  ])("reads no character of a path often, for hostile pattern %#", (pattern, path) => {
    const characters = counted(path);
    pathPattern(pattern)(characters);
    expect(characters.reads).toBeLessThanOrEqual(path.length + pattern.length);
  });
});
