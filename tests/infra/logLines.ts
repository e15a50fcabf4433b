import { randomBytes } from "node:crypto";

import fetch from "node-fetch";

import { createClient } from "../../adobe/client";
import { emulatorCredentials } from "../../emulator";
import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import { Forwarder } from "../../handlers/forwarder/forwarder";
import { forwarderSettings } from "../../handlers/forwarder/settings";
import { Keeper } from "../../handlers/keeper/keeper";
import { applyPrivacy } from "../../handlers/privacy";
import { createReceiver } from "../../handlers/receiver/handler";
import { saltsOf } from "../../handlers/receiver/salts";
import { reconcileOnce } from "../../handlers/reconciler/reconciler";
import { reconcilerSettings } from "../../handlers/reconciler/settings";
import type { Log } from "../../handlers/shared/log";
import { createMeter } from "../../handlers/shared/metrics";
import { sqsQueue, type Queue } from "../../handlers/shared/queue";
import { startClient } from "../emulator/support/client";
import {
  chatFields,
  eventMappings,
  makePipeline,
  postRecord,
  record,
  tenant,
} from "../emulator/support/objects";
import { startAwsServer, type AwsServer } from "../handlers/support/awsServer";
import { lambdaEnvironment } from "../handlers/support/environment";
import { invocation, webhook } from "../handlers/support/events";
import { each, startInlet, status } from "../handlers/support/inlet";
import { batch, messages, record as sqsRecord } from "../handlers/support/messages";
import { PATIENT, receiverSettingsOf, token } from "../handlers/support/settings";

/** A log line as CloudWatch has it. */
export type Line = Readonly<Record<string, unknown>>;

const meter = createMeter({ metricsNamespace: "Test", metrics: "none" });

/** Collects lines as `log` writes them. */
function collector(): { readonly lines: Line[]; readonly log: Log } {
  const lines: Line[] = [];
  const log: Log = (level, message, fields) => {
    lines.push({ timestamp: new Date().toISOString(), level, message, ...fields });
  };
  return { lines, log };
}

function queues(aws: AwsServer) {
  return { queueUrl: `${aws.url}/0/events`, deadLetterQueueUrl: `${aws.url}/0/dead` };
}

/** What the receiver writes for the requests that an operator looks for. */
async function receiverLines(aws: AwsServer): Promise<readonly Line[]> {
  const { lines, log } = collector();
  const settings = receiverSettingsOf(queues(aws));
  const down: Queue = {
    ...sqsQueue(PATIENT),
    send: () => Promise.reject(new Error("queue is down")),
  };
  const parts = { settings, readSalts: saltsOf(settings), applyPrivacy, log, meter, now: Date.now };
  const receiver = createReceiver({ ...parts, queue: sqsQueue(PATIENT) });
  const sample = { query: `token=${token}&synthetic=true` };
  const unlike = [{ body: "not JSON" }, { query: "token=wrong" }, { method: "GET" }];
  for (const options of [{}, sample, ...unlike]) await receiver(webhook(options), invocation());
  await createReceiver({ ...parts, queue: down })(webhook(), invocation());
  // No queue message can hold it.
  const large = webhook({ body: randomBytes(5_000_000), base64: true });
  await receiver(large, invocation());
  const others = receiverSettingsOf({ ...queues(aws), events: ["offline-message"] });
  const switchedOff = createReceiver({ ...parts, settings: others, queue: sqsQueue(PATIENT) });
  await switchedOff(webhook(), invocation());
  return lines;
}

/** What the forwarder writes for events that are delivered, retried and given up. */
async function forwarderLines(aws: AwsServer): Promise<readonly Line[]> {
  const { lines, log } = collector();
  const inlet = await startInlet();
  inlet.respond = each({ 0: status(400), 1: status(503) });
  try {
    const settings = { ...queues(aws), inletSecretArn: "inlet", inletSecretVersionId: "v1" };
    const forwarder = new Forwarder({
      settings: forwarderSettings.parse(settings),
      queue: sqsQueue(PATIENT),
      inlet: {
        read: () => Promise.resolve({ inletUrl: inlet.url, flowId: "flow-1" }),
        invalidate: () => undefined,
      },
      makeSender: (secret) => chatlioSender(secret, fetch),
      log,
      meter,
      now: Date.now,
      random: () => 0.5,
    });
    await forwarder.handle(batch(...messages(3)), invocation());
    return lines;
  } finally {
    await inlet.close();
  }
}

/** What the keeper writes for a message that it keeps, and for one that it cannot keep. */
async function keeperLines(aws: AwsServer): Promise<readonly Line[]> {
  const { lines, log } = collector();
  const settings = { deadLetterQueueUrl: `${aws.url}/0/dead` };
  const keeper = new Keeper({ settings, queue: sqsQueue(PATIENT), bucket: undefined, log });
  await keeper.handle(batch(...messages(1), sqsRecord("rejected", "\uFFFE")), invocation());
  return lines;
}

/** Rows that say which request they are of, as the relay's do. */
const rowMappings = [
  ...eventMappings,
  {
    sourceType: "ATTRIBUTE",
    source: "relayRequestId",
    destination: `${tenant}.chatlio.relay.requestId`,
  },
] as const;
const relayFields = { type: "object", properties: { requestId: { type: "string" } } };
const rowFields = {
  ...chatFields,
  chatlio: { type: "object", properties: { relay: relayFields } },
};

/** What the reconciler writes when the dataflow is disabled and AEP has rejected a row. */
async function reconcilerLines(): Promise<readonly Line[]> {
  const { lines, log } = collector();
  const aep = await startClient();
  try {
    const { datasetId, flowId } = await makePipeline(aep, rowMappings, rowFields);
    const row = { ...record("rejected-row"), relayRequestId: "rejected-request" };
    await postRecord(aep, flowId, { ...row, at: "not a time" });
    await aep.call("POST", `/data/foundation/flowservice/flows/${flowId}/action?op=disable`);
    const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
    const urls = { imsUrl: aep.url, platformUrl: aep.url };
    const client = createClient({ clientId, clientSecret, orgId, sandbox, ...urls });
    const common = { isOnlyRelay: true, windowSeconds: 3_600, settleSeconds: 0 };
    const secret = { secretArn: "adobe", secretVersionId: "v1" };
    await reconcileOnce({
      settings: reconcilerSettings.parse({ datasetId, flowIds: [flowId], ...common, ...secret }),
      withAdobe: (work) => work(client).finally(() => client.close()),
      sumMetric: () => Promise.resolve(3),
      log,
      meter,
      now: Date.now,
    });
    return lines;
  } finally {
    await aep.close();
  }
}

/** The lines of the functions' logs. */
export async function logLines(): Promise<
  Record<"receiver" | "forwarder" | "keeper" | "reconciler", readonly Line[]>
> {
  const aws = await startAwsServer();
  const restore = lambdaEnvironment(aws);
  try {
    return {
      receiver: await receiverLines(aws),
      forwarder: await forwarderLines(aws),
      keeper: await keeperLines(aws),
      reconciler: await reconcilerLines(),
    };
  } finally {
    restore();
    await aws.close();
  }
}
