import fc from "fast-check";

import { hostileBodies } from "../../../bench/receiverBodies";
import { extract } from "../../../handlers/ingestion/extract";
import { ingest } from "../../../handlers/ingestion/ingest";
import { findEvent, type EventSlug } from "../../../handlers/model";
import { applyPrivacy, Work } from "../../../handlers/privacy";
import { parseLenientJson, type JsonObject } from "../../../handlers/shared/json";
import { sample } from "../../support/full";
import { runs } from "../support/arbitraries";
import { fields, hostile, type Kept } from "../support/hostileTexts";
import { factsOf } from "../support/ingested";
import { policyExcept } from "../support/privacy";
import { receiverSettingsOf } from "../support/settings";

/** Steps that a character may cost, wherever it stands and whatever stands around it. */
const STEPS = 60;

/** Steps for the fields themselves, however short they are. */
const FIXED = 5_000;

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

  it.each(sample(hostileBodies, 12).map((body) => [body.name, body] as const))(
    "is all of the work for %s: regular expressions read no part twice",
    (_, { event, kept = [], make }) => {
      const payload = parseLenientJson(make(20_000)) as JsonObject;
      const read = readByPatterns(() => stepsOf(event, payload, ["text", "traits", ...kept]));
      expect(read).toBeLessThan(STEPS * 22_000);
    },
  );

  it.each(["0 0 1 ", "+1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 ", "0 01 "])(
    "tries few patterns of phone numbers on a text of `%s`",
    (piece) => {
      const text = piece.repeat(1_000);
      const spy = jest.spyOn(RegExp.prototype, "test");
      const event = { message: text, visitorLocation: "Austin, United States" };
      applyPrivacy(event, policyExcept("hash", ["text"]), new Work());
      const count = spy.mock.calls.length;
      spy.mockRestore();
      expect(count).toBeLessThan(2 * text.length);
    },
  );

  it.each(fields)(
    "normalizes no long run of marks, whatever %s contains",
    (_, event, kept, make) => {
      const spy = jest.spyOn(String.prototype, "normalize");
      stepsOf(event, make(`a${"\u0301\u0316".repeat(2_000)}`), kept);
      const texts = spy.mock.contexts.map(String);
      spy.mockRestore();
      expect(texts.filter((text) => /[\u0301\u0316]{31}/.test(text))).toEqual([]);
    },
  );

  it("does not parse texts that cannot be JSON", () => {
    const texts = Array.from({ length: 500 }, () => ["[", '"', "{x]", " [1 "]).flat();
    const payload = { visitorTraits: JSON.stringify(texts), messages: texts };
    const spy = jest.spyOn(JSON, "parse");
    stepsOf("transcript-exported", payload, ["text", "traits"]);
    const count = spy.mock.calls.length;
    spy.mockRestore();
    expect(count).toBeLessThan(10);
  });

  it("puts a body that its hashes would make ten times as long into the dead-letter queue as it is", () => {
    const settings = receiverSettingsOf({ privacy: { name: "hash" } });
    const facts = factsOf("feedback-left");
    const body = (length: number) =>
      Buffer.from(JSON.stringify({ visitor: { name: "b" }, message: "b ".repeat(length) }));
    expect(ingest(body(5_000), facts, settings).kind).toBe("accepted");
    expect(ingest(body(50_000), facts, settings)).toMatchObject({
      kind: "quarantined",
      reason: "too-much-work",
      envelope: { kind: "raw", body: body(50_000).toString() },
    });
  });

  it("puts a body above the budget into the dead-letter queue as it is", () => {
    const settings = receiverSettingsOf({ privacy: { email: "drop" } });
    const body = Buffer.from(JSON.stringify({ message: "a@b.example ".repeat(100) }));
    const facts = factsOf("feedback-left");
    expect(ingest(body, facts, { ...settings, workBudget: { steps: 1_000 } })).toMatchObject({
      kind: "quarantined",
      reason: "too-much-work",
      envelope: { kind: "raw", body: body.toString() },
    });
    expect(ingest(body, facts, settings).kind).toBe("accepted");
  });
});
