import fc from "fast-check";
import {
  replaceAddresses,
  replaceEmails,
  replaceUrls,
} from "../../../handlers/receipt/privacy/patterns";
import { anyText } from "../support/arbitraries";

describe("the patterns", () => {
  const replace = (found: string) => `<${found}>`;

  it.each([
    ["write to a@b.example.", "write to <a@b.example>."],
    ["a.b+c@d-e.example,f@g.example", "<a.b+c@d-e.example>,<f@g.example>"],
    ["mailto:x@y.example|x", "mailto:<x@y.example>|x"],
    ['"Bob Smith" <bob@x.example>', '"Bob Smith" <<bob@x.example>>'],
    ['"bob smith"@x.example', '<"bob smith"@x.example>'],
    ["ü@ö.example", "<ü@ö.example>"],
    ["a＠b.example", "<a＠b.example>"],
    ["root@localhost", "<root@localhost>"],
    ["@channel and x@ y", "@channel and x@ y"],
    ["@@", "@@"],
    ["a@b@c.example", "<a@b>@c.example"],
    ["none", "none"],
    ["x@.. y", "x@.. y"],
    ['say "a" "bob@x.example"', 'say "a" "<bob@x.example>"'],
    ['smith"@x.example', 'smith"@x.example'],
    [`${"p".repeat(100)} "bob smith"@x.example`, `${"p".repeat(100)} <"bob smith"@x.example>`],
    [`"${"x".repeat(77)}"@y.example`, `<"${"x".repeat(77)}"@y.example>`],
    [`"${"x".repeat(78)}"@y.example`, `"${"x".repeat(78)}"@y.example`],
  ])("find e-mails in %p", (text, expected) => {
    expect(replaceEmails(text, replace)).toBe(expected);
  });

  it.each([
    ["at 10.0.0.1.", "at <10.0.0.1>."],
    ["10.0.0.1:80 (192.168.1.254)", "<10.0.0.1>:80 (<192.168.1.254>)"],
    ["v1.2.3.4.5 and 1.2.3", "v1.2.3.4.5 and 1.2.3"],
    ["2001:db8::1, fe80::1", "<2001:db8::1>, <fe80::1>"],
    ["::ffff:10.0.0.1", "<::ffff:10.0.0.1>"],
    ["at 12:30:45 a::b::c ::", "at 12:30:45 a::b::c ::"],
  ])("find addresses in %p", (text, expected) => {
    expect(replaceAddresses(text, replace)).toBe(expected);
  });

  it.each([
    ["see https://a.example/b?c=d, ok", "see <https://a.example/b?c=d,> ok"],
    ["<https://a.example|label>", "<<https://a.example>|label>"],
    ["www.a.example (http://b.example)", "<www.a.example> (<http://b.example>)"],
    ["xhttps://a and ://b www. awww.c", "<xhttps://a> and ://b www. awww.c"],
    ["http:// nothing", "http:// nothing"],
    ["at https://a.example/www.b.example", "at <https://a.example/www.b.example>"],
    ["x-www.a.example", "x-<www.a.example>"],
  ])("find URLs in %p", (text, expected) => {
    expect(replaceUrls(text, replace)).toBe(expected);
  });

  it("take no more than linear time on a megabyte that almost matches", () => {
    // Checked by the number of steps a quadratic search could not finish within the test's time.
    for (const piece of ["a", "1.", "1:", "https:/", "www", "%40", "@", '"', "."]) {
      const text = piece.repeat(1_000_000 / piece.length);
      expect(
        replaceUrls(replaceAddresses(replaceEmails(text, replace), replace), replace).length,
      ).toBeGreaterThan(0);
    }
  });

  it("leave the rest of any text as it is", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        for (const find of [replaceEmails, replaceAddresses, replaceUrls])
          expect(find(text, (found) => found)).toBe(text);
      }),
    );
  });
});
