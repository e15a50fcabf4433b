import fc from "fast-check";

import {
  canonicalJson,
  hasLongNumbers,
  isObject,
  jsonBytes,
  looksLikeJson,
  parseEveryValue,
  parseJson,
  parseLenientJson,
  toJson,
  type Json,
} from "../../../handlers/shared/json";
import { anyText } from "../support/arbitraries";

describe("parseJson", () => {
  it("equals JSON.parse for numbers that fit a double", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const held = (_: string, value: unknown) =>
          Number.isInteger(value) && !Number.isSafeInteger(value) && !String(value).includes("e")
            ? String(value)
            : value;
        expect(parseJson(text)).toEqual(JSON.parse(text, held));
      }),
    );
  });

  it.each<[string, Json]>([
    ['{"id":12345678901234567890}', { id: "12345678901234567890" }],
    ['{"id":9007199254740993}', { id: "9007199254740993" }],
    ['{"id":123456789012345}', { id: 123456789012345 }],
    ['{"n":1e400,"m":-2E+999}', { n: "1e400", m: "-2E+999" }],
    ['{"n":1e25,"id":12345678901234567890}', { n: 1e25, id: "12345678901234567890" }],
    ['{"n":0.12345678901234567890}', { n: "0.12345678901234567890" }],
    ["12345678901234567890", "12345678901234567890"],
    ['{"n":1e400}', { n: "1e400" }],
    ['{"ts":"1469725409.000005","n":1.5}', { ts: "1469725409.000005", n: 1.5 }],
    ['{"a":1,"a":2,"id":12345678901234567890}', { a: 2, id: "12345678901234567890" }],
  ])("reads %s without losing a digit", (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it.each([
    ["1234567890123456", true],
    ["123456789012345", false],
    ['{"a":1e300}', true],
    ['{"a":1E+300,"b":2}', true],
    ['{"a":1e25}', false],
    ['{"a":[1,22,333]}', false],
    ['{"a": -1234567890.12345}', true],
    ["[1,\n\t12345678901234567890]", true],
    ['{"ts":"1469725409.000005","id":"1e300"}', false],
  ])("knows whether %s may contain a number that is too long", (text, may) => {
    expect(hasLongNumbers(text)).toBe(may);
  });

  it.each(["", "{", "[1,]", '{"id":12345678901234567890', "01"])("rejects %p", (text) => {
    expect(() => parseJson(text)).toThrow();
  });
});

describe("parseEveryValue", () => {
  it("keeps all values of a repeated key", () => {
    expect(parseEveryValue('{"a":1,"b":{"c":"x","c":null},"a":[2]}')).toEqual({
      a: [1, [2]],
      b: { c: ["x", null] },
    });
  });

  it("reads control characters and long numbers as parseLenientJson does", () => {
    const text = '{"a":12345678901234567890,"b":"x\ny","c":[1.5,true]}';
    expect(parseEveryValue(text)).toEqual(parseLenientJson(text));
    expect(() => parseEveryValue('{"a":')).toThrow();
  });
});

describe("parseLenientJson", () => {
  it("keeps every digit of a number, as a string", () => {
    expect(parseLenientJson('{"a":12345678901234567890,"b":"x\ny"}')).toEqual({
      a: "12345678901234567890",
      b: "x\ny",
    });
  });

  it("accepts raw control characters in strings, and only there", () => {
    expect(parseLenientJson('{"a\n":"b\u0000\t\\"\u001f c"}')).toEqual({
      "a\n": 'b\u0000\t"\u001f c',
    });
    expect(parseLenientJson('{\n\t"a": "b"\r\n}')).toEqual({ a: "b" });
    expect(parseLenientJson('{\n\t"a": "x\ny"\r\n}')).toEqual({ a: "x\ny" });
    expect(parseLenientJson('{"a":"ends with \\\\","b":"x\ny"}')).toEqual({
      a: "ends with \\",
      b: "x\ny",
    });
    expect(() => parseLenientJson('{"a":\u0001}')).toThrow();
    expect(() => parseLenientJson('{"a":"b')).toThrow();
  });

  it("reads any text whose control characters were not escaped", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const raw = JSON.stringify({ text }).replace(/\\u00([01][0-9a-f])/g, (_, code: string) =>
          String.fromCharCode(Number.parseInt(code, 16)),
        );
        fc.pre(!text.includes("\\"));
        expect(parseLenientJson(raw)).toEqual({ text });
      }),
    );
  });
});

describe("toJson", () => {
  it("contains only characters that SQS accepts, and has the same value", () => {
    const sqs = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u;
    fc.assert(
      fc.property(anyText(), (text) => {
        const json = toJson({ text });
        expect(json).toMatch(sqs);
        expect(JSON.parse(json)).toEqual({ text });
        expect(jsonBytes({ text })).toBe(Buffer.byteLength(json));
      }),
    );
    expect(toJson("\uFFFE\uFFFF\uFFFD")).toBe('"\\ufffe\\uffff\uFFFD"');
  });
});

describe("canonicalJson", () => {
  it("sorts keys at every depth and has no whitespace", () => {
    expect(canonicalJson({ b: [{ d: null, c: 1 }], a: { z: true, y: "ü" } })).toBe(
      '{"a":{"y":"ü","z":true},"b":[{"c":1,"d":null}]}',
    );
  });

  it("sorts keys that are numbers like texts", () => {
    expect(canonicalJson({ b: 1, 10: 2, 9: [{ 2: 1, 11: 2, a: 3 }] })).toBe(
      '{"10":2,"9":[{"11":2,"2":1,"a":3}],"b":1}',
    );
  });

  it("is the same for keys in any order", () => {
    fc.assert(
      fc.property(fc.dictionary(anyText(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed as Json)).toBe(canonicalJson(value as Json));
      }),
    );
  });

  it("is JSON of the same content", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  it("copies a text a few times, however many lists and objects are around it", () => {
    const text = "x".repeat(10_000);
    let value: Json = text;
    for (let depth = 0; depth < 1_000; depth += 1)
      value = depth % 2 ? [depth, value] : { 1: depth, b: value };
    const join = Reflect.get<unknown[], "join">(Array.prototype, "join");
    let copied = 0;
    const spy = jest.spyOn(Array.prototype, "join").mockImplementation(function (
      this: unknown[],
      separator,
    ) {
      const joined = join.call(this, separator);
      copied += joined.length;
      return joined;
    });
    const json = canonicalJson(value);
    spy.mockRestore();
    expect(JSON.parse(json)).toEqual(value);
    expect(copied).toBeLessThan(3 * json.length);
  });

  it("distinguishes a number from a string of its digits", () => {
    const canonical = (text: string) => canonicalJson(parseLenientJson(text, "numbers"));
    const numbers = '{"a":1e400,"b":[12345678901234567890],"c":-0.12345678901234567890,"d":1.5}';
    expect(canonical(numbers)).toBe(numbers);
    expect(canonical('{"a":"12345678901234567890"}')).toBe('{"a":"12345678901234567890"}');
    expect(canonical('{"a":"x\ny","b":12345678901234567890}')).toBe(
      '{"a":"x\\ny","b":12345678901234567890}',
    );
  });

  it("keeps keys that objects inherit", () => {
    expect(canonicalJson(parseJson('{"__proto__":{"a":1},"toString":2}'))).toBe(
      '{"__proto__":{"a":1},"toString":2}',
    );
  });
});

describe("looksLikeJson", () => {
  it("is true for every object and list of JSON, with blanks around it", () => {
    const blanks = fc.constantFrom("", " ", "\n\t ", "\r".repeat(20));
    const value = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(blanks, value, blanks, (before, json, after) => {
        expect(looksLikeJson(before + JSON.stringify(json) + after)).toBe(true);
      }),
    );
  });

  it.each(["", " ", "[", "{", "[}", "{]", "x[]", "[]x", '"', "]", '"a"'])(
    "is false for %j",
    (text) => {
      expect(looksLikeJson(text)).toBe(false);
    },
  );

  it.each([
    ['"a"', true],
    [' "" ', true],
    ['"', false],
    ["[1]", false],
  ])("looks for the kinds that it is told: %j", (text, expected) => {
    expect(looksLikeJson(text, '"')).toBe(expected);
  });
});

describe("helpers", () => {
  it("isObject accepts only objects", () => {
    const values = [{}, { a: 1 }, [], null, undefined, "a", 1];
    expect(values.map(isObject)).toEqual([true, true, false, false, false, false, false]);
  });
});
