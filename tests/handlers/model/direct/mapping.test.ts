import fc from "fast-check";

import {
  eventSlugs,
  fields,
  lists,
  type EventSlug,
  type FieldDefinition,
} from "../../../../handlers/model";
import { runs } from "../../support/arbitraries";
import { directRow, receivedAt } from "../../support/direct";
import { payloads } from "../../support/fixtures";
import { problems } from "../../support/xdm";

/** Every documented name at the top of a payload and in its visitor. */
const names = Object.values<FieldDefinition>(fields).flatMap(({ chatlio = {} }) =>
  Object.values(chatlio).flat(),
);
const inVisitor = names
  .filter((name) => name.startsWith("visitor."))
  .map((name) => name.slice("visitor.".length));

describe("direct mode's mapping", () => {
  it("has a rule for every field of the event model", () => {
    const all = { ...fields, ...lists.messages.items } as Readonly<Record<string, FieldDefinition>>;
    const without = Object.entries(all).filter(
      ([, { chatlio, direct }]) => chatlio === undefined && direct === undefined,
    );
    expect(without).toEqual([]);
  });

  it("uses the time of mapping, and the end of the chat when it has passed", () => {
    const timestamp = (endedAt: unknown) =>
      directRow("transcript-exported", { endedAt })["timestamp"];
    expect(timestamp("2018-05-19T18:14:32.000026941+02:00")).toBe("2018-05-19T16:14:32.000Z");
    expect(timestamp("2099-01-01T00:00:00Z")).toBe(receivedAt);
    for (const never of [
      undefined,
      null,
      "",
      "soon",
      42,
      {},
      "2018-02-30T00:00:00Z",
      "0001-01-01T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2018-01-01T00:00:00+19:00",
    ])
      expect([never, timestamp(never)]).toEqual([never, receivedAt]);
    expect(timestamp("2024-02-29T12:00:00.5z")).toBe("2024-02-29T12:00:00.500Z");
    expect(directRow("feedback-left", {})["timestamp"]).toBe(receivedAt);
  });

  it("makes a valid row of every payload: no odd value gets a row rejected", () => {
    const odd = fc.oneof(
      fc.constantFrom("", " ", "null", "2018-02-30T00:00:00Z", "a@b.example", "::1", "1.2.3.4"),
      fc.constantFrom("https://a.example/ä", "https://a.example:x/", "http://[::1]/", "a:b"),
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const objectOf = (names: readonly string[]) =>
      fc.record(Object.fromEntries(names.map((name) => [name, odd])), { requiredKeys: [] });
    const item = objectOf(["text", "ts", "sentAt", "userId", "username", "isVisitorMsg"]);
    const anyPayload = objectOf(names.filter((name) => !name.includes("."))).chain((top) =>
      fc.record({
        visitor: fc.oneof(objectOf(inVisitor), odd),
        visitorTraits: fc.oneof(objectOf(["current_page"]), odd),
        messages: fc.oneof(fc.array(fc.oneof(item, odd), { maxLength: 3 }), odd),
        rest: fc.constant(top),
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...eventSlugs), anyPayload, (slug, { rest, ...payload }) => {
        const found = problems(directRow(slug, { ...rest, ...payload }));
        // A message of nothing but objects is empty: Data Prep has no function that tells an object from a text.
        const ofMessage = /messages\/\d+ must NOT have fewer than 1 properties$/;
        expect(found.filter((problem) => !ofMessage.test(problem))).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  const idOf = (slug: EventSlug, payload: object, config = {}) =>
    directRow(slug, payload, config)["_id"];

  it("gives a repeat the same id within the dedupe window, and another one after it", () => {
    const post = (now: string) => idOf("feedback-left", { message: "Thanks" }, { now });
    expect(post("2026-11-23T10:00:00.000Z")).toMatch(/^[0-9a-f]{64}$/);
    expect(post("2026-11-23T10:09:59.999Z")).toBe(post("2026-11-23T10:00:00.000Z"));
    expect(post("2026-11-23T10:10:00.000Z")).not.toBe(post("2026-11-23T10:00:00.000Z"));
  });

  it("gives a repeated transcript the same id at any time", () => {
    const post = (now: string) =>
      idOf("transcript-exported", { endedAt: "2018-05-19T18:14:32+02:00" }, { now });
    expect(post("2026-11-23T10:00:00.000Z")).toBe(post("2026-11-24T20:00:00.000Z"));
  });

  it("gives every event, widget and documented text an id of its own", () => {
    const payload = payloads.find(({ name }) => name === "feedback-left")?.bytes.toString() ?? "";
    const { visitor, ...rest } = JSON.parse(payload) as { visitor: object };
    const changed = [
      ...Object.keys(rest).map((key) => ({ ...rest, visitor, [key]: "x" })),
      ...Object.keys(visitor).map((key) => ({ ...rest, visitor: { ...visitor, [key]: "x" } })),
    ];
    const ids = [
      idOf("feedback-left", { ...rest, visitor }),
      idOf("visitor-unanswered", { ...rest, visitor }),
      idOf("feedback-left", { ...rest, visitor }, { widget: "support" }),
      ...changed.map((each) => idOf("feedback-left", each)),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
