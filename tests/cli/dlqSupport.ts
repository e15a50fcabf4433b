import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { ingest } from "../../handlers/ingestion/ingest";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { wrapEvent } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { startAwsServer, type AwsServer } from "../handlers/support/awsServer";
import { fixture } from "../handlers/support/fixtures";
import { eventOf, factsOf } from "../handlers/support/ingested";
import { receiverInput, receiverSettingsOf } from "../handlers/support/settings";
import { runInProcess } from "./inProcess";
import { outputsScript, writePulumi, type Exit, type Surroundings } from "./support";

/** An event that the forwarder moved to the dead-letter queue. */
export function dlqEvent(requestId: string, reason: string): string {
  const { event, bytes } = fixture("feedback-left");
  const facts = { ...factsOf(event), requestId };
  const body = eventOf(ingest(bytes, facts, receiverSettingsOf()));
  return toJson({ ...wrapEvent(facts, body), reason, attempts: 80 });
}

/** Puts messages into the dead-letter queue. */
export function hold(aws: AwsServer, ...bodies: readonly string[]): void {
  aws.messages.push(...bodies.map((body, index) => ({ id: `m-${index}`, body, invisible: false })));
}

/**
 * Starts a server in place of AWS, and makes a directory with a `pulumi` that names its queues.
 *
 * @param outputs further outputs of the stack
 */
export async function startDlq(
  outputs: Readonly<Record<string, unknown>> = {},
): Promise<Surroundings & { readonly close: () => Promise<void> }> {
  const aws = await startAwsServer();
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
  const bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  writePulumi(bin, outputsScript(aws, outputs));
  return {
    aws,
    bin,
    close: async () => {
      rmSync(bin, { recursive: true });
      await aws.close();
    },
  };
}

/** The stack of the test that runs. */
export interface TestStack extends Surroundings {
  /** Starts another one for the same test, with other outputs in addition. */
  readonly restart: (outputs: Readonly<Record<string, unknown>>) => Promise<void>;
}

/**
 * {@link startDlq} before each test of a file, and its end afterwards.
 *
 * @param outputs further outputs of the stack
 * @param prepare prepares the server of a test
 */
export function startDlqForEach(
  outputs: Readonly<Record<string, unknown>> = {},
  prepare: (aws: AwsServer) => void = () => undefined,
): TestStack {
  let current: Awaited<ReturnType<typeof startDlq>>;
  const start = async (others = {}) => {
    current = await startDlq({ ...outputs, ...others });
    prepare(current.aws);
  };
  beforeEach(() => start());
  afterEach(() => current.close());
  return {
    get aws() {
      return current.aws;
    },
    get bin() {
      return current.bin;
    },
    restart: async (others) => {
      await current.close();
      await start(others);
    },
  };
}

/** Runs `chatlio-aep dlq` with the local server in place of AWS. */
export function runDlqInProcess(
  surroundings: Surroundings,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Exit> {
  return runInProcess(surroundings, ["dlq", ...args], env);
}
