import fc from "fast-check";

import { explain, type ExplainedField } from "../../../cli/explain/explanation";
import { ingest } from "../../../handlers/ingestion/ingest";
import { privacyActions, privacyCategories } from "../../../handlers/model";
import type { ReceiverSettingsInput } from "../../../handlers/receiver/settings";
import { fixture, payloads, variants } from "../../handlers/support/fixtures";
import { factsOf } from "../../handlers/support/ingested";
import { receiverSettingsOf } from "../../handlers/support/settings";

function explained(
  name: string,
  changes: Partial<ReceiverSettingsInput> = {},
): Readonly<Record<string, ExplainedField>> {
  const { bytes, event } = fixture(name);
  const explanation = explain(bytes, factsOf(event), receiverSettingsOf(changes));
  if (explanation.outcome !== "accepted") throw new Error(explanation.outcome);
  return Object.fromEntries(explanation.fields.map((one) => [one.field, one]));
}

test("names the path of each value in the payload and in the row", () => {
  const fields = explained("feedback-left");
  expect(fields["visitorEmail"]).toMatchObject({ from: "visitor.email" });
  expect(fields["conversationId"]).toMatchObject({ from: "conversationUUID" });
  expect(fields["id"]).not.toHaveProperty("from");
  expect(fields["id"]).toMatchObject({ xdm: "_id" });
  expect(Object.values(fields).filter(({ change }) => change !== undefined)).toEqual([]);
});

test.each(["hash", "drop"] as const)("says which setting changed a value: %s", (action) => {
  const fields = explained("feedback-left", { privacy: { email: action, ip: action } });
  const change = action === "hash" ? "hashed" : "dropped";
  expect(fields["visitorEmail"]).toMatchObject({ change, because: `privacy.email=${action}` });
  expect(fields["ipV4"]).toMatchObject({ change, because: `privacy.ip=${action}` });
  expect(fields["ipV4"]).not.toHaveProperty("value");
  expect(fields["conversationId"]).not.toHaveProperty("change");
});

test.each(["hash", "drop"] as const)(
  "does not say that what is left out is hashed: %s",
  (action) => {
    const body = Buffer.from(JSON.stringify({ message: "Hi", unknown: { plan: "Pro" } }));
    const settings = receiverSettingsOf({ privacy: { email: action } });
    const explanation = explain(body, factsOf("feedback-left"), settings);
    if (explanation.outcome !== "accepted") throw new Error(explanation.outcome);
    const extra = explanation.fields.find(({ field }) => field === "relayExtra");
    expect(extra).toEqual({
      field: "relayExtra",
      xdm: "_tenant.chatlio.relay.extra",
      change: action === "hash" ? "left out" : "dropped",
      because: `privacy.email=${action}`,
    });
    const html = { privacy: { email: action }, transcript: { htmlBody: true } };
    expect(explained("transcript-exported", html)["transcriptHtml"]?.change).toBe("left out");
  },
);

test("says what is left out of a transcript, and what was too long", () => {
  const html = explained("transcript-exported")["transcriptHtml"];
  expect(html).toMatchObject({ change: "left out", because: "transcript.htmlBody=false" });
  expect(html).not.toHaveProperty("value");
  const bytes = Buffer.from(JSON.stringify({ message: "x".repeat(9_000) }));
  const small = receiverSettingsOf({ maxRowBytes: 4_000 });
  const explanation = explain(bytes, factsOf("feedback-left"), small);
  expect(explanation).toMatchObject({
    fields: expect.arrayContaining([
      expect.objectContaining({
        field: "message",
        change: "truncated",
        because: "maxRowBytes=4000",
      }),
    ]) as unknown,
  });
});

test("shows why a body does not become an event", () => {
  const settings = receiverSettingsOf({ events: ["feedback-left"] });
  const outcome = (body: string, facts: object = {}) =>
    explain(Buffer.from(body), { ...factsOf("feedback-left"), ...facts }, settings);
  expect(outcome("hello")).toEqual({ outcome: "quarantined", reason: "not-json" });
  expect(outcome("[]")).toEqual({ outcome: "quarantined", reason: "not-an-object" });
  expect(outcome("{}", { widget: "other" })).toMatchObject({ reason: "unknown-widget" });
  expect(outcome("{}", { event: "offline-message" })).toEqual({ outcome: "ignored" });
});

test("shows exactly the event that the receiver makes, whatever the settings", () => {
  const action = fc.constantFrom(...privacyActions);
  const privacy = fc.record(
    Object.fromEntries(privacyCategories.map((category) => [category, action])),
  );
  const settings = fc.record({
    privacy,
    maxRowBytes: fc.constantFrom(4_000, 990_000),
    transcript: fc.record({ htmlBody: fc.boolean() }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...payloads, ...variants), settings, (payload, changes) => {
      const chosen = receiverSettingsOf(changes);
      const facts = factsOf(payload.event);
      const made = ingest(payload.bytes, facts, chosen);
      const explanation = explain(payload.bytes, facts, chosen);
      expect(explanation.outcome).toBe(made.kind);
      if (made.kind !== "accepted" || explanation.outcome !== "accepted") return;
      const { messages = [], ...flat } = made.envelope.body;
      const shown = new Map(explanation.fields.map(({ field, value }) => [field, value]));
      for (const [name, value] of Object.entries(flat))
        expect([name, shown.get(name)]).toEqual([name, value]);
      const count = [...shown].filter(
        ([name, value]) => name.endsWith(".text") && value !== undefined,
      );
      expect(count).toHaveLength(messages.filter(({ text }) => text !== undefined).length);
      for (const { value, change, because } of explanation.fields) {
        if (value === undefined) expect(change).toBeDefined();
        if (change !== undefined) expect(because).not.toBe("");
      }
      // What is hashed arrives; the hash of an address has a field of its own.
      for (const { field, value, change } of explanation.fields)
        if (change === "hashed" && !/^ipV[46]$/.test(field))
          expect([field, value]).not.toContain(undefined);
    }),
    { numRuns: 150 },
  );
});
