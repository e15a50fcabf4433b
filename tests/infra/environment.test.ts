import { randomBytes } from "node:crypto";

import { readReceiverSettings } from "../../handlers/receiver/settings";
import type { Settings } from "../../infra/config";
import {
  checkEnvironments,
  checkWithSalts,
  receiverEnvironment,
} from "../../infra/relay/environment";
import { values } from "./configuration";

function settings(config: Record<string, string> = {}, stack = "dev"): Settings {
  const read = values(config);
  const entries = Object.entries(read).map(([key, value]) => [key.split(":")[1], value]);
  const relay = Object.fromEntries(entries) as Settings["relay"];
  return { stack, prefix: "chatlio-aep", region: read["aws:region"], relay } as Settings;
}

function widgets(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, index) => `${index}`.padStart(64, "w")));
}

function messageOf(work: () => void): string {
  try {
    work();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

test("usual settings fit, and so do the longest that the configuration accepts", () => {
  expect(() => checkEnvironments(settings())).not.toThrow();
  const longest = {
    "chatlio-aep:widgets": widgets(20),
    "chatlio-aep:privacySalt": "s".repeat(10_000),
    "chatlio-aep:webhookTokens": JSON.stringify(
      [1, 2, 3].map(() => randomBytes(64).toString("hex")),
    ),
  };
  expect(() => checkEnvironments(settings(longest, "s".repeat(100)))).not.toThrow();
});

const targets = {
  queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/events",
  deadLetterQueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters",
  settledAt: "2026-11-23T08:00:00.000Z",
};

test("settings that are too long are rejected with the longest keys, and without a salt", () => {
  const long = settings({
    "chatlio-aep:widgets": widgets(20),
    "chatlio-aep:privacySalt": "very secret ".repeat(200),
  });
  const message = messageOf(() => receiverEnvironment(long, targets));
  expect(message).toMatch(
    /^The settings of the receiver are too long .*: \d{4} bytes, and Lambda allows 4096\. Shorten the longest: chatlio-aep:privacySalt \(2402 bytes\), chatlio-aep:widgets \(1341 bytes\)/,
  );
  expect(message).not.toContain("very secret");
});

test("long salts count while they are still in the environment, and can wait for the next deployment", () => {
  const long = settings({ "chatlio-aep:privacySalt": "very secret ".repeat(300) });
  expect(() => checkEnvironments(long)).not.toThrow();
  const message = messageOf(() => checkWithSalts(long));
  expect(message).toMatch(/Shorten the longest: chatlio-aep:privacySalt \(3602 bytes\)/);
  expect(message).toContain("a new or longer salt can wait until then");
  expect(message).not.toContain("very secret");
  expect(() =>
    checkWithSalts(settings({ "chatlio-aep:privacySalt": "s".repeat(64) })),
  ).not.toThrow();
});

test("the limit is that of the variables as JSON, to the byte", () => {
  const withSalt = (length: number) => settings({ "chatlio-aep:privacySalt": "s".repeat(length) });
  const size = JSON.stringify(receiverEnvironment(withSalt(16), targets)).length;
  const room = 4_096 - size;
  const environment = receiverEnvironment(withSalt(16 + room), targets);
  expect(JSON.stringify(environment)).toHaveLength(4_096);
  expect(readReceiverSettings(environment).privacySalt).toHaveLength(16 + room);
  expect(() => receiverEnvironment(withSalt(17 + room), targets)).toThrow("4097 bytes");
});
