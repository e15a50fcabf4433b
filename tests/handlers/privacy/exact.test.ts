import fc from "fast-check";

import { Redactor } from "../../../handlers/privacy/redactor";
import { anyText } from "../support/arbitraries";
import { policyExcept } from "../support/privacy";

const known = [
  ["Mara Quellwasser", "name"],
  ["Mara", "name"],
  ["Hinterzarten", "location"],
] as const;

const redactor = new Redactor(policyExcept("drop", ["text", "traits"]), { known, emails: [] });

/** Texts in which nothing personal can be found, but much that is encoded. */
const harmless = fc
  .array(
    fc.constantFrom(
      ..."hello, see &lt;script&gt; &amp; 100% %2F %25 %zz &eacute; \\u00e9 \\/ \\n <b> \" ' é 漢 😀".split(
        " ",
      ),
      " ",
      "\n",
      "a=b&c=d",
      "(x)",
      "[y]",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(" "));

const encoders: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replace(/[^\w.]/g, (char) => encodeURIComponent(char)),
  (text) => text.replace(/[^\w.]/g, (char) => encodeURIComponent(encodeURIComponent(char))),
  (text) => text.replace(/[^\w.]/g, (char) => `&#${char.charCodeAt(0)};`),
  (text) => text.replace(/[^\w.]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
  (text) =>
    text.replace(/[^\w.]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
];

/** A value with a character that every encoder encodes; its replacement by how often it is in percent. */
const personal = fc
  .tuple(
    fc.constantFrom(
      ["pat@example.com", "email"] as const,
      ["Mara Quellwasser", "name"] as const,
      ["2001:db8::7", "ip"] as const,
      ["https://x.example/?t=1", "urls"] as const,
    ),
    fc.integer({ min: 0, max: encoders.length - 1 }),
  )
  .map(([[value, category], encoder]) => {
    const replacement = [`[${category}]`, `%5B${category}%5D`, `%255B${category}%255D`];
    const depth = encoder > 2 ? 0 : encoder;
    return { text: encoders[encoder]?.(value) ?? value, replacement: replacement[depth] as string };
  });

describe("redaction", () => {
  it("leaves a text without personal values as it is", () => {
    fc.assert(
      fc.property(harmless, (text) => {
        expect(redactor.text(text)).toBe(text);
        expect(redactor.own(text)).toBe(text);
        expect(redactor.userAgent(text)).toBe(text);
        const uri = `https://x.example/${encodeURI(text.replaceAll("\n", " "))}`;
        const kept = new Redactor(policyExcept("drop", ["urls"]), { known, emails: [] });
        expect(kept.uri(uri)).toBe(uri);
      }),
    );
  });

  it("keeps JSON without personal values as it is, to the last space", () => {
    const json = fc
      .tuple(
        fc.json({ noUnicodeString: false, stringUnit: fc.constantFrom("a", "é", " ", '"') }),
        fc.constantFrom("", " ", "\n\t"),
      )
      .map(([text, blank]) => `${blank}{${blank}"x"${blank}:${blank}${text}${blank}}${blank}`);
    fc.assert(
      fc.property(json, (text) => {
        const none = new Redactor(policyExcept("drop", ["text", "traits", "ip", "phone"]), {
          known,
          emails: [],
        });
        expect(none.json(text)).toBe(text);
      }),
    );
  });

  it("replaces only the values, each in its own encoding", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, personal)), harmless, (parts, last) => {
        const join = (pick: (value: { text: string; replacement: string }) => string) =>
          [...parts.map(([before, value]) => `${before} ${pick(value)} `), last].join("");
        expect(redactor.text(join(({ text }) => text))).toBe(join((value) => value.replacement));
      }),
    );
  });

  it("does the same in the strings of JSON, and leaves the rest of it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, personal)), (parts) => {
        const json = (pick: (value: { text: string; replacement: string }) => string) =>
          ` { "a" : [${parts.map(([before, value]) => JSON.stringify(`${before} ${pick(value)} .`)).join(" ,")} ] }`;
        expect(redactor.json(json(({ text }) => text))).toBe(json((value) => value.replacement));
      }),
    );
  });

  it("cuts the same out of any text as it puts replacements in", () => {
    fc.assert(
      fc.property(anyText(), fc.array(personal, { maxLength: 3 }), (text, values) => {
        const source = [text, ...values.map((value) => value.text)].join(" ");
        const pieces = redactor
          .text(source)
          .split(/(?:%(?:25)*5B|\[)(?:email|name|ip|urls|phone|location)(?:%(?:25)*5D|\])/);
        let at = 0;
        for (const piece of pieces) {
          const found = source.indexOf(piece, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + piece.length;
        }
        expect(source.startsWith(pieces[0] ?? "")).toBe(true);
        expect(source.endsWith(pieces[pieces.length - 1] ?? "")).toBe(true);
      }),
    );
  });

  it.each([
    [
      "see &lt;script&gt;evil()&lt;/script&gt;pat@example.com",
      "see &lt;script&gt;evil()&lt;/script&gt;[email]",
    ],
    [
      "https://shop.example.com/r?next=%2Fa%3Fx%3D1%26y%3D2&mail=pat%40example.com&q=50%25",
      "https://shop.example.com/r?next=%2Fa%3Fx%3D1%26y%3D2&mail=%5Bemail%5D&q=50%25",
    ],
  ])("keeps what stands around the value in %s", (text, expected) => {
    const clean = new Redactor(policyExcept("drop", ["urls", "text"]), { known: [], emails: [] });
    expect(clean.text(text)).toBe(expected);
  });
});
