import fc from "fast-check";

import { convert, isEmpty } from "../../../handlers/ingestion/convert";
import type { FieldType } from "../../../handlers/model";
import type { Json } from "../../../handlers/shared/json";
import { anyText } from "../support/arbitraries";
import { problems, TENANT } from "../support/xdm";

describe("convert", () => {
  it.each<[FieldType, Json, unknown]>([
    ["string", "a", "a"],
    ["string", 42, "42"],
    ["string", false, "false"],
    ["string", { b: 1 }, '{"b":1}'],
    ["string", ["x", 1], '["x",1]'],
    ["string", "a\ud83db\udc00c\ud83d\ude00", "a\ufffdb\ufffdc\ud83d\ude00"],
    ["json", '{"broken": ', '{"broken": '],
    ["json", { a: [1] }, '{"a":[1]}'],
    ["boolean", true, true],
    ["boolean", "true", true],
    ["boolean", 1, true],
    ["boolean", false, false],
    ["boolean", "false", false],
    ["boolean", 0, false],
    ["boolean", "yes", undefined],
    ["integer", 3, 3],
    ["integer", 3.5, undefined],
    ["integer", "3", undefined],
    ["date-time", "2018-05-19T18:14:32Z", "2018-05-19T18:14:32.000Z"],
    ["date-time", 1526746472, undefined],
    ["strings", ["a", "", null, 1], ["a", "1"]],
    ["strings", "one", ["one"]],
    ["strings", ["", null], undefined],
    ["ipv4", "203.0.113.58", "203.0.113.58"],
    ["ipv4", " 203.0.113.58:4711 ", "203.0.113.58"],
    ["ipv4", "203.0.113.358", undefined],
    ["ipv4", "2001:db8::1", undefined],
    ["ipv4", "1.2.3:4.5", undefined],
    ["ipv4", 1, undefined],
    ["ipv6", "2001:db8::1", "2001:db8::1"],
    ["ipv6", "[2001:db8::1]:443", "2001:db8::1"],
    ["ipv6", "[2001:db8::1]", "2001:db8::1"],
    ["ipv6", "fe80::1%eth0", "fe80::1"],
    ["ipv6", "203.0.113.58", undefined],
    ["ipv6", "1[::2]", undefined],
    ["ipv6", "[::1]2", undefined],
    ["ipv6", "::ffff:1.2.3.4:80", undefined],
    ["ipv6", {}, undefined],
    ["uri", "https://a.example/b?c=d#e", "https://a.example/b?c=d#e"],
    ["uri", " https://a.example/ö b|c ", "https://a.example/%C3%B6%20b%7Cc"],
    ["uri", "https://a.example/100%", "https://a.example/100%25"],
    ["uri", "https://a.example/%zz%20", "https://a.example/%25zz%20"],
    ["uri", "https://a.example/%2g%a%", "https://a.example/%252g%25a%25"],
    ["uri", "https://a.example/#a#b#c", "https://a.example/#a%23b%23c"],
    ["uri", "https://a.example/?q[]={x}", "https://a.example/?q%5B%5D=%7Bx%7D"],
    ["uri", "https://[::1]/", "https://[::1]/"],
    [
      "uri",
      "http://[2001:DB8::7]:8080/a[0]?b=[::1]#[c]",
      "http://[2001:DB8::7]:8080/a%5B0%5D?b=%5B::1%5D#%5Bc%5D",
    ],
    [
      "uri",
      "https://[u]ser:p[::1]@[::ffff:192.0.2.1]?q",
      "https://%5Bu%5Dser:p%5B::1%5D@[::ffff:192.0.2.1]?q",
    ],
    ["uri", "app://[::1]:1", "app://[::1]:1"],
    ["uri", "https://[::1]#a#b", "https://[::1]#a%23b"],
    ["uri", "https:/[::1]/", "https:/%5B::1%5D/"],
    ["uri", "data:x//[::1]", "data:x//%5B::1%5D"],
    ["uri", "https://[::1", undefined],
    ["uri", "https://[::g]/", undefined],
    ["uri", "https://a.example/\ud83d", "https://a.example/%EF%BF%BD"],
    ["uri", "/relative", undefined],
    ["uri", "not a url", undefined],
    ["uri", "ht\ntp://a.example", undefined],
    ["uri", "http://", undefined],
    ["uri", 5, undefined],
  ])("%s of %j is %j", (type, value, expected) => {
    expect(convert(type, value)).toEqual(expected);
  });

  it("turns any URL that a browser accepts into a URI that a strict validator accepts", () => {
    const base = fc.constantFrom(
      "https://a.example",
      "http://user:pw@b.example:8080",
      "ftp://ü.example",
      "https://u[:p@[2001:db8::7]:8080",
    );
    const part = anyText({ maxLength: 12 });
    fc.assert(
      fc.property(base, part, part, part, (origin, path, query, fragment) => {
        const uri = convert("uri", `${origin}/${path}?${query}#${fragment}`);
        const row = { _id: "1", timestamp: "2026-01-01T00:00:00.000Z", eventType: "x" };
        const page = {
          web: { webPageDetails: { URL: uri } },
          [TENANT]: { chatlio: { widget: "w" } },
        };
        if (uri !== undefined) expect(problems({ ...row, ...page })).toEqual([]);
      }),
    );
  });
});

describe("isEmpty", () => {
  it.each([[undefined], [null], [""], [[]], [{}]])("%j is empty", (value) => {
    expect(isEmpty(value as Json)).toBe(true);
  });

  it.each([[0], [false], [" "], [[""]], [{ a: "" }]])("%j is not", (value) => {
    expect(isEmpty(value as Json)).toBe(false);
  });
});
