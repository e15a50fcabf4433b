import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { startConsole, type Console } from "../../../cli/console/actions";
import { encodeReceiverSettings } from "../../../handlers/receiver/settings";
import { startClient, type Client } from "../../emulator/support/client";
import { makePipeline, type Pipeline } from "../../emulator/support/objects";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { receiverInput } from "../../handlers/support/settings";
import { addOperator, type Operated } from "../operatorServer";
import { environmentOf, emulatorConfig, stackScript, writePulumi } from "../support";

/** A console on a stack whose AWS and Adobe are servers of this process. */
export interface TestConsole {
  readonly aws: AwsServer;
  readonly operated: Operated;
  readonly aep: Client;
  readonly pipeline: Pipeline;
  readonly console: Console;
  /** Its address without the secret. */
  readonly url: string;
  readonly secret: string;
  /** Writes a line of a function, some seconds ago. */
  readonly log: (
    group: keyof typeof logGroups,
    secondsAgo: number,
    message: string,
    fields: object,
  ) => void;
  close(): Promise<void>;
}

/** Where each function writes its log. A long name is shortened in another way for each. */
const logGroups = {
  receiver: "/aws/lambda/a-long-name-0a1b-receiver",
  forwarder: "/aws/lambda/a-long-nam-2c3d-forwarder",
  keeper: "/aws/lambda/a-long-name-f-4e5f-keeper",
  reconciler: "/aws/lambda/a-long-na-6071-reconciler",
} as const;

function script(aws: AwsServer, aep: Client, { datasetId, flowId }: Pipeline, more: object) {
  const outputs = {
    datasetId,
    flowIds: { relay: flowId },
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
    forwarderFunctionArn: "arn:aws:lambda:eu-west-1:0:function:forwarder",
    logGroups,
    ...more,
  };
  return stackScript(outputs, {
    ...emulatorConfig(aep),
  });
}

/**
 * Starts a console. One at a time: it changes this process's environment.
 *
 * @param outputs - further outputs of the stack, or others in their place
 */
export async function startTestConsole(outputs: object = {}): Promise<TestConsole> {
  const aws = await startAwsServer();
  const operated = addOperator(aws);
  const aep = await startClient();
  const pipeline = await makePipeline(aep);
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
  const bin = mkdtempSync(path.join(os.tmpdir(), "console-"));
  writePulumi(bin, script(aws, aep, pipeline, outputs));
  const before = { ...process.env };
  Object.assign(process.env, environmentOf({ aws, bin }));
  const running = await startConsole({ stack: "prod", cwd: bin, port: 0, days: 7 });
  const { hash, origin } = new URL(running.pageUrl);
  return {
    aws,
    operated,
    aep,
    pipeline,
    console: running,
    url: origin,
    secret: decodeURIComponent(hash.replace("#secret=", "")),
    log: (group, secondsAgo, message, fields) => {
      const timestamp = new Date(Date.now() - secondsAgo * 1_000).toISOString();
      operated.lines.push({ group: logGroups[group], timestamp, message, ...fields });
    },
    close: async () => {
      await running.close();
      process.env = before;
      rmSync(bin, { recursive: true });
      await Promise.all([aws.close(), aep.close()]);
    },
  };
}
