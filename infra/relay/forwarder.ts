import * as lambda from "@pulumi/aws/lambda";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";

import { z } from "zod";

import {
  deliverySettings,
  encodeForwarderSettings,
  type InletSecret,
} from "../../handlers/forwarder/settings";
import type { Settings } from "../config";
import { metricsNamespace, type Namer } from "../naming";
import type { Account } from "./account";
import { Handler } from "./function";
import type { Queues } from "./queues";

export interface ForwarderArgs {
  readonly settings: Settings;
  readonly names: Namer;
  readonly account: Account;
  readonly queues: Queues;
  /** What is kept in Secrets Manager: where to send, and with what credentials. */
  readonly inlet: pulumi.Input<InletSecret>;
}

/** The forwarder's own figures, without those of queue and dataflow. */
const figuresOf = (delivery: Settings["relay"]["delivery"]) =>
  z.object(deliverySettings.shape).parse(delivery);

/** The function that reads the queue and posts to Adobe, and the secret that says where. */
export function createForwarder(
  name: string,
  args: ForwarderArgs,
  parent: pulumi.Resource,
): Handler {
  const { account, names, queues } = args;
  const { relay } = args.settings;
  const own = { parent };
  const secret = new secretsmanager.Secret(
    `${name}-secret`,
    {
      name: names("secret", "inlet"),
      description: "Where the relay sends Chatlio's events. Written by Pulumi.",
      // Made anew from the dataflow at any time: nothing to recover, and the name is free at once.
      recoveryWindowInDays: 0,
    },
    own,
  );
  const version = new secretsmanager.SecretVersion(
    `${name}-secret-version`,
    { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify(args.inlet)) },
    own,
  );
  const { maxConcurrency, maxReceiveCount, timeoutSeconds } = relay.delivery;
  // Events of one batch go to Adobe one by one, but for the HTTP API: there a full one is one request.
  const batchSize = relay.delivery.batchSize ?? (relay.source === "http-api" ? 100 : 10);
  const environment = pulumi
    .all([queues.events.url, queues.deadLetters.url, secret.arn, version.versionId])
    .apply(([queueUrl, deadLetterQueueUrl, inletSecretArn, inletSecretVersionId]) =>
      encodeForwarderSettings({
        queueUrl,
        deadLetterQueueUrl,
        metricsNamespace: metricsNamespace(args.settings.prefix, args.settings.stack),
        inletSecretArn,
        // By version: secret and code change in one step, or not at all.
        inletSecretVersionId,
        source: relay.source,
        maxReceiveCount,
        delivery: figuresOf(relay.delivery),
      }),
    );
  const handler = new Handler(
    name,
    {
      part: "forwarder",
      names,
      account,
      description: "Sends each event of the queue to Adobe Experience Platform.",
      entry: "handlers/forwarder/index.ts",
      environment,
      memoryMb: 512,
      timeoutSeconds,
      logRetentionDays: relay.logRetentionDays,
      permissions: [
        {
          actions: [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ChangeMessageVisibility",
          ],
          resources: [queues.events.arn],
        },
        { actions: ["sqs:SendMessage"], resources: [queues.deadLetters.arn] },
        { actions: ["secretsmanager:GetSecretValue"], resources: [secret.arn] },
      ],
    },
    own,
  );
  new lambda.EventSourceMapping(
    `${name}-trigger`,
    {
      eventSourceArn: queues.events.arn,
      functionName: handler.arn,
      batchSize,
      // Lambda asks for a window with larger batches, and it is what fills them.
      ...(batchSize > 10 ? { maximumBatchingWindowInSeconds: 1 } : {}),
      functionResponseTypes: ["ReportBatchItemFailures"],
      // Not reserved concurrency: that would turn waiting messages into spent receives.
      scalingConfig: { maximumConcurrency: maxConcurrency },
    },
    own,
  );
  return handler;
}
