import type { SQSEvent } from "aws-lambda";

import { chatlioSender } from "../../../handlers/forwarder/chatlioSender";
import { Forwarder, type ForwarderParts } from "../../../handlers/forwarder/forwarder";
import { secretStore } from "../../../handlers/forwarder/inletStore";
import {
  forwarderSettings,
  type ForwarderSettings,
  type InletSecret,
} from "../../../handlers/forwarder/settings";
import { httpFetch as fetch } from "../../../handlers/shared/httpFetch";
import { log } from "../../../handlers/shared/log";
import { EmfMeter } from "../../../handlers/shared/metrics";
import { sqsQueue } from "../../../handlers/shared/queue";
import type { Invocation } from "../../../handlers/shared/within";
import { startAwsServer, type AwsServer } from "./awsServer";
import { captureOutput, lambdaEnvironment } from "./environment";
import { startInlet, type Inlet } from "./inlet";
import { PATIENT } from "./settings";

/** When the forwarder of the tests runs. */
export const NOW = Date.parse("2026-11-23T10:06:00.000Z");

/** The forwarder between stubs of AWS and of the streaming endpoint, made again for each test. */
export class ForwarderHarness {
  aws!: AwsServer;
  inlet!: Inlet;
  output!: ReturnType<typeof captureOutput>;
  private restore: () => void = () => undefined;

  constructor() {
    beforeEach(async () => {
      this.aws = await startAwsServer();
      this.inlet = await startInlet();
      this.restore = lambdaEnvironment(this.aws);
      this.output = captureOutput();
      this.addSecret("v1");
    });
    afterEach(async () => {
      this.output.stop();
      this.restore();
      await this.inlet.close();
      await this.aws.close();
    });
  }

  addSecret(version: string, changes: Partial<InletSecret> = {}): void {
    const secret = { inletUrl: this.inlet.url, flowId: "flow-1", ...changes };
    this.aws.secrets.set(version, JSON.stringify(secret));
  }

  settings(changes: object = {}): ForwarderSettings {
    return forwarderSettings.parse({
      queueUrl: `${this.aws.url}/000000000000/events`,
      deadLetterQueueUrl: `${this.aws.url}/000000000000/dead`,
      inletSecretArn: "arn:aws:secretsmanager:us-east-1:0:secret:inlet",
      inletSecretVersionId: "v1",
      maxReceiveCount: 5,
      ...changes,
    });
  }

  forwarder(changes: object = {}, parts: Partial<ForwarderParts> = {}) {
    const used = this.settings(changes);
    const forwarder = new Forwarder({
      settings: used,
      queue: sqsQueue(PATIENT),
      inlet: secretStore(used, () => NOW, PATIENT),
      makeSender: (secret) => chatlioSender(secret, fetch),
      log,
      meter: new EmfMeter("ChatlioAep"),
      now: () => NOW,
      random: () => 0.5,
      ...parts,
    });
    return (sqsEvent: SQSEvent, context: Invocation) => forwarder.handle(sqsEvent, context);
  }

  /** The sum of a metric over the events. */
  metric(name: string): number {
    return this.output
      .lines()
      .map((line) => (line["_aws"] ? Number(line[name] ?? 0) : 0))
      .reduce((sum, value) => sum + value, 0);
  }
}

/** What Lambda tells of a run. */
export function invocation(remainingMs = 60_000) {
  return {
    getRemainingTimeInMillis: () => remainingMs,
  };
}
