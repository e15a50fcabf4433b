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

/** What stands for a value that was dropped. */
function categoryOf(value: string): string {
  if (value.includes("@")) return "[email]";
  return value === "Hinterzarten" ? "[location]" : "[name]";
}

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

  it("replaces a value right behind and before escapes, and leaves the escapes", () => {
    // Without the escape of a slash, which may be part of an e-mail: `x/pat@example.com`.
    const escape = fc.constantFrom(
      ...[
        "\\n",
        "\\t",
        "\\r",
        "\\b",
        "\\f",
        '\\"',
        "\\r\\n",
        "\\\\n",
        "\\\\",
        "\\u000a",
        "\\u0022",
      ],
    );
    const plain = fc.constantFrom(
      ["pat@example.com", "[email]"] as const,
      ["Mara Quellwasser", "[name]"] as const,
      ["Hinterzarten", "[location]"] as const,
      ["+49 30 901820", "[phone]"] as const,
      ["192.168.17.23", "[ip]"] as const,
    );
    const part = fc.tuple(fc.constantFrom("", "x", "see ", "{ "), escape, plain, escape);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        const join = (index: 0 | 1) =>
          parts
            .map(([word, before, value, after]) => word + before + value[index] + after)
            .join(" ");
        expect(redactor.text(join(0))).toBe(join(1));
      }),
    );
  });

  it("leaves JSON within a text readable", () => {
    const value = fc.constantFrom("pat@example.com", "Mara Quellwasser", "Hinterzarten", "nina");
    const parts = fc.array(fc.tuple(fc.constantFrom("\n", "\t", "\r", "\b", "\f", '"'), value));
    const withNina = new Redactor(policyExcept("drop", ["text", "traits"]), {
      known: [...known, ["Nina", "name"]],
      emails: [],
    });
    fc.assert(
      fc.property(parts, (escaped) => {
        const redacted = withNina.text(`log: ${JSON.stringify({ t: escaped.flat().join("") })}`);
        const { t } = JSON.parse(redacted.slice(5)) as { readonly t: string };
        expect(t).not.toMatch(/pat@|Mara|Quellwasser|Hinterzarten|nina/i);
        expect(t).toBe(escaped.map(([char, text]) => char + categoryOf(text)).join(""));
      }),
    );
  });

  it("finds a value that begins with what may be an escape, and leaves the escape", () => {
    const withNina = new Redactor(policyExcept("drop", ["text", "traits"]), {
      known: [
        ["Nina Quellwasser", "name"],
        ["Nina", "name"],
      ],
      emails: [],
    });
    expect(withNina.text("C:\\nina")).toBe("C:\\n[name]");
    expect(withNina.text("C:\\temp\\Nina Quellwasser\\x")).toBe("C:\\temp\\[name]\\x");
    expect(withNina.text("CORP\\nina Quellwasser")).toBe("CORP\\n[name]");
    expect(withNina.text("C:\\nina@x.example")).toBe("C:\\n[email]");
    expect(withNina.text("C:\\ninas \\niña")).toBe("C:\\ninas \\n[name]");
    const withAgent = new Redactor(policyExcept("drop", ["email"]), {
      known: [["nina@x.example", "agent"]],
      emails: [],
    });
    expect(withAgent.text("C:\\nina@x.example pat@x.example")).toBe("C:\\n[agent] pat@x.example");
    expect(withNina.text("open file:///C:\\new\\bob now")).toBe("open [urls] now");
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
