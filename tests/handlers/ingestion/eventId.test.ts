import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";

import { eventId } from "../../../handlers/ingestion/eventId";
import { parseJson, type JsonObject } from "../../../handlers/shared/json";

const options = { dedupeWindowSeconds: 600 };
const payload = fc.dictionary(
  fc.string(),
  fc.jsonValue({ maxDepth: 3 }),
) as fc.Arbitrary<JsonObject>;
function input(changes: object = {}) {
  return {
    slug: "feedback-left",
    widget: "main",
    payload: { message: "thanks" } as JsonObject,
    receivedAt: "2026-11-23T10:05:00.000Z",
    hasOwnTime: false,
    ...changes,
  };
}

/** The same content with its keys turned round and whitespace between. */
function rewritten(value: unknown, space: string): string {
  if (Array.isArray(value))
    return `[${space}${value.map((item) => rewritten(item, space)).join(`${space},`)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).reverse();
  const members = entries.map(
    ([key, item]) => `${JSON.stringify(key)}${space}:${space}${rewritten(item, space)}`,
  );
  return `${space}{${members.join(",")}${space}}${space}`;
}

describe("eventId", () => {
  it("is 64 hexadecimal digits, as an XDM _id may be", () => {
    expect(eventId(input(), options)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is the same whatever the order of keys and the whitespace", () => {
    const space = fc.constantFrom("", " ", "\n\t ");
    fc.assert(
      fc.property(payload, space, fc.option(fc.string({ minLength: 1 })), (content, gap, salt) => {
        const salted = { ...options, ...(salt !== null && { dedupeSalt: salt }) };
        const original = parseJson(JSON.stringify(content)) as JsonObject;
        const again = parseJson(rewritten(original, gap)) as JsonObject;
        expect(eventId(input({ payload: again }), salted)).toBe(
          eventId(input({ payload: original }), salted),
        );
      }),
    );
  });

  it("differs with the content", () => {
    fc.assert(
      fc.property(payload, payload, (one, other) => {
        fc.pre(
          !isDeepStrictEqual(
            JSON.parse(JSON.stringify([one])),
            JSON.parse(JSON.stringify([other])),
          ),
        );
        expect(eventId(input({ payload: one }), options)).not.toBe(
          eventId(input({ payload: other }), options),
        );
      }),
    );
  });

  it("differs with event, widget, salt, and where one value ends and the next begins", () => {
    const ids = [
      eventId(input(), options),
      eventId(input({ slug: "visitor-unanswered" }), options),
      eventId(input({ widget: "support" }), options),
      eventId(input({ slug: "feedback-leftmain", widget: "" }), options),
      eventId(input(), { ...options, dedupeSalt: "salt" }),
      eventId(input(), { ...options, dedupeSalt: "other" }),
      eventId(input({ hasOwnTime: true }), options),
      eventId(input({ payload: { message: ["thanks"] } }), options),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is the same within a window and differs across its edge", () => {
    const at = (receivedAt: string, changes = {}) =>
      eventId(input({ receivedAt, ...changes }), options);
    expect(at("2026-11-23T10:00:00.000Z")).toBe(at("2026-11-23T10:09:59.999Z"));
    expect(at("2026-11-23T10:09:59.999Z")).not.toBe(at("2026-11-23T10:10:00.000Z"));
    const wide = { dedupeWindowSeconds: 86_400 };
    expect(eventId(input({ receivedAt: "2026-11-23T00:00:00Z" }), wide)).toBe(
      eventId(input({ receivedAt: "2026-11-23T23:59:59Z" }), wide),
    );
  });

  it("ignores the time of ingestion when the payload has its own time", () => {
    const own = (receivedAt: string) => eventId(input({ receivedAt, hasOwnTime: true }), options);
    expect(own("2026-11-23T10:00:00Z")).toBe(own("2027-01-01T00:00:00Z"));
  });

  it("stays the same from release to release, because rows in the data lake have it", () => {
    const hashed = '["chatlio-aep",1,"feedback-left","main",1795428000,{"message":"thanks"}]';
    expect(eventId(input(), options)).toBe(createHash("sha256").update(hashed).digest("hex"));
  });
});
