import fc from "fast-check";

import {
  chatEvent,
  fields,
  lists,
  mappings,
  toXdm,
  type ChatEvent,
  type FieldDefinition,
  type FieldType,
} from "../../../handlers/model";
import { problems, TENANT } from "../support/xdm";

const text = fc.string({ minLength: 1, unit: "grapheme" });
const values: Record<FieldType, fc.Arbitrary<unknown>> = {
  string: text,
  json: fc.json(),
  uri: fc.webUrl(),
  email: fc.emailAddress(),
  ipv4: fc.ipV4(),
  ipv6: fc.constantFrom("2001:db8::1", "::1"),
  "date-time": fc
    .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  boolean: fc.boolean(),
  integer: fc.nat(),
  strings: fc.array(text, { minLength: 1, maxLength: 3 }),
};

function record(definitions: Readonly<Record<string, FieldDefinition>>, always: string[] = []) {
  const required = Object.keys(definitions).filter((name) => definitions[name]?.required);
  return fc.record(
    Object.fromEntries(Object.entries(definitions).map(([name, { type }]) => [name, values[type]])),
    { requiredKeys: [...required, ...always] },
  );
}

const anyEvent = fc
  .tuple(
    record(fields),
    fc.option(fc.array(record(lists.messages.items, ["slackTs"]), { minLength: 1, maxLength: 3 })),
  )
  .map(
    ([event, messages]) =>
      ({
        ...event,
        eventType: "chatlio.feedbackLeft",
        ...(messages && { messages }),
      }) as unknown as ChatEvent,
  );

function put(row: Record<string, unknown>, path: string, value: unknown): void {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) row[name] = value;
  else put((row[name] ??= {}) as Record<string, unknown>, rest.join("."), value);
}

/** What AEP does with the mapping set, written without looking at the event model. */
function mapped(event: ChatEvent): Record<string, unknown> {
  const source = event as unknown as Record<string, unknown>;
  const row: Record<string, unknown> = {};
  for (const mapping of mappings) {
    const match = /^\$\{(\w+)\}(?:\[\*\]\.(\w+))?$/.exec(mapping.source);
    const [, name = "", item] = match ?? [];
    const value = source[name];
    if (value === undefined) continue;
    const destination = mapping.destination.replace(/^_tenant\./, `${TENANT}.`);
    if (item === undefined) {
      put(row, destination, value);
      continue;
    }
    const [list = "", field = ""] = destination.split("[*].");
    const [root = "", ...path] = list.split(".");
    let holder = (row[root] ??= {}) as Record<string, unknown>;
    for (const step of path.slice(0, -1)) holder = (holder[step] ??= {}) as Record<string, unknown>;
    const target = (holder[path.at(-1) ?? ""] ??= (value as unknown[]).map(() => ({}))) as Record<
      string,
      unknown
    >[];
    (value as Record<string, unknown>[]).forEach((each, index) => {
      if (each[item] !== undefined) put(target[index] ?? {}, field, each[item]);
    });
  }
  return row;
}

describe("toXdm", () => {
  it("makes the row that the mapping set makes, and a valid one", () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const row = toXdm(event, TENANT);
        expect(row).toEqual(mapped(event));
        expect(problems(row)).toEqual([]);
      }),
    );
  });
});

describe("the type of the event", () => {
  it("takes every event of the event model", () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(chatEvent.parse(event)).toEqual(event);
      }),
    );
  });

  const [event] = fc.sample(anyEvent, { numRuns: 1, seed: 1 });

  it.each([
    ["an empty text", { ...event, message: "" }],
    ["an empty list", { ...event, messages: [] }],
    ["a time with nanoseconds", { ...event, relayReceivedAt: "2026-01-01T00:00:00.000000001Z" }],
    ["an unknown event type", { ...event, eventType: "chatlio.other" }],
    ["a missing id", { ...event, id: undefined }],
  ])("rejects %s", (_, wrong) => {
    expect(chatEvent.safeParse(wrong).success).toBe(false);
  });

  it("keeps fields of a newer release, which make no part of the row", () => {
    fc.assert(
      fc.property(anyEvent, (known) => {
        const messages = known.messages?.map((message) => ({ ...message, mood: "glad" }));
        const newer = { ...known, ...(messages && { messages }), visitorNickname: "x" };
        expect(chatEvent.parse(newer)).toEqual(newer);
        expect(toXdm(newer, TENANT)).toEqual(toXdm(known, TENANT));
      }),
    );
  });
});
