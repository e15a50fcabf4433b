import fc from "fast-check";

import { applyPrivacy, Work, type PrivacyPolicy } from "../../../handlers/privacy";
import { wellFormed, wellFormedJson } from "../../../handlers/shared/wellFormed";
import { anyText, runs } from "../support/arbitraries";

/** JSON as anybody may write it: each character of a string as itself or as one of its escapes. */
function literal(text: string, choices: readonly number[]): string {
  const units = text.split("").map((unit, index) => {
    const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
    const plain = JSON.stringify(unit).slice(1, -1);
    const ways = [plain, `\\u${hex}`, `\\u${hex.toUpperCase()}`, plain];
    return ways[(choices[index % choices.length] ?? 0) % ways.length] ?? plain;
  });
  return `"${units.join("")}"`;
}

/** A document around a text: in one string in another in another, each an object, a list or only a string. */
const nested = fc
  .record({
    text: fc.oneof(anyText({ maxLength: 6 }), fc.constantFrom("\ud800", "\udc00x", "a\ud83d")),
    layers: fc.array(fc.constantFrom("object", "key", "list", "string"), {
      minLength: 1,
      maxLength: 5,
    }),
    choices: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
  })
  .map(({ text, layers, choices }) =>
    layers.reduce((inner, layer) => {
      const string = literal(inner, choices);
      if (layer === "object") return `{"a":${string},"b":1}`;
      if (layer === "key") return ` {${string}:"x"}`;
      return layer === "list" ? `[0, ${string}]` : string;
    }, text),
  );

/** Everything that is in a document, with the documents in its strings, as whoever parses them all sees it. */
function parsedDeeply(value: unknown): unknown {
  if (typeof value === "string") {
    try {
      return /^\s*[[{"]/.test(value) ? parsedDeeply(JSON.parse(value)) : value;
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(parsedDeeply);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).map(([key, item]) => [parsedDeeply(key), parsedDeeply(item)]);
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap(stringsIn) : typeof value === "string" ? [value] : [];
}

describe("wellFormedJson", () => {
  it.each([
    ['{"a":"\\ud800"}', '{"a":"\ufffd"}'],
    ['{"a":"\\uDC00\\uD800x"}', '{"a":"\ufffd\ufffdx"}'],
    ['{"a":"\ud800\\udc00"}', '{"a":"\ufffd\ufffd"}'],
    ['{"a":"\\ud83d\\ude00 \\n \\\\ud800"}', '{"a":"\\ud83d\\ude00 \\n \\\\ud800"}'],
    ['{"a":"[\\"\\\\ud800\\"]"}', '{"a":"[\\"\ufffd\\"]"}'],
    ['{"a":"[\\"\\u005cud800\\"]"}', '{"a":"[\\"\ufffd\\"]"}'],
    ['{"a":"[\\"\\\\\\u0075d800\\"]"}', '{"a":"[\\"\ufffd\\"]"}'],
    ['{"[\\"\\\\ud800\\"]":1}', '{"[\\"\ufffd\\"]":1}'],
    ['{"a":"[\\"\\\\ud83d\\\\ude00\\"]"}', '{"a":"[\\"\\\\ud83d\\\\ude00\\"]"}'],
    ['{"a":"[\\\\ud800 is no JSON"}', '{"a":"[\\\\ud800 is no JSON"}'],
  ])("leaves no lone surrogate in what %j holds", (json, expected) => {
    expect(wellFormedJson(json)).toBe(expected);
  });

  it("leaves none in documents nested as strings, and nothing else changes", () => {
    fc.assert(
      fc.property(nested, (json) => {
        const before = parsedDeeply(JSON.parse(json));
        const after = parsedDeeply(JSON.parse(wellFormedJson(json)));
        expect(stringsIn(after).filter((text) => /\p{Surrogate}/u.test(text))).toEqual([]);
        const repaired = JSON.stringify(before, (_key, value: unknown) =>
          typeof value === "string" ? wellFormed(value) : value,
        );
        expect(JSON.stringify(after)).toBe(repaired);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it("leaves a document that has none byte for byte", () => {
    fc.assert(
      fc.property(nested, (json) => {
        const clean = wellFormedJson(json);
        expect(wellFormedJson(clean)).toBe(clean);
      }),
      { numRuns: runs(500) },
    );
  });

  it("leaves none in the traits of a row, with privacy and without", () => {
    const dropped: PrivacyPolicy = {
      privacy: {
        ...{ email: "drop", phone: "drop", name: "drop", agent: "drop", ip: "drop" },
        ...{ location: "keep", traits: "keep", urls: "drop", text: "keep" },
      },
    };
    fc.assert(
      fc.property(nested, (json) => {
        const traits = applyPrivacy({ traits: `{"a":${json}}` }, dropped, new Work()).traits;
        const found = stringsIn(parsedDeeply(JSON.parse(traits ?? "{}")));
        expect(found.filter((text) => /\p{Surrogate}/u.test(text))).toEqual([]);
      }),
      { numRuns: runs(500) },
    );
  });
});

it("wellFormed replaces lone surrogates, not pairs", () => {
  expect(wellFormed("a\ud83db\udc00\ud83d\ude00")).toBe("a\ufffdb\ufffd\ud83d\ude00");
});
