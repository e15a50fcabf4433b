import fetch from "node-fetch";
import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import { createForwarder } from "../../handlers/forwarder/handler";
import { forwarderSettings } from "../../handlers/forwarder/settings";
import {
  fieldGroupProperties,
  mappings,
  standardFieldGroups,
  toXdm,
  type ChatEvent,
} from "../../handlers/model";
import { createReceiver } from "../../handlers/receiver/handler";
import type { Meter } from "../../handlers/shared/metrics";
import { sqsQueue } from "../../handlers/shared/queue";
import { startClient, type Client } from "../local/aep/client";
import { inletPath, makePipeline, rowsOf, tenant } from "../local/aep/world";
import { startAwsServer, type AwsServer } from "./support/awsServer";
import { lambdaEnvironment } from "./support/environment";
import { invocation, webhook, type WebhookOptions } from "./support/events";
import { payloads, variants } from "./support/fixtures";
import { batch, record } from "./support/messages";
import { receiverSettingsOf } from "./support/settings";

let aws: AwsServer;
let aep: Client;
let restore: () => void;
let counts: Record<string, number>;
/** The dataset the relay of this test writes to. */
let datasetId: string;
let inlet: { inletUrl: string; flowId: string };

beforeAll(async () => {
  aep = await startClient();
});

beforeEach(async () => {
  counts = {};
  aws = await startAwsServer();
  restore = lambdaEnvironment(aws);
  const own = mappings.map((mapping) => ({
    ...mapping,
    destination: mapping.destination.replace(/^_tenant\./, `${tenant}.`),
  }));
  const pipeline = await makePipeline(aep, own, fieldGroupProperties, standardFieldGroups);
  datasetId = pipeline.datasetId;
  const inletUrl = aep.url + (await inletPath(aep, pipeline.flowId));
  inlet = { inletUrl, flowId: pipeline.flowId };
});

afterEach(async () => {
  restore();
  await aws.close();
});

afterAll(() => aep.close());

const meter: Meter = {
  count: (name, _, by = 1) => void (counts[name] = (counts[name] ?? 0) + by),
  time: () => undefined,
  flush: () => undefined,
};

async function post(options: WebhookOptions): Promise<number | undefined> {
  const settings = receiverSettingsOf({
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    events: [
      "conversation-started",
      "visitor-unanswered",
      "offline-message",
      "transcript-exported",
    ],
  });
  const parts = { settings, queue: sqsQueue(500), meter, log: () => undefined, now: Date.now };
  return (await createReceiver(parts)(webhook(options), invocation())).statusCode;
}

async function forward(texts: readonly string[]): Promise<void> {
  const settings = forwarderSettings.parse({
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    inletSecretArn: "arn",
    inletSecretVersionId: "v1",
  });
  const forwarder = createForwarder({
    settings,
    queue: sqsQueue(500),
    inlet: { read: () => Promise.resolve(inlet), doubt: () => undefined },
    makeSender: (secret) => chatlioSender(secret, fetch),
    log: () => undefined,
    meter,
    now: Date.now,
    random: Math.random,
  });
  const records = texts.map((text, index) => record(`m${index}`, text));
  const result = await forwarder(batch(...records), { getRemainingTimeInMillis: () => 60_000 });
  expect(result.batchItemFailures).toEqual([]);
}

const fixtures = [...payloads, ...variants];

describe("the books, against the rows of the emulator", () => {
  it("balance: what was received is a row, a dead letter, ignored or refused", async () => {
    for (const { event, bytes } of fixtures)
      await post({ path: `/chatlio/main/${event}`, body: bytes });
    await post({ path: "/chatlio/main/other", body: "{}" });
    await post({ path: "/chatlio/main/offline-message", body: "no json" });
    await post({ query: "token=wrong" });
    await post({ method: "GET" });
    const texts = aws.sent.filter(({ queue }) => queue === "events").map(({ body }) => body);
    await forward(texts);

    const ignored = fixtures.filter(({ event }) => event === "feedback-left").length;
    const accepted = fixtures.length - ignored;
    expect(counts).toMatchObject({
      Received: fixtures.length + 4,
      Accepted: accepted,
      Quarantined: 2,
      Ignored: ignored,
      Refused: 2,
      Delivered: accepted,
    });
    expect(counts["Dead"]).toBeUndefined();
    const { rows, rejected } = (await rowsOf(aep, datasetId)) as Record<string, unknown[]>;
    expect(rejected).toEqual([]);
    expect(rows).toHaveLength(counts["Delivered"] ?? 0);
    expect(aws.sentTo("dead")).toHaveLength(counts["Quarantined"] ?? 0);
  });

  it("hold the rows that the mapping set makes: those that source http-api sends as XDM", async () => {
    for (const { event, bytes } of fixtures)
      await post({ path: `/chatlio/support/${event}`, body: bytes });
    const sent = aws.sentTo("events").map(({ body }) => body as ChatEvent);
    await forward(aws.sent.map(({ body }) => body));
    const { rows } = (await rowsOf(aep, datasetId)) as { rows: { _id: string }[] };
    const byId = (a: { _id: string }, b: { _id: string }) => (a._id < b._id ? -1 : 1);
    const expected = sent.map((event) => toXdm(event, tenant) as { _id: string });
    expect([...rows].sort(byId)).toEqual(expected.sort(byId));
  });
});
