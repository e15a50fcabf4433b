import fc from "fast-check";

import type { EventSlug } from "../../../handlers/model";
import type { JsonObject } from "../../../handlers/shared/json";
import type { policyExcept } from "./privacy";

/** Categories that are kept. */
export type Kept = Parameters<typeof policyExcept>[1];

/** Every field in which a visitor's or an agent's text can stand, and what must be kept for it. */
export const fields: readonly (readonly [string, EventSlug, Kept, (text: string) => JsonObject])[] =
  [
    ["a message", "feedback-left", ["text"], (message) => ({ message })],
    ["a name", "feedback-left", ["name"], (name) => ({ visitor: { name } })],
    ["a dropped name", "feedback-left", ["text"], (name) => ({ visitor: { name }, message: name })],
    ["a location", "feedback-left", ["location"], (location) => ({ visitor: { location } })],
    [
      "a dropped location",
      "feedback-left",
      ["text"],
      (location) => ({ visitor: { location }, message: location }),
    ],
    ["an e-mail", "feedback-left", ["email"], (email) => ({ visitor: { email } })],
    [
      "a page",
      "feedback-left",
      ["urls"],
      (text) => ({ visitor: { currentPage: `https://x.example/${text}` } }),
    ],
    [
      "a dropped page",
      "feedback-left",
      ["text"],
      (text) => ({ visitor: { currentPage: `https://x.example/${text}` }, message: text }),
    ],
    ["a user agent", "feedback-left", [], (userAgent) => ({ visitor: { userAgent } })],
    [
      "traits",
      "feedback-left",
      ["traits"],
      (text) => ({ visitor: { identTraits: JSON.stringify({ [text]: [text, { a: text }] }) } }),
    ],
    [
      "traits in traits",
      "feedback-left",
      ["traits"],
      (text) => ({ visitor: { identTraits: JSON.stringify([JSON.stringify([text])]) } }),
    ],
    ["an agent's name", "transcript-exported", ["agent"], (agentName) => ({ agentName })],
    ["an archive", "transcript-exported", ["urls"], (archiveUrl) => ({ archiveUrl })],
    [
      "a transcript",
      "transcript-exported",
      ["text"],
      (text) => ({ textBody: text, messages: [{ text, username: text }] }),
    ],
  ];

/** Pieces of everything that is looked for, and of every way to write it. */
const pieces = [
  ..."@ ＠ \" ' . : / \\ % & # ; = ? | + - _ ( ) [ ] { } < > ! * , ~ a A 1 f é 田 ｍ ł".split(" "),
  ...'a@b "@ :// a:// https: www. // 1. 1.2.3.4 :: 1: fe80: %25 %40 %2540 %u0040 %C3 %E9'.split(
    " ",
  ),
  ..."&amp; &#64; &# &#x &#0 &eacute; &amp;amp; \\u0040 \\u \\/ \\\\ +41 é0041315550123 (0) 00 mail= ?a= &a=".split(
    " ",
  ),
  ..."Mara Anna-Lena O'Malley 田中 😀 e\u0301 \u0644\u064e".split(" "),
  " ",
  "  ",
  "\n",
  "\u00a0",
  "a ",
  "Mara Q",
  "\ud800",
  '{"a":',
  "[[",
];

/** Pieces, repeated, and repeated again within others: up to 20,000 characters. */
export const { hostile } = fc.letrec<{ hostile: string }>((tie) => ({
  hostile: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...pieces),
    fc
      .tuple(
        fc.array(tie("hostile"), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
      )
      .map(([parts, times]) => {
        const text = parts.join("");
        return text.repeat(Math.max(1, Math.min(times, Math.floor(20_000 / text.length))));
      }),
  ),
}));
