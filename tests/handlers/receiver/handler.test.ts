import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";

import { applyPrivacy } from "../../../handlers/privacy";
import { MAX_EVENT_BYTES } from "../../../handlers/receiver/eventSize";
import { createReceiver } from "../../../handlers/receiver/handler";
import { saltsOf } from "../../../handlers/receiver/salts";
import type { ReceiverSettingsInput } from "../../../handlers/receiver/settings";
import { log } from "../../../handlers/shared/log";
import { EmfMeter } from "../../../handlers/shared/metrics";
import { sqsQueue } from "../../../handlers/shared/queue";
import { startAwsServer, type AwsServer } from "../support/awsServer";
import { captureOutput, lambdaEnvironment } from "../support/environment";
import { invocation, webhook, type WebhookOptions } from "../support/events";
import { fixture, payloads } from "../support/fixtures";
import { oldToken, PATIENT, receiverSettingsOf, token } from "../support/settings";

const NOW = Date.parse("2026-11-23T10:05:00.000Z");

let aws: AwsServer;
let restore: () => void;
let output: ReturnType<typeof captureOutput>;

beforeEach(async () => {
  aws = await startAwsServer();
  restore = lambdaEnvironment(aws);
  output = captureOutput();
});

afterEach(async () => {
  output.stop();
  restore();
  await aws.close();
});

function receiver(changes: Partial<ReceiverSettingsInput> = {}) {
  const settings = receiverSettingsOf({
    queueUrl: `${aws.url}/000000000000/events`,
    deadLetterQueueUrl: `${aws.url}/000000000000/dead`,
    ...changes,
  });
  return createReceiver({
    settings,
    readSalts: saltsOf(settings),
    applyPrivacy,
    queue: sqsQueue(PATIENT),
    log,
    meter: new EmfMeter("ChatlioAep"),
    now: () => NOW,
  });
}

function post(options: WebhookOptions, changes: Partial<ReceiverSettingsInput> = {}) {
  return receiver(changes)(webhook(options), invocation());
}

/** Sums of a metric over all events. */
function metric(name: string): number {
  return output
    .lines()
    .map((line) => (line["_aws"] ? Number(line[name] ?? 0) : 0))
    .reduce((sum, value) => sum + value, 0);
}

describe("the receiver", () => {
  it.each(payloads.map((each) => [each.event, each] as const))(
    "puts %s into the queue, then responds 202 with its _id",
    async (event, { bytes }) => {
      const response = await post({ path: `/chatlio/main/${event}`, body: bytes });
      expect(response.statusCode).toBe(202);
      const [message] = aws.sentTo("events") as [{ body: { id: string } }];
      expect(JSON.parse(response.body ?? "")).toEqual({ status: "accepted", id: message.body.id });
      expect(message).toMatchObject({
        v: 1,
        kind: "event",
        event,
        widget: "main",
        synthetic: false,
      });
      expect(aws.sent).toHaveLength(1);
      expect(metric("Received")).toBe(1);
      expect(metric("Accepted")).toBe(1);
    },
  );

  it.each<[string, WebhookOptions]>([
    ["no token", { query: "" }],
    ["an empty token", { query: "token=" }],
    ["a wrong token", { query: "token=wrong" }],
    ["a token's beginning", { query: `token=${token.slice(0, -1)}` }],
    [
      "the digest in place of the token",
      { query: `token=${receiverSettingsOf().tokens[0]?.sha256}` },
    ],
    ["another method", { query: "", method: "GET" }],
    ["another path", { query: "", path: "/" }],
    ["an unknown event", { query: "token=x", path: "/chatlio/main/unknown" }],
    ["a body that is not JSON", { query: "token=x", body: "hello" }],
    ["a body of 7 MB", { query: "token=x", body: Buffer.alloc(7_000_000, " "), base64: true }],
  ])("responds to %s with the same empty 401, and stores nothing", async (_, options) => {
    expect(await post(options)).toEqual({ statusCode: 401, body: "" });
    expect(aws.calls).toEqual([]);
    expect([metric("Received"), metric("Refused"), metric("Accepted")]).toEqual([1, 1, 0]);
  });

  it("counts a missing or wrong token only for the URL of an event, which no scanner knows", async () => {
    await post({ path: "/chatlio/main/feedback-left", query: "token=old" });
    await post({ path: "/chatlio/main/offline-message", query: "" });
    expect([metric("WrongToken"), metric("Refused")]).toEqual([2, 2]);
    await post({ path: "/chatlio/main/other", query: "token=old" });
    await post({ path: "/.env", query: "" });
    expect([metric("WrongToken"), metric("Refused")]).toEqual([2, 4]);
  });

  it("accepts each valid token, and reports the id of the one used", async () => {
    await post({ query: `token=${token}` });
    await post({ query: `token=${oldToken}` });
    expect([metric("Token.2026a"), metric("Token.2026b")]).toEqual([1, 1]);
    expect(output.text()).not.toContain(token);
    expect(output.text()).not.toContain(oldToken);
  });

  it.each([
    ["accepted", {}],
    ["quarantined", { body: "not JSON" }],
    ["rejected: too large", { body: randomBytes(5_000_000), base64: true }],
  ])("marks a sample in its line `%s`, and counts no use of its token", async (message, body) => {
    for (const query of [`token=${token}`, `token=${token}&synthetic=true`])
      await post({ ...body, query });
    const lines = output.lines().filter((line) => line["message"] === message);
    expect(lines.map((line) => line["synthetic"])).toEqual([undefined, true]);
    expect([metric("Received"), metric("Token.2026b")]).toEqual([2, 1]);
  });

  it("marks the event of a sample", async () => {
    for (const query of [`token=${token}`, `token=${token}&synthetic=true`]) await post({ query });
    expect(aws.sentTo("events").map((message) => message["synthetic"])).toEqual([false, true]);
  });

  it.each<[string, WebhookOptions, string]>([
    ["an unknown event", { path: "/chatlio/main/other" }, "unknown-event"],
    ["an unknown widget", { path: "/chatlio/other/feedback-left" }, "unknown-widget"],
    ["a path truncated", { path: "/chatlio/main" }, "unknown-path"],
    ["a body that is not JSON", { body: "hello" }, "not-json"],
    ["an empty body", { body: "" }, "not-json"],
    ["bytes that are nothing", { body: Buffer.from([0xff, 0, 0xfe]), base64: true }, "not-json"],
  ])("keeps %s in the dead-letter queue and responds 202", async (_, options, reason) => {
    const response = await post(options);
    expect(response.statusCode).toBe(202);
    expect(JSON.parse(response.body ?? "")).toEqual({ status: "quarantined", reason });
    expect(aws.sentTo("dead")).toMatchObject([
      { kind: "raw", reason, receivedAt: "2026-11-23T10:05:00.000Z", requestId: "request-1" },
    ]);
    expect(aws.sentTo("events")).toEqual([]);
    expect([metric("Received"), metric("Quarantined")]).toEqual([1, 1]);
  });

  it("does not store a token that is in the path, whether it is the one used or another", async () => {
    for (const pasted of [token, oldToken]) {
      await post({ path: `/chatlio/main/${pasted}` });
      await post({ path: `/chatlio/${pasted}/feedback-left` });
    }
    const seen = JSON.stringify(aws.sent) + output.text();
    for (const each of [token, oldToken]) expect(seen).not.toContain(each.slice(0, 30));
    expect(aws.sentTo("dead")).toMatchObject([
      { widget: "main", event: "" },
      { widget: "", event: "feedback-left" },
      { widget: "main", event: "" },
      { widget: "", event: "feedback-left" },
    ]);
  });

  it("responds with 202 to an event that is switched off, and stores nothing", async () => {
    const response = await post(
      { path: "/chatlio/main/feedback-left" },
      { events: ["offline-message"] },
    );
    expect(response).toMatchObject({ statusCode: 202, body: '{"status":"ignored"}' });
    expect(aws.calls).toEqual([]);
    expect([metric("Received"), metric("Ignored")]).toEqual([1, 1]);
  });

  it("rejects other methods, with a valid token", async () => {
    expect(await post({ method: "GET" })).toMatchObject({
      statusCode: 405,
      headers: { allow: "POST" },
    });
    expect(aws.calls).toEqual([]);
    expect([metric("Received"), metric("Refused")]).toEqual([1, 1]);
  });

  it("accepts gzip and base64 bodies, whatever their content type says", async () => {
    const { bytes } = fixture("feedback-left");
    const headers = { "content-type": "text/plain; charset=latin1" };
    const first = await post({ body: bytes });
    for (const options of [
      { body: bytes, base64: true, headers },
      { body: gzipSync(bytes), base64: true },
      { body: gzipSync(bytes), base64: true, headers: { "content-encoding": "gzip" } },
    ])
      expect((await post(options)).body).toBe(first.body);
  });

  it("keeps the declared charset of a body whose text the queue rejects", async () => {
    aws.behave("SendMessage", "rejects", "events");
    const headers = { "content-type": "application/json; charset=iso-8859-1" };
    await post({ body: Buffer.from('{"message":"é"}', "latin1"), base64: true, headers });
    expect(aws.sentTo("dead")).toMatchObject([{ kind: "raw", charset: "iso-8859-1" }]);
  });

  it("finds the webhook after a stage or base path, and with a slash at the end", async () => {
    for (const path of ["/v1/chatlio/main/feedback-left", "/chatlio/main/feedback-left/"])
      expect((await post({ path })).statusCode).toBe(202);
    expect(aws.sentTo("events")).toHaveLength(2);
  });

  it.each(["fails", "hangs", "halts"] as const)(
    "responds with 503 in bounded time when the queue %s",
    async (behavior) => {
      aws.behave("SendMessage", behavior);
      const response = await post({ body: '{"message":"hi"}' }, { sendTimeoutMs: 300 });
      expect(response).toMatchObject({ statusCode: 503, headers: { "retry-after": "10" } });
      expect(aws.sent).toEqual([]);
      expect([metric("Received"), metric("Refused"), metric("Unavailable")]).toEqual([1, 1, 1]);
    },
  );

  it("responds before the function's own deadline", async () => {
    aws.behave("SendMessage", "hangs");
    const response = await receiver()(webhook(), invocation(700));
    expect(response.statusCode).toBe(503);
  });

  it("responds with 503 when the queue does not exist", async () => {
    const queueUrl = "http://127.0.0.1:1/000000000000/events";
    process.env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
    expect((await post({}, { queueUrl, sendTimeoutMs: 2_000 })).statusCode).toBe(503);
  });

  it("keeps in base64 a body whose text the queue rejects", async () => {
    aws.behave("SendMessage", "rejects", "events");
    const response = await post({ body: '{"message":"odd"}' });
    expect(response).toMatchObject({
      statusCode: 202,
      body: '{"status":"quarantined","reason":"refused-by-queue"}',
    });
    const body = Buffer.from('{"message":"odd"}').toString("base64");
    expect(aws.sentTo("dead")).toMatchObject([
      { kind: "raw", encoding: "base64", body, event: "feedback-left", widget: "main" },
    ]);
  });

  it("delays messages until the dataflow has settled", async () => {
    await post({}, { settledAt: "2026-11-23T10:08:20.000Z" });
    await post({}, { settledAt: "2026-11-23T11:00:00.000Z" });
    await post({}, { settledAt: "2026-11-23T10:04:00.000Z" });
    await post({});
    expect(aws.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([200, 900, 0, 0]);
  });

  it("rejects with 413 a body that neither the queue nor Lambda accepts", async () => {
    const huge = Buffer.alloc(MAX_EVENT_BYTES, 0x20);
    expect(await post({ body: huge })).toMatchObject({ statusCode: 413 });
    expect(aws.calls).toEqual([]);
    expect([metric("Received"), metric("Refused")]).toEqual([1, 1]);
  });
});

describe("the salts", () => {
  const salts = { dedupeSalt: "salt-of-the-ids", privacySalt: "salt-of-the-hashes" };
  const hashed = { privacy: { email: "hash" } } as const;
  const inSecret = { ...hashed, saltsSecret: { arn: "arn:salts", versionId: "v1" } };
  const body = '{"visitor":{"email":"pat@example.com"},"message":"Hello"}';

  it("give the same ids and hashes from the secret as from the settings", async () => {
    aws.secrets.set("v1", JSON.stringify(salts));
    await post({ body }, { ...hashed, ...salts });
    await post({ body }, inSecret);
    await post({ body }, hashed);
    const [fromSettings, fromSecret, without] = aws
      .sentTo("events")
      .map((message) => JSON.stringify(message["body"]));
    expect(fromSecret).toBe(fromSettings);
    expect(fromSecret).not.toBe(without);
  });

  it("are read once, in the version that the settings name", async () => {
    aws.secrets.set("v1", JSON.stringify(salts));
    aws.secrets.set("v2", JSON.stringify({ dedupeSalt: "another-salt" }));
    const handler = receiver(inSecret);
    for (let count = 0; count < 3; count++) await handler(webhook({ body }), invocation());
    expect(aws.calls.filter((call) => call === "GetSecretValue")).toHaveLength(1);
    await post({ body }, { ...hashed, ...salts });
    const ids = aws.sentTo("events").map((message) => (message["body"] as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
  });

  it.each(["fails", "hangs", "rejects"] as const)(
    "when reading them %s: the body is kept, and the next webhook tries again",
    async (behavior) => {
      aws.secrets.set("v1", JSON.stringify(salts));
      aws.behave("GetSecretValue", behavior);
      const handler = receiver(inSecret);
      const response = await handler(webhook({ body }), invocation());
      expect([response.statusCode, JSON.parse(response.body ?? "")]).toEqual([
        202,
        { status: "quarantined", reason: "salts-unavailable" },
      ]);
      expect(aws.sentTo("dead")).toMatchObject([
        { kind: "raw", reason: "salts-unavailable", body },
      ]);
      aws.behave("GetSecretValue", "works");
      expect(JSON.parse((await handler(webhook({ body }), invocation())).body ?? "")).toMatchObject(
        { status: "accepted" },
      );
    },
    20_000,
  );

  it("are never in the log, whatever form the secret has", async () => {
    for (const text of [
      "salt-of-the-ids",
      '"salt-of-the-ids"',
      '{"dedupeSalt":["salt-of-the-ids"]}',
    ]) {
      aws.secrets.set("v1", text);
      await post({ body }, inSecret);
    }
    expect(output.lines().filter(({ message }) => message === "salts unavailable")).toHaveLength(3);
    expect(JSON.stringify(output.lines())).not.toContain("salt-of-the-ids");
  });
});

describe("the receiver's entry point", () => {
  it("reads its settings from the environment", async () => {
    const { encodeReceiverSettings } = await import("../../../handlers/receiver/settings");
    const settings = encodeReceiverSettings({
      ...receiverSettingsOf({
        queueUrl: `${aws.url}/0/events`,
        deadLetterQueueUrl: `${aws.url}/0/dead`,
      }),
    });
    const restoreSettings = lambdaEnvironment(aws, settings);
    const { handler } = await import("../../../handlers/receiver");
    expect((await handler(webhook(), invocation())).statusCode).toBe(202);
    expect(aws.sentTo("events")).toHaveLength(1);
    restoreSettings();
  });
});
