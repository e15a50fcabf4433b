import { extraJson } from "../../../handlers/ingestion/extra";

/** Characters that the extra fields may have. */
const MOST = 8_192;

/** An object whose JSON has so many characters, under a key of one. */
function sized(key: string, characters: number) {
  return {
    [key]: "x".repeat(characters - `{"${key}":""}`.length),
  };
}

describe("the extra fields", () => {
  it("are one JSON object", () => {
    expect(extraJson({ a: "one", b: { c: [1] } })).toEqual({
      json: '{"a":"one","b":{"c":[1]}}',
      truncatedCharacters: 0,
    });
    expect(extraJson({})).toEqual({ truncatedCharacters: 0 });
  });

  it("are kept up to the last character that fits", () => {
    const one = sized("a", MOST);
    expect(extraJson(one)).toEqual({ json: JSON.stringify(one), truncatedCharacters: 0 });
    const longer = sized("a", MOST + 1);
    expect(extraJson(longer)).toEqual({ truncatedCharacters: MOST + 1 - 2 });
    const [b, c] = [sized("b", 3_000), sized("c", MOST - 3_000 + 1)];
    expect(extraJson({ ...b, ...c })).toEqual({
      json: JSON.stringify({ ...b, ...c }),
      truncatedCharacters: 0,
    });
    const d = sized("d", MOST - 3_000 + 2);
    expect(extraJson({ ...b, ...d })).toEqual({
      json: JSON.stringify(b),
      truncatedCharacters: MOST - 3_000 + 2 - 2,
    });
  });

  it("keep the smallest entries, so that a huge one does not push out the others", () => {
    const huge = sized("huge", 20_000);
    const middle = sized("middle", 500);
    const { json, truncatedCharacters } = extraJson({ a: 1, ...huge, ...middle, c: 22 });
    expect(json).toBe(JSON.stringify({ a: 1, c: 22, ...middle }));
    expect(truncatedCharacters).toBe(20_000 - 2);
  });

  // As escapes they are valid JSON, but whoever parses it would have a text that UTF-8 cannot write.
  it("have no lone surrogates, in keys and in values", () => {
    const { json = "" } = extraJson({ "k\ud83d": "v\udc00", pair: "😀", text: "\\ud800" });
    expect(JSON.parse(json)).toEqual({ "k\ufffd": "v\ufffd", pair: "😀", text: "\\ud800" });
  });
});
