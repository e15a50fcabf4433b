import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import type { SQSBatchResponse } from "aws-lambda";

import { encodeForwarderSettings } from "../../handlers/forwarder/settings";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { bundle } from "../../infra/bundle";
import { startAwsServer, type AwsServer } from "./support/awsServer";
import { webhook } from "./support/events";
import { payloads } from "./support/fixtures";
import { startInlet, type Inlet } from "./support/inlet";
import { lambdaNode, runtimeMajor } from "./support/lambdaNode";
import { batch, record } from "./support/messages";
import { receiverInput } from "./support/settings";

const lambda = lambdaNode();
const releases: (readonly [string, string])[] = [["the machine's Node.js", process.execPath]];
if (lambda !== undefined) releases.push([`Lambda's Node.js ${runtimeMajor()}`, lambda]);

const functions = {
  receiver: bundle("handlers/receiver/index.ts").code,
  forwarder: bundle("handlers/forwarder/index.ts").code,
};

/** Runs the handler once for each input, as Lambda does, and writes the results as one JSON list. */
const runner = `
const { handler } = require("./index.js");
const context = { awsRequestId: "request", getRemainingTimeInMillis: () => 15000 };
(async () => {
  const results = [];
  for (const input of JSON.parse(require("node:fs").readFileSync("inputs.json", "utf8")))
    results.push(await handler(input, context));
  require("node:fs").writeFileSync("results.json", JSON.stringify(results));
})();
`;

let aws: AwsServer;
let inlet: Inlet;
let directory: string;

beforeEach(async () => {
  [aws, inlet] = await Promise.all([startAwsServer(), startInlet()]);
  directory = mkdtempSync(path.join(os.tmpdir(), "bundles-"));
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await Promise.all([aws.close(), inlet.close()]);
});

async function invoke(
  node: string,
  name: keyof typeof functions,
  settings: Record<string, string>,
  inputs: readonly object[],
): Promise<unknown[]> {
  const cwd = path.join(directory, name);
  await mkdir(cwd);
  await writeFile(path.join(cwd, "index.js"), functions[name]);
  await writeFile(path.join(cwd, "inputs.json"), JSON.stringify(inputs));
  await promisify(execFile)(node, ["-e", runner], {
    cwd,
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      ...settings,
    },
  });
  return JSON.parse(await readFile(path.join(cwd, "results.json"), "utf8")) as unknown[];
}

test("the pinned Node.js is of the release that the functions' runtime names", async () => {
  if (lambda === undefined) return;
  const { stdout } = await promisify(execFile)(lambda, ["--version"]);
  expect(stdout).toMatch(new RegExp(`^v${runtimeMajor()}\\.`));
});

test.each(releases)("on %s, the functions bring a webhook of each kind to AEP", async (_, node) => {
  const queues = { queueUrl: `${aws.url}/0/events`, deadLetterQueueUrl: `${aws.url}/0/dead` };
  const responses = await invoke(
    node,
    "receiver",
    encodeReceiverSettings(receiverInput(queues)),
    payloads.map(({ event, bytes }) => webhook({ path: `/chatlio/main/${event}`, body: bytes })),
  );
  expect(responses).toMatchObject(payloads.map(() => ({ statusCode: 202 })));

  aws.secrets.set("v1", JSON.stringify({ inletUrl: inlet.url, flowId: "flow-1" }));
  const messages = aws.sent.map(({ body }, index) => record(`m${index}`, body));
  const results = await invoke(
    node,
    "forwarder",
    encodeForwarderSettings({ ...queues, inletSecretArn: "arn", inletSecretVersionId: "v1" }),
    [batch(...messages)],
  );
  expect(results).toEqual<SQSBatchResponse[]>([{ batchItemFailures: [] }]);
  const sent = messages.map(({ body }) => (JSON.parse(body) as { body: unknown }).body);
  const posted = inlet.posted.map(({ body }) => JSON.parse(body) as unknown);
  expect(posted).toHaveLength(payloads.length);
  expect(posted).toEqual(expect.arrayContaining(sent));
});
