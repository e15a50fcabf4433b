import fc from "fast-check";

import { findAddresses, findAgentAddresses } from "../../../handlers/privacy/addresses";
import { findEmails } from "../../../handlers/privacy/emails";
import { applyEdits, type Find } from "../../../handlers/privacy/spans";
import { findUrls } from "../../../handlers/privacy/urls";
import { Work } from "../../../handlers/privacy/work";
import { anyText } from "../support/arbitraries";

describe("the patterns", () => {
  const marked = (find: Find, text: string, mark = (found: string) => `<${found}>`) =>
    applyEdits(
      text,
      Array.from(find({ text }, 0, text.length, new Work()), ({ start, end }) => ({
        start,
        end,
        replacement: mark(text.slice(start, end)),
      })),
    );

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
    ["sean.o'malley@a.example", "<sean.o'malley@a.example>"],
    ["maria&co@a.example, a/b@a.example", "<maria&co@a.example>, <a/b@a.example>"],
    ["a=b@c.example x#y!{z}~^*?w@c.example", "<a=b@c.example> x#y!{z}~^*?<w@c.example>"],
    ["x#y!{z}~^*w@c.example", "<x#y!{z}~^*w@c.example>"],
    ["'bob@a.example' *bob@a.example*", "'<bob@a.example>' *<bob@a.example>*"],
    [
      "https://a.example/?e=b@c.example&f=d@c.example",
      "https://a.example/?e=<b@c.example>&f=<d@c.example>",
    ],
    ["n=Bob&to=bob@a.example email=b@a.example", "n=Bob&to=<bob@a.example> email=<b@a.example>"],
    ["https://a.example/?m=d'anna@b.example&n=x", "https://a.example/?m=<d'anna@b.example>&n=x"],
    ["https://a.example/?m='d'o'anna@b.example'", "https://a.example/?m='<d'o'anna@b.example>'"],
    ["https://a.example/?m='bob@a.example'", "https://a.example/?m='<bob@a.example>'"],
    [`${"a/".repeat(70)}d'anna@a.example`, `${"a/".repeat(70)}<d'anna@a.example>`],
    ["a/my-mail_to=b@a.example", "a/my-mail_to=<b@a.example>"],
    ["/home/bob@a.example", "/home/<bob@a.example>"],
    [`${"a/".repeat(70)}b@a.example`, `${"a/".repeat(70)}<b@a.example>`],
    [`${"a/".repeat(70)}b1@a.example`, `${"a/".repeat(70)}<b1@a.example>`],
    ['say "a" "bob@x.example"', 'say "a" "<bob@x.example>"'],
    ['smith"@x.example', 'smith"@x.example'],
    [`${"p".repeat(100)} "bob smith"@x.example`, `${"p".repeat(100)} <"bob smith"@x.example>`],
    [`"${"x".repeat(77)}"@y.example`, `<"${"x".repeat(77)}"@y.example>`],
    [`"${"x".repeat(78)}"@y.example`, `"${"x".repeat(78)}"@y.example`],
  ])("find e-mails in %p", (text, expected) => {
    expect(marked(findEmails, text)).toBe(expected);
  });

  it.each([
    ["sean.o'malley@a.example", "malley@a.example"],
    ["maria&co@a.example", "co@a.example"],
    ['"bob smith"@x.example', '"bob smith"@x.example'],
    ["say bob@x.example", "bob@x.example"],
  ])("find the part of %p that is certainly an e-mail", (text, surely) => {
    const [{ narrowStart, end } = { narrowStart: 0, end: 0 }] = findEmails(
      { text },
      0,
      text.length,
      new Work(),
    );
    expect(text.slice(narrowStart, end)).toBe(surely);
  });

  it.each([
    ["at 10.0.0.1.", "at <10.0.0.1>."],
    ["10.0.0.1:80 (192.168.1.254)", "<10.0.0.1>:80 (<192.168.1.254>)"],
    ["v1.2.3.4.5 and 1.2.3", "v1.2.3.4.5 and 1.2.3"],
    ["2001:db8::1, fe80::1", "<2001:db8::1>, <fe80::1>"],
    ["::ffff:10.0.0.1", "<::ffff:10.0.0.1>"],
    ["at 12:30:45 a::b::c ::", "at 12:30:45 a::b::c ::"],
    ["ip:2001:db8::7 IPv6:2001:db8::7", "ip:<2001:db8::7> IPv6:<2001:db8::7>"],
    ["IP:2001:db8:0:0:0:0:0:1", "IP:<2001:db8:0:0:0:0:0:1>"],
    ["IPv6:2001:db8:0:0:0:0:0:1", "IPv6:<2001:db8:0:0:0:0:0:1>"],
    ["my client:ip:2001:db8::7: gone", "my client:ip:<2001:db8::7>: gone"],
    ["to 2001:db8::7. Or ip=2001:db8::7/64", "to <2001:db8::7>. Or ip=<2001:db8::7>/64"],
    ["[2001:db8::1]:80 fe80::1%eth0", "[<2001:db8::1>]:80 <fe80::1>%eth0"],
    ["ip:10.0.0.1:80 2001:db8::7.x", "ip:<10.0.0.1>:80 2001:db8::7.x"],
    ["::ffff:10.0.0.1... gone", "<::ffff:10.0.0.1>... gone"],
    ["2001:db8::7.5 ok", "<2001:db8::7>.5 ok"],
    ["2001:db8::12345", "2001:db8::12345"],
    [`ip:${"b:".repeat(44)}2001:db8::7`, `ip:${"b:".repeat(40)}<b:b:b:b:2001:db8::7>`],
    [`ip:bb:${"b:".repeat(430)}2001:db8::7`, `ip:bb:${"b:".repeat(426)}<b:b:b:b:2001:db8::7>`],
    ["std::cout << x::yes", "std::cout << x::yes"],
  ])("find addresses in %p", (text, expected) => {
    expect(marked(findAddresses, text)).toBe(expected);
  });

  it("do not find a version in a user agent as an address", () => {
    const agent = "Chrome/130.0.0.0 v10.0.0.1 (203.0.113.9; ip:2001:db8::1)";
    expect(marked(findAgentAddresses, agent)).toBe(
      "Chrome/130.0.0.0 v10.0.0.1 (<203.0.113.9>; ip:<2001:db8::1>)",
    );
  });

  it.each([
    ["see https://a.example/b?c=d, ok", "see <https://a.example/b?c=d>, ok"],
    ["<https://a.example|label>", "<<https://a.example>|label>"],
    ["www.a.example (http://b.example)", "<www.a.example> (<http://b.example>)"],
    ["xhttps://a and ://b www. awww.c", "x<https://a> and ://b www. awww.c"],
    ["http:// nothing", "http:// nothing"],
    ["at https://a.example/www.b.example", "at <https://a.example/www.b.example>"],
    ["x-www.a.example", "x-<www.a.example>"],
  ])("find URLs in %p", (text, expected) => {
    expect(marked(findUrls, text)).toBe(expected);
  });

  const finders: readonly Find[] = [findEmails, findAddresses, findAgentAddresses, findUrls];

  it("take no more than linear time on a megabyte that almost matches", () => {
    // Checked by the number of steps a quadratic search could not finish within the test's time.
    for (const piece of ["a", "1.", "1:", "https:/", "www", "%40", "@", '"', "."]) {
      const text = piece.repeat(1_000_000 / piece.length);
      for (const find of finders) expect(marked(find, text).length).toBeGreaterThan(0);
    }
  });

  it("leave the rest of any text as it is", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        for (const find of finders) expect(marked(find, text, (found) => found)).toBe(text);
      }),
    );
  });
});
