import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { SQSBatchResponse } from "aws-lambda";

import { emulatorCredentials } from "../../emulator";
import { encodeForwarderSettings } from "../../handlers/forwarder/settings";
import { encodeKeeperSettings } from "../../handlers/keeper/settings";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { encodeReconcilerSettings } from "../../handlers/reconciler/settings";
import { startClient } from "../emulator/support/client";
import { makePipeline, postRecord, record as aepRecord } from "../emulator/support/objects";
import { startAwsServer, type AwsServer } from "./support/awsServer";
import { webhook } from "./support/events";
import { payloads } from "./support/fixtures";
import { startInlet, type Inlet } from "./support/inlet";
import { lambdaNode, runtimeMajor } from "./support/lambdaNode";
import { batch, messageText, record } from "./support/messages";
import { runBundle } from "./support/runBundle";
import { receiverInput } from "./support/settings";

const lambda = lambdaNode();
const releases: (readonly [string, string])[] = [["the machine's Node.js", process.execPath]];
if (lambda !== undefined) releases.push([`Lambda's Node.js ${runtimeMajor()}`, lambda]);

let aws: AwsServer;
let inlet: Inlet;

beforeEach(async () => {
  [aws, inlet] = await Promise.all([startAwsServer(), startInlet()]);
});
afterEach(async () => {
  await Promise.all([aws.close(), inlet.close()]);
});

test("the pinned Node.js is of the release that the functions' runtime names", async () => {
  if (lambda === undefined) return;
  const { stdout } = await promisify(execFile)(lambda, ["--version"]);
  expect(stdout).toMatch(new RegExp(`^v${runtimeMajor()}\\.`));
});

test.each(releases)(
  "on %s, the receiver searches for personal data with the file that it loads for that",
  async (_, node) => {
    const queues = { queueUrl: `${aws.url}/0/events`, deadLetterQueueUrl: `${aws.url}/0/dead` };
    const body = JSON.stringify({ message: "Write to pat@example.com", conversationUUID: "c1" });
    const responses = await runBundle(
      { node, aws },
      "receiver",
      encodeReceiverSettings(receiverInput({ ...queues, privacy: { email: "drop" } })),
      [webhook({ path: "/chatlio/main/offline-message", body })],
    );
    expect(responses).toMatchObject([{ statusCode: 202 }]);
    expect(aws.sent.map(({ body }) => body).join()).toContain("Write to [email]");
    expect(aws.sent.map(({ body }) => body).join()).not.toContain("pat@example.com");
  },
);

test.each(releases)(
  "on %s, the functions deliver a webhook of each kind to AEP",
  async (_, node) => {
    const queues = { queueUrl: `${aws.url}/0/events`, deadLetterQueueUrl: `${aws.url}/0/dead` };
    const responses = await runBundle(
      { node, aws },
      "receiver",
      encodeReceiverSettings(receiverInput(queues)),
      payloads.map(({ event, bytes }) => webhook({ path: `/chatlio/main/${event}`, body: bytes })),
    );
    expect(responses).toMatchObject(payloads.map(() => ({ statusCode: 202 })));

    aws.secrets.set("v1", JSON.stringify({ inletUrl: inlet.url, flowId: "flow-1" }));
    const messages = aws.sent.map(({ body }, index) => record(`m${index}`, body));
    const results = await runBundle(
      { node, aws },
      "forwarder",
      encodeForwarderSettings({ ...queues, inletSecretArn: "arn", inletSecretVersionId: "v1" }),
      [batch(...messages)],
    );
    expect(results).toEqual<SQSBatchResponse[]>([{ batchItemFailures: [] }]);
    const sent = messages.map(({ body }) => (JSON.parse(body) as { body: unknown }).body);
    const posted = inlet.posted.map(({ body }) => JSON.parse(body) as unknown);
    expect(posted).toHaveLength(payloads.length);
    expect(posted).toEqual(expect.arrayContaining(sent));
  },
);

test.each(releases)("on %s, the keeper keeps a message and copies it", async (_, node) => {
  const text = messageText({ message: "one" });
  const results = await runBundle(
    { node, aws },
    "keeper",
    encodeKeeperSettings({
      deadLetterQueueUrl: `${aws.url}/0/dead`,
      copies: { name: "archive", url: "https://archive.s3.us-east-1.amazonaws.com" },
    }),
    [batch(record("m0", text))],
  );
  expect(results).toEqual<SQSBatchResponse[]>([{ batchItemFailures: [] }]);
  expect(aws.sent.map(({ queue, body }) => [queue, body])).toEqual([["dead", text]]);
  expect([...aws.s3.objects.values()]).toEqual([text]);
});

test.each(releases)("on %s, the reconciler compares with what AEP has", async (_, node) => {
  const aep = await startClient();
  try {
    const { datasetId, flowId } = await makePipeline(aep);
    await postRecord(aep, flowId, aepRecord("e-1"));
    const urls = { imsUrl: aep.url, platformUrl: aep.url };
    aws.secrets.set("v1", JSON.stringify({ ...emulatorCredentials, ...urls }));
    aws.more.set("GetMetricStatistics", () => ({ body: { Datapoints: [{ Sum: 1 }] } }));
    const results = await runBundle(
      { node, aws },
      "reconciler",
      encodeReconcilerSettings({
        datasetId,
        flowIds: [flowId],
        isOnlyRelay: true,
        windowSeconds: 6 * 3_600,
        settleSeconds: 0,
        secretArn: "arn",
        secretVersionId: "v1",
      }),
      [{}],
    );
    expect(results).toMatchObject([{ verdict: "ok", rows: 1, missing: 0 }]);
  } finally {
    await aep.close();
  }
});
