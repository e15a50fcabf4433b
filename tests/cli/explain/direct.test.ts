import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { explainDirect } from "../../../cli/explain/direct";
import { eventSlugs, type EventSlug } from "../../../handlers/model";
import { startAwsServer } from "../../handlers/support/awsServer";
import { directRow, keepAll } from "../../handlers/support/direct";
import { fixture } from "../../handlers/support/fixtures";
import { factsOf } from "../../handlers/support/ingested";
import { receiverSettingsOf, token } from "../../handlers/support/settings";
import { TENANT } from "../../handlers/support/xdm";
import { runInProcess } from "../inProcess";
import { stackScript, writePulumi } from "../support";

type Settings = Parameters<typeof receiverSettingsOf>[0];

function explained(
  event: EventSlug,
  settings: Settings = {},
  bytes: Uint8Array = fixture(event).bytes,
) {
  const found = explainDirect(bytes, factsOf(event), receiverSettingsOf(settings));
  if (found.outcome !== "accepted") throw new Error(found.outcome);
  return { ...found, of: new Map(found.fields.map((one) => [one.field, one])) };
}

test.each(eventSlugs)("makes the row that Data Prep makes of %s", (event) => {
  const payload = JSON.parse(Buffer.from(fixture(event).bytes).toString()) as unknown;
  const expected = JSON.stringify(directRow(event, payload)).replaceAll(TENANT, "_tenant");
  expect(explained(event).row).toEqual(JSON.parse(expected));
});

test.each(eventSlugs)("shows every value of the row of %s, and where it comes from", (event) => {
  const { fields, row } = explained(event);
  const count = (value: unknown): number =>
    typeof value !== "object" || value === null || (Array.isArray(value) && isPlain(value))
      ? 1
      : Object.values(value).reduce<number>((sum, one) => sum + count(one), 0);
  const isPlain = (list: readonly unknown[]) => list.every((one) => typeof one !== "object");
  expect(fields.filter(({ value }) => value !== undefined)).toHaveLength(count(row));
});

test("says why a value is missing", () => {
  const { of } = explained("feedback-left", {
    privacy: { ...keepAll, email: "hash", name: "drop" },
  });
  expect(of.get("visitorEmail")).toMatchObject({
    change: "hashed",
    because: "privacy.email=hash",
    value: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(of.get("visitorName")).toMatchObject({
    change: "dropped",
    because: "privacy.name=drop",
  });
  expect(of.get("relayRequestId")).toMatchObject({
    change: "left out",
    because: "direct mode: relay (docs/direct.md)",
  });
  const transcript = explained("transcript-exported").of;
  expect(transcript.get("messages[0].sentAt")).toMatchObject({ change: "left out" });
});

test.each(["drop", "hash"] as const)(
  "says why a single value with an address is changed (email: %s)",
  (email) => {
    const settings = { privacy: { ...keepAll, email } };
    const payload = {
      visitor: { identUserId: "pat@example.com", name: "Pat" },
      channelId: "of pat@example.com only",
      slackChannelName: "Sales",
    };
    const { of } = explained("feedback-left", settings, Buffer.from(JSON.stringify(payload)));
    const because = `privacy.email=${email}`;
    const change = email === "hash" ? "hashed" : "dropped";
    expect(of.get("visitorUserId")).toMatchObject({ change, because });
    expect(of.get("channelId")).toMatchObject({ change: "dropped", because });
    for (const kept of ["visitorName", "slackChannelName"])
      expect(of.get(kept)).not.toHaveProperty("change");
    const messages = [
      { username: "Kim", text: "Hi" },
      { username: "pat@example.com", text: "pat@example.com" },
    ];
    const transcript = explained(
      "transcript-exported",
      settings,
      Buffer.from(JSON.stringify({ messages })),
    ).of;
    for (const index of [0, 1])
      expect(transcript.get(`messages[${index}].username`)).toMatchObject({
        change: "dropped",
        because,
      });
  },
);

test("says of what direct mode never has that it is left out, whatever privacy says", () => {
  const bytes = Buffer.from(JSON.stringify({ visitor: { displayHandle: "pat" } }));
  for (const email of ["drop", "hash", "keep"] as const) {
    const { of } = explained("feedback-left", { privacy: { ...keepAll, email } }, bytes);
    expect([...of.values()].find(({ field }) => field === "relayExtra")).toMatchObject({
      change: "left out",
      because: "direct mode: unknown-fields (docs/direct.md)",
    });
  }
});

test.each(["not JSON", '"text"', "\u00ff", "[1,2]", "null"])(
  "says that Adobe rejects %j",
  (body) => {
    const bytes = Buffer.from(body, "latin1");
    const facts = factsOf("feedback-left");
    const rejected = { outcome: "rejected", reason: "not-json-object" };
    expect(explainDirect(bytes, facts, receiverSettingsOf())).toEqual(rejected);
  },
);

test("says that Adobe rejects more than 1 MB, and takes what is as large", () => {
  const outcomeOf = (size: number) => {
    const frame = JSON.stringify({ message: "" }).length;
    const bytes = Buffer.from(JSON.stringify({ message: "x".repeat(size - frame) }));
    return explainDirect(bytes, factsOf("feedback-left"), receiverSettingsOf());
  };
  expect(outcomeOf(1_000_001)).toEqual({ outcome: "rejected", reason: "over-1-mb" });
  expect(outcomeOf(1_000_000)).toMatchObject({ outcome: "accepted" });
});

test.each<[string, Settings]>([
  ["event", { events: ["offline-message"] }],
  ["widget", { widgets: ["shop"] }],
])("says that no webhook has the %s, whatever the body is", (_what, settings) => {
  const facts = factsOf("feedback-left");
  for (const body of ["{}", "not JSON"])
    expect(explainDirect(Buffer.from(body), facts, receiverSettingsOf(settings))).toEqual({
      outcome: "noWebhook",
    });
});

test("takes the settings of a stack from its configuration", async () => {
  const aws = await startAwsServer();
  const bin = mkdtempSync(path.join(os.tmpdir(), "explain-"));
  try {
    const configuration = {
      "chatlio-aep:mode": "direct",
      "chatlio-aep:privacy": '{"email":"drop"}',
      "chatlio-aep:widgets": '["shop"]',
      "chatlio-aep:events": '["feedback-left"]',
      "adobe-aep:orgId": "0123456789ABCDEF01234567@AdobeOrg",
      "adobe-aep:clientId": "id",
      "adobe-aep:clientSecret": token,
      "adobe-aep:sandbox": "dev",
    };
    writePulumi(bin, stackScript({}, configuration));
    const file = path.resolve("tests/fixtures/payloads/feedback-left.json");
    const args = ["explain", file, "--event", "feedback-left", "--mode", "direct"];
    const { status, stdout } = await runInProcess({ aws, bin }, [...args, "--stack", "dev"]);
    expect(status).toBe(0);
    expect(stdout).toContain("  _tenant.chatlio.visitor.email: dropped (privacy.email=drop)\n");
    expect(stdout).toMatch(/^…widget +\(Adobe\) +shop$/m);
    expect(stdout).not.toContain(token);
    for (const [event, widget] of [
      ["feedback-left", "nope"],
      ["offline-message", "shop"],
    ] as const) {
      const other = ["explain", file, "--mode", "direct", "--event", event, "--widget", widget];
      const found = await runInProcess({ aws, bin }, [...other, "--stack", "dev"]);
      expect([found.status, found.stdout]).toEqual([
        1,
        `no webhook: the stack has none for the event ${event} of the widget ${widget}. Its widgets: shop. Its events: feedback-left.\n`,
      ]);
    }
  } finally {
    rmSync(bin, { recursive: true });
    await aws.close();
  }
});
