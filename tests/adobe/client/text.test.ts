import fc from "fast-check";

import {
  MAX_QUOTE,
  MAX_SEARCHED,
  listed,
  plain,
  quotable,
  withoutMarkup,
} from "../../../adobe/client/text";
import { longestSearched } from "../../support/searchedCharacters";

const secret = 'p8e-aB3/x+"&z 9';
const forms = [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice(2),
  JSON.stringify(secret).slice(1, -1),
  "p8e-aB3/x+&quot;&amp;z 9",
];

/** Text of the pieces that error pages, tokens and attackers are made of. */
const piece = fc.oneof(
  fc.constantFrom(
    "<",
    ">",
    "eyJ",
    "Bearer ",
    "/collection/",
    ".",
    " ",
    "\n",
    "\u202e",
    "\u009b",
    "\0",
  ),
  fc.constantFrom(...forms),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const hostile = fc
  .tuple(fc.array(piece, { maxLength: 30 }), fc.nat(2_000))
  .map(([pieces, times]) => pieces.join("").repeat(times).slice(0, 20_000));

test("a quote shows no secret in any form, wherever the text is truncated", () => {
  fc.assert(
    fc.property(
      fc.nat(MAX_SEARCHED + 100),
      fc.constantFrom(...forms),
      fc.boolean(),
      (at, form, many) => {
        // Blanks take no room in the quote: what comes late in the text may be shown.
        const text = (many ? form.repeat(20) : "") + " ".repeat(at) + form.repeat(40);
        const shown = quotable(text, [secret]);
        // Not even its beginning, which all forms share.
        expect(shown).not.toContain("p8e");
      },
    ),
  );
});

test("a quote of any text is short, on one line and without control and invisible characters", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = quotable(text, [secret]);
      expect(shown.length).toBeLessThanOrEqual(MAX_QUOTE + 1);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(plain(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test.each([
  ["quote", (text: string) => quotable(text, [secret])],
  ["label", (text: string) => plain(text)],
  ["page without its markup", withoutMarkup],
])("no pattern searches more than the beginning of a text for a %s", async (_, show) => {
  for (const unit of ["<", "eyJ", "Bearer ", "\u202e ", `${secret}\n`]) {
    const longest = await longestSearched(() => show(unit.repeat(100_000)));
    expect(longest).toBeLessThanOrEqual(2 * MAX_SEARCHED);
  }
});

test("a secret that no URL can encode is found too", () => {
  expect(quotable("is pass\ud800word.", ["pass\ud800word"])).not.toContain("pass\ud800");
  expect(quotable("is pass-word.", ["\ud800", "pass-word"])).toBe("is [secret].");
});

test("a secret that invisible characters divide is found", () => {
  expect(quotable(`is ${secret.split("").join("\u200b")}.`, [secret])).toBe("is [secret].");
});

test("tokens and URLs of streaming endpoints are redacted, whoever they belong to", () => {
  const text =
    "Authorization: Bearer abc.def; eyJhbGciOiJub25lIn0; https://dcs.example/collection/batch/0123456789abcdef";
  expect(quotable(text)).toBe(
    "Authorization: Bearer [secret]; [secret]; https://dcs.example/collection/batch/[secret]",
  );
});

test("a list names the first ten and counts the others", () => {
  const many = Array.from({ length: 12_345 }, (_, index) => `id${index}`);
  expect(listed(many)).toBe("id0, id1, id2, id3, id4, id5, id6, id7, id8, id9 and 12335 more");
  expect(listed(["a", "b"])).toBe("a, b");
  let made = 0;
  listed(Array.from({ length: 1000 }, () => () => String(made++)));
  expect(made).toBe(10);
});
