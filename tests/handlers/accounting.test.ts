import { createTokenSource } from "../../adobe/client/ims";
import { emulatorCredentials } from "../../emulator";
import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import type { Sender } from "../../handlers/forwarder/delivery";
import { Forwarder } from "../../handlers/forwarder/forwarder";
import { httpApiSender } from "../../handlers/forwarder/httpApiSender";
import { forwarderSettings, type InletSecret } from "../../handlers/forwarder/settings";
import { fieldGroupProperties, mappings, standardFieldGroups } from "../../handlers/model";
import { applyPrivacy } from "../../handlers/privacy";
import { createReceiver } from "../../handlers/receiver/handler";
import { saltsOf } from "../../handlers/receiver/salts";
import { httpFetch as fetch } from "../../handlers/shared/httpFetch";
import type { Meter } from "../../handlers/shared/metrics";
import { sqsQueue } from "../../handlers/shared/queue";
import { startClient, type Client } from "../emulator/support/client";
import {
  inletPath,
  makeDataset,
  makeHttpApiFlow,
  makePipeline,
  rowsOf,
  tenant,
} from "../emulator/support/objects";
import { seededRandom } from "../support/random";
import { startAwsServer, type AwsServer } from "./support/awsServer";
import { lambdaEnvironment } from "./support/environment";
import { invocation, webhook, type WebhookOptions } from "./support/events";
import { payloads, variants } from "./support/fixtures";
import { batch, record } from "./support/messages";
import { PATIENT, receiverSettingsOf } from "./support/settings";

let aws: AwsServer;
let aep: Client;
let restore: () => void;
let counts: Record<string, number>;
/** The dataset the relay of this test writes to. */
let datasetId: string;
let schemaId: string;
let inlet: InletSecret;

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
  ({ datasetId, schemaId } = pipeline);
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
  const readSalts = saltsOf(settings);
  const own = { meter, log: () => undefined, now: Date.now };
  const parts = { settings, readSalts, applyPrivacy, queue: sqsQueue(PATIENT), ...own };
  return (await createReceiver(parts)(webhook(options), invocation())).statusCode;
}

function makeSender(secret: InletSecret): Sender {
  const { httpApi } = secret;
  if (!httpApi) return chatlioSender(secret, fetch);
  const tokens = createTokenSource(httpApi);
  return httpApiSender({ ...secret, httpApi }, { tokens, fetch, log: () => undefined });
}

async function sortedRows(dataset: string): Promise<object[]> {
  const { rows } = (await rowsOf(aep, dataset)) as { rows: { _id: string }[] };
  return rows.sort((a, b) => (a._id < b._id ? -1 : 1));
}

async function forward(texts: readonly string[]): Promise<void> {
  const settings = forwarderSettings.parse({
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    inletSecretArn: "arn",
    inletSecretVersionId: "v1",
  });
  const forwarder = new Forwarder({
    settings,
    queue: sqsQueue(PATIENT),
    inlet: { read: () => Promise.resolve(inlet), invalidate: () => undefined },
    makeSender,
    log: () => undefined,
    meter,
    now: Date.now,
    random: seededRandom(1).next,
  });
  const records = texts.map((text, index) => record(`m${index}`, text));
  const result = await forwarder.handle(batch(...records), {
    getRemainingTimeInMillis: () => 60_000,
  });
  expect(result.batchItemFailures).toEqual([]);
}

const fixtures = [...payloads, ...variants];

describe("the books, against the rows of the emulator", () => {
  it("balance: what was received is a row, a DLQ message, ignored or rejected", async () => {
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

  it("balance while some are delivered, some dead and some in flight", async () => {
    for (const { event, bytes } of payloads)
      await post({ path: `/chatlio/main/${event}`, body: bytes });
    const [first = "", second = "", ...inFlight] = aws.sent.map(({ body }) => body);
    await forward([first]);
    inlet = { ...inlet, flowId: "no-such-flow" };
    await forward([second]);
    const { Accepted = 0, Delivered = 0, Dead = 0 } = counts;
    expect(Accepted).toBe(Delivered + Dead + inFlight.length);
    expect([Delivered, Dead]).toEqual([1, 1]);
    expect(((await rowsOf(aep, datasetId)) as { rows: object[] }).rows).toHaveLength(Delivered);
    expect(aws.sentTo("dead")).toMatchObject([{ reason: "inlet-400", attempts: 1 }]);
  });

  it("hold the same rows whether the mapping set makes them or source http-api sends XDM", async () => {
    for (const { event, bytes } of fixtures)
      await post({ path: `/chatlio/support/${event}`, body: bytes });
    const texts = aws.sent.map(({ body }) => body);
    await forward(texts);
    const mapped = await sortedRows(datasetId);
    expect(mapped).toHaveLength(texts.length);

    const other = await makeDataset(aep, schemaId);
    const flow = await makeHttpApiFlow(aep, other);
    const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
    const credentials = { imsUrl: aep.url, clientId, clientSecret, orgId, sandbox };
    inlet = {
      inletUrl: aep.url + flow.inlet,
      flowId: flow.flowId,
      httpApi: { ...credentials, schemaId, datasetId: other, tenantNamespace: tenant },
    };
    await forward(texts);
    expect(await sortedRows(other)).toEqual(mapped);
  });
});
