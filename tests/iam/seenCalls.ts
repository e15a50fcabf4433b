import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ConsoleStack } from "../../cli/console/consoleStack";
import { stateOf } from "../../cli/console/state";
import type { DeployedStack } from "../../cli/stackOutputs";
import { emulatorCredentials } from "../../emulator";
import { encodeForwarderSettings } from "../../handlers/forwarder/settings";
import { encodeKeeperSettings } from "../../handlers/keeper/settings";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { encodeReconcilerSettings } from "../../handlers/reconciler/settings";
import { wrapRaw } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { runIn } from "../cli/inProcess";
import { addOperator } from "../cli/operatorServer";
import {
  environmentOf,
  outputsScript,
  stackScript,
  writePulumi,
  type Exit,
  type Surroundings,
} from "../cli/support";
import { startClient } from "../emulator/support/client";
import { makePipeline } from "../emulator/support/objects";
import { startAwsServer, type AwsServer, type IamRequest } from "../handlers/support/awsServer";
import { webhook } from "../handlers/support/events";
import { fixture } from "../handlers/support/fixtures";
import { factsOf } from "../handlers/support/ingested";
import { each, startInlet, status } from "../handlers/support/inlet";
import { LinkStore } from "../handlers/support/linkStore";
import { batch, messages, messageText, record } from "../handlers/support/messages";
import { runBundle } from "../handlers/support/runBundle";
import { receiverInput, token } from "../handlers/support/settings";
import { scope } from "./providerCalls";
import type { FunctionPart } from "./roleCalls";

const bucket = { name: "archive", url: "https://archive.s3.us-east-1.amazonaws.com" };

/** The requests of each function to AWS, for every way that a webhook can take. */
export async function seenOfFunction(
  part: FunctionPart,
  options: boolean,
): Promise<readonly IamRequest[]> {
  const [aws, inlet] = await Promise.all([startAwsServer(), startInlet()]);
  try {
    const queues = {
      queueUrl: `${aws.url}/0/events`,
      deadLetterQueueUrl: `${aws.url}/0/undelivered`,
    };
    const machine = { node: process.execPath, aws };
    if (part === "receiver") {
      aws.secrets.set("v1", JSON.stringify({ privacySalt: "a-salt-of-this-test" }));
      const saltsSecret = { arn: "salts", versionId: "v1" };
      const settings = receiverInput({ ...queues, ...(options ? { saltsSecret } : {}) });
      const requests = [webhook(), webhook({ body: "not JSON" })];
      await runBundle(machine, part, encodeReceiverSettings(settings), requests);
    } else if (part === "reconciler") {
      await runReconciler(aws);
    } else if (part === "keeper") {
      const environment = encodeKeeperSettings({
        deadLetterQueueUrl: `${aws.url}/0/dead`,
        copies: bucket,
      });
      await runBundle(machine, part, environment, [batch(...messages(3))]);
    } else {
      aws.secrets.set("v1", JSON.stringify({ inletUrl: inlet.url, flowId: "flow-1" }));
      inlet.respond = each({ 0: status(400), 1: status(503) });
      const settings = { ...queues, inletSecretArn: "inlet", inletSecretVersionId: "v1" };
      const environment = encodeForwarderSettings({
        ...settings,
        links: { tableArn: "arn:aws:dynamodb:us-east-1:0:table/links", scope: "s", email: "keep" },
        ...(options && { archive: bucket }),
      });
      new LinkStore(aws);
      const conversationUUID = "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02";
      const started = { conversationUUID, visitor: { identUserId: "cust-20418" }, message: "x" };
      const chat = [
        record("m8", messageText(started, "conversation-started")),
        record("m9", messageText({ conversationUUID }, "transcript-exported")),
      ];
      await runBundle(machine, part, environment, [batch(...messages(3)), batch(...chat)]);
    }
    return aws.iamRequests;
  } finally {
    await Promise.all([aws.close(), inlet.close()]);
  }
}

/** Runs the reconciler once, against the emulator of AEP. */
async function runReconciler(aws: AwsServer): Promise<void> {
  const aep = await startClient();
  try {
    const { datasetId, flowId } = await makePipeline(aep);
    const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
    const urls = { imsUrl: aep.url, platformUrl: aep.url };
    aws.secrets.set("v1", JSON.stringify({ clientId, clientSecret, orgId, sandbox, ...urls }));
    aws.more.set("GetMetricStatistics", () => ({ body: { Datapoints: [] } }));
    const environment = encodeReconcilerSettings({
      datasetId,
      flowIds: [flowId],
      isOnlyRelay: true,
      windowSeconds: 3_600,
      secretArn: "reconciler",
      secretVersionId: "v1",
    });
    await runBundle({ node: process.execPath, aws }, "reconciler", environment, [{}]);
  } finally {
    await aep.close();
  }
}

function arn(service: string, name: string): string {
  return `arn:aws:${service}:${scope.region}:${scope.account}:${name}`;
}

/** What stands for each object of the stack `dev` on the tests' server. */
export const operatorObjects: Readonly<Record<string, string>> = {
  events: arn("sqs", "chatlio-aep-dev-events"),
  undelivered: arn("sqs", "chatlio-aep-dev-undelivered"),
  dead: arn("sqs", "chatlio-aep-dev-dead-letters"),
  archive: "arn:aws:s3:::chatlio-aep-dev-archive-0123456789",
  links: arn("dynamodb", "table/chatlio-aep-dev-links"),
  salts: arn("secretsmanager", "secret:chatlio-aep-dev-salts-AbCdEf"),
  "arn:aws:lambda:eu-west-1:0:function:receiver": arn(
    "lambda",
    "function:chatlio-aep-dev-receiver",
  ),
  "/aws/lambda/receiver": logGroup("receiver"),
  "/aws/lambda/forwarder": logGroup("forwarder"),
  "/aws/lambda/keeper": logGroup("keeper"),
  "/aws/lambda/reconciler": logGroup("reconciler"),
};

function logGroup(part: string): string {
  return arn("logs", `log-group:/aws/lambda/chatlio-aep-dev-${part}`);
}

/** Runs `chatlio-aep` as `runCommand` does, in this process. */
function run(surroundings: Surroundings, args: readonly string[]): Promise<Exit> {
  return runIn({ cwd: surroundings.bin, env: environmentOf(surroundings) }, args);
}

/** The requests of `replay` and of each command of `dlq` to AWS. */
export async function seenOfDlq(): Promise<readonly IamRequest[]> {
  const aws = await startAwsServer();
  const bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  try {
    writePulumi(bin, outputsScript(aws, { archiveBucket: "archive" }));
    const saltsSecret = { arn: "salts", versionId: "v1" };
    Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput({ saltsSecret })));
    aws.secrets.set("v1", "{}");
    const { event, bytes } = fixture("feedback-left");
    const body = toJson(wrapRaw(factsOf(event), bytes, "salts-unavailable"));
    for (const id of ["m-1", "m-2"])
      aws.messages.push({ id, body: id === "m-1" ? body : "x", invisible: false });
    const saved = { id: "m-2", receivedAt: "", event: "", widget: "", reason: "", message: "x" };
    writeFileSync(path.join(bin, "saved"), JSON.stringify(saved));
    for (const args of [
      ["list"],
      ["redrive", "--all"],
      ["drop", "--all", "--yes"],
      ["restore", "--all"],
      ["restore", "--all", "--expired"],
      ["restore", "saved"],
    ]) {
      const { status: code, stderr } = await run({ aws, bin }, ["dlq", ...args]);
      if (code !== 0) throw new Error(stderr);
    }
    aws.s3.objects.set("archive/events/2026-11-28/1.jsonl", messageText({ message: "x" }));
    await run({ aws, bin }, ["replay", "--since", "2026-11-01", "--yes"]);
    return aws.iamRequests;
  } finally {
    rmSync(bin, { recursive: true });
    await aws.close();
  }
}

/** An attribute of a link, with the address of the person. */
function hersIn() {
  return { visitorEmail: { S: "maria.keller@example.com" } };
}

/** The requests of `forget` and `export` to AWS. */
export async function seenOfPrivacyOfficer(): Promise<readonly IamRequest[]> {
  const aws = await startAwsServer();
  const bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  try {
    const undeliveredQueueUrl = `${aws.url}/0/undelivered`;
    const names = { archiveBucket: "archive", linkTable: "links" };
    writePulumi(bin, outputsScript(aws, { ...names, undeliveredQueueUrl }));
    const { items } = new LinkStore(aws);
    items.set("1", { id: { S: "1" }, conversationId: { S: "c" }, at: { S: "2026" }, ...hersIn() });
    const saltsSecret = { arn: "salts", versionId: "v1" };
    Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput({ saltsSecret })));
    aws.secrets.set("v1", "{}");
    aws.more.set("GetQueueAttributes", () => ({ body: { Attributes: {} } }));
    aws.s3.versioned = true;
    const visitor = { email: "maria.keller@example.com" };
    const [hers, other] = [messageText({ visitor }), messageText({ message: "x" })];
    aws.messages.push({ id: "m-1", body: hers, invisible: false });
    aws.messages.push({ id: "m-2", body: other, invisible: false });
    aws.s3.put("archive/events/2026-11-28/1.jsonl", `${hers}\n${other}\n`);
    for (const folder of ["dead-letters", "dropped"]) aws.s3.put(`archive/${folder}/1`, hers);
    const person = ["--email", visitor.email];
    for (const args of [
      ["export", ...person],
      ["forget", ...person, "--yes"],
    ]) {
      const { status: code, stderr } = await run({ aws, bin }, args);
      if (code !== 0) throw new Error(stderr);
    }
    return aws.iamRequests;
  } finally {
    rmSync(bin, { recursive: true });
    await aws.close();
  }
}

/** The requests of `status`, `verify`, `reconcile`, `rotate-token` and `console` to AWS, as far as they change nothing. */
export async function seenOfObserver(): Promise<readonly IamRequest[]> {
  const aws = await startAwsServer();
  const bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  try {
    addOperator(aws);
    Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
    const outputs = {
      datasetId: "5f1a",
      flowIds: { relay: "flow-1" },
      queueUrl: `${aws.url}/0/events`,
      undeliveredQueueUrl: `${aws.url}/0/undelivered`,
      deadLetterQueueUrl: `${aws.url}/0/dead`,
      receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
      forwarderFunctionArn: "arn:aws:lambda:eu-west-1:0:function:forwarder",
      logGroups: {
        receiver: "/aws/lambda/receiver",
        forwarder: "/aws/lambda/forwarder",
        keeper: "/aws/lambda/keeper",
        reconciler: "/aws/lambda/reconciler",
      },
      webhookUrls: { main: { "feedback-left": `${aws.url}/chatlio?token=x` } },
    };
    const configuration = { "chatlio-aep:webhookTokens": JSON.stringify([token]) };
    writePulumi(bin, stackScript(outputs, configuration));
    aws.paths.set("/chatlio?token=x&synthetic=true", {
      status: 202,
      body: { status: "accepted", id: "id-1" },
    });
    aws.messages.push({ id: "m-1", body: "not JSON", invisible: false });
    for (const args of [["status"], ["verify", "--timeout", "1"], ["rotate-token"]]) {
      const { stderr, stdout } = await run({ aws, bin }, args);
      if (stdout === "") throw new Error(stderr);
    }
    // There is no Adobe here: it reads from AWS, and ends.
    const before = aws.iamRequests.length;
    await run({ aws, bin }, ["reconcile"]);
    if (aws.iamRequests.length === before) throw new Error("reconcile has read nothing from AWS");
    const { datasetId, flowIds, ...relay } = outputs;
    await lookWithConsole({ aws, bin }, { name: "dev", datasetId, flowIds, relay });
    return aws.iamRequests;
  } finally {
    rmSync(bin, { recursive: true });
    await aws.close();
  }
}

/** Looks at everything that the console shows. */
async function lookWithConsole(surroundings: Surroundings, deployed: DeployedStack): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, environmentOf(surroundings));
  const stack = new ConsoleStack(deployed, { cwd: surroundings.bin }, 7);
  try {
    while (stateOf(await stack.look(), Date.now()).verdict === "reading") await sleep(50);
    await stack.find("id-1");
    await stack.deadLetters.show("m-1");
  } finally {
    stack.close();
    process.env = before;
  }
}
