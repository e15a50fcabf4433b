import { encodeReceiverSettings, readReceiverSettings } from "../../../handlers/receiver/settings";
import {
  encodeForwarderSettings,
  queueMaxReceiveCount,
  readForwarderSettings,
} from "../../../handlers/forwarder/settings";
import { receiverInput } from "../support/settings";

describe("the settings of the functions", () => {
  it("come back from the environment with their defaults", () => {
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

  it("fit into a Lambda's environment of 4 KB even with long names and three tokens", () => {
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

  it("leave the queue's own move as the backstop", () => {
    expect(queueMaxReceiveCount(80)).toBeGreaterThan(80);
  });
});
