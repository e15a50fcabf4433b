import { readFileSync } from "node:fs";
import path from "node:path";

import {
  encodeForwarderSettings,
  inletSecret,
  queueMaxReceiveCount,
  readForwarderSettings,
} from "../../../handlers/forwarder/settings";
import { encodeReceiverSettings, readReceiverSettings } from "../../../handlers/receiver/settings";
import { receiverInput } from "../support/settings";

describe("the settings of the functions", () => {
  it("are read from the environment with their defaults", () => {
    expect(readReceiverSettings(encodeReceiverSettings(receiverInput()))).toMatchObject({
      dedupeWindowSeconds: 600,
      privacy: { email: "keep", agent: "keep" },
      transcript: { htmlBody: false },
      maxRowBytes: 990_000,
      sendTimeoutMs: 8_000,
    });
    const forwarder = {
      queueUrl: "https://sqs.us-east-1.amazonaws.com/0/events",
      deadLetterQueueUrl: "https://sqs.us-east-1.amazonaws.com/0/dead",
      inletSecretArn: "arn:aws:secretsmanager:us-east-1:0:secret:inlet",
      inletSecretVersionId: "v1",
    };
    expect(readForwarderSettings(encodeForwarderSettings(forwarder))).toMatchObject({
      source: "chatlio",
      maxReceiveCount: 80,
      delivery: { backoffBaseSeconds: 30, backoffCapSeconds: 3_600 },
    });
  });

  it("fit into the 4 KB of a Lambda environment, even with long names and three tokens", () => {
    const tokens = [1, 2, 3].map((id) => ({ id: `token-${id}`, sha256: "a".repeat(64) }));
    const widgets = Array.from({ length: 20 }, (_, index) => `widget-of-the-site-${index}`);
    const environment = encodeReceiverSettings(
      receiverInput({ tokens, widgets, dedupeSalt: "s".repeat(64) }),
    );
    expect(JSON.stringify(environment).length).toBeLessThan(4_096);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["missing", {}, /is not set/],
    ["no JSON", { CHATLIO_AEP_SETTINGS: "{" }, /is not JSON/],
    ["wrong", { CHATLIO_AEP_SETTINGS: '{"queueUrl":"secret-value"}' }, /invalid at queueUrl, /],
  ])("are rejected when %s, naming keys and never values", (_, environment, message) => {
    expect(() => readReceiverSettings(environment)).toThrow(message);
    expect(() => readReceiverSettings(environment)).not.toThrow(/secret-value/);
  });

  it("leave the queue's own move to the dead-letter queue as the backstop", () => {
    expect(queueMaxReceiveCount(80)).toBeGreaterThan(80);
  });
});

/** Settings as the first release wrote them. */
function first(name: string) {
  return readFileSync(path.join(__dirname, `../../fixtures/settings/${name}-0.1.0.json`), "utf8");
}
function environment(settings: object) {
  return { CHATLIO_AEP_SETTINGS: JSON.stringify(settings) };
}

/** The value with a key in each of its objects that no release knows. */
function withUnknownKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, withUnknownKeys(child)]);
  return { ...Object.fromEntries(entries), fromAnotherRelease: { a: [1] } };
}

describe("settings of another release", () => {
  it.each(["receiver", "forwarder", "inletSecret"])("%s: settings of 0.1.0 are read", (name) => {
    const json = first(name);
    const read = {
      receiver: () => readReceiverSettings({ CHATLIO_AEP_SETTINGS: json }),
      forwarder: () => readForwarderSettings({ CHATLIO_AEP_SETTINGS: json }),
      inletSecret: () => inletSecret.parse(JSON.parse(json)),
    }[name];
    expect(read?.()).toMatchObject(JSON.parse(json) as object);
  });

  it.each(["receiver", "forwarder", "inletSecret"])("%s: unknown keys are ignored", (name) => {
    const known: unknown = JSON.parse(first(name));
    const unknown = withUnknownKeys(known) as object;
    const read = {
      receiver: readReceiverSettings,
      forwarder: readForwarderSettings,
      inletSecret: (settings: Record<string, string>) =>
        inletSecret.parse(JSON.parse(settings["CHATLIO_AEP_SETTINGS"] ?? "")),
    }[name];
    expect(read?.(environment(unknown))).toEqual(read?.(environment(known as object)));
  });

  it("drop values whose privacy action is unknown, and leave out unknown events", () => {
    const settings = {
      ...receiverInput(),
      privacy: { email: "tokenize", name: "hash" },
      events: ["feedback-left", "rating-given"],
    };
    expect(readReceiverSettings(environment(settings))).toMatchObject({
      privacy: { email: "drop", name: "hash", ip: "keep" },
      events: ["feedback-left"],
    });
  });

  it("are written only when the stack sets them, so that old code meets few new keys", () => {
    const input = receiverInput({ maxRowBytes: 9_000 });
    const [json = ""] = Object.values(encodeReceiverSettings(input));
    expect(JSON.parse(json)).toEqual(input);
  });
});
