import fc from "fast-check";

import { hostileBodies } from "../../../bench/receiverBodies";
import { extract } from "../../../handlers/ingestion/extract";
import { ingest } from "../../../handlers/ingestion/ingest";
import { findEvent, type EventSlug } from "../../../handlers/model";
import { applyPrivacy, Work } from "../../../handlers/privacy";
import { parseLenientJson, type JsonObject } from "../../../handlers/shared/json";
import { runs } from "../support/arbitraries";
import { factsOf } from "../support/ingested";
import { policyExcept } from "../support/privacy";
import { receiverSettingsOf } from "../support/settings";

/** Steps that a character may cost, wherever it stands and whatever stands around it. */
const STEPS = 60;

/** Steps for the fields themselves, however short they are. */
const FIXED = 5_000;

type Kept = Parameters<typeof policyExcept>[1];

function stepsOf(event: EventSlug, payload: JsonObject, kept: Kept): number {
  const work = new Work();
  const { values } = extract(payload, findEvent(event)?.shape ?? "A");
  applyPrivacy(values, policyExcept("hash", kept), work);
  return work.steps;
}

/**
 * Characters that global and sticky regular expressions read during a call. They go on behind the part of
 * a text that is searched, unless the text ends there, and no step is counted for what they read.
 */
function readByPatterns(run: () => void): number {
  const exec = Reflect.get<RegExp, "exec">(RegExp.prototype, "exec");
  let count = 0;
  const spy = jest.spyOn(RegExp.prototype, "exec").mockImplementation(function (
    this: RegExp,
    text,
  ) {
    const from = this.lastIndex;
    const match = exec.call(this, text);
    // A sticky one that does not match looks at few characters.
    const furthest = this.sticky ? from + 1 : text.length;
    const end = match ? match.index + match[0].length : furthest;
    if (this.global || this.sticky) count += end - from;
    return match;
  });
  try {
    run();
  } finally {
    spy.mockRestore();
  }
  return count;
}

/** Every field in which a visitor's or an agent's text can stand, and what must be kept for it. */
const fields: readonly (readonly [string, EventSlug, Kept, (text: string) => JsonObject])[] = [
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

/** Pieces, repeated, and repeated again within others. */
const { hostile } = fc.letrec<{ hostile: string }>((tie) => ({
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

describe("the work that a body takes", () => {
  it.each(fields)("is bounded by its length, whatever %s contains", (_, event, kept, make) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const payload = make(text);
        const length = JSON.stringify(payload).length;
        expect(stepsOf(event, payload, kept)).toBeLessThan(STEPS * length + FIXED);
      }),
      { numRuns: runs(150) },
    );
  });

  it.each(hostileBodies.map((body) => [body.name, body] as const))(
    "grows with its length and no faster for %s",
    (_, { event, kept = [], make }) => {
      const [small = 0, large = 0] = [5_000, 50_000].map((bytes) => {
        const payload = parseLenientJson(make(bytes)) as JsonObject;
        return stepsOf(event, payload, ["text", "traits", ...kept]);
      });
      expect(large).toBeLessThan(STEPS * 55_000);
      expect(large).toBeLessThan(12 * small + FIXED);
    },
  );

  it.each(hostileBodies.map((body) => [body.name, body] as const))(
    "is all of the work for %s: regular expressions read no part twice",
    (_, { event, kept = [], make }) => {
      const payload = parseLenientJson(make(20_000)) as JsonObject;
      const read = readByPatterns(() => stepsOf(event, payload, ["text", "traits", ...kept]));
      expect(read).toBeLessThan(STEPS * 22_000);
    },
  );

  it("puts a body above the budget into the dead-letter queue as it is", () => {
    const settings = receiverSettingsOf({ privacy: { email: "drop" } });
    const body = Buffer.from(JSON.stringify({ message: "a@b.example ".repeat(100) }));
    const facts = factsOf("feedback-left");
    expect(ingest(body, facts, { ...settings, workBudget: 1_000 })).toMatchObject({
      kind: "quarantined",
      reason: "too-much-work",
      envelope: { kind: "raw", body: body.toString() },
    });
    expect(ingest(body, facts, settings).kind).toBe("accepted");
  });
});
