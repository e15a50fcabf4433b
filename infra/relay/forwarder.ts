import type * as dynamodb from "@pulumi/aws/dynamodb";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import type { InletSecret } from "../../handlers/forwarder/settings";
import { EVENTS_FOLDER } from "../../handlers/keeper/settings";
import { inUnit } from "../config/durationText";
import type { Archive } from "./archive";
import { forwarderEnvironment } from "./environment";
import { createFunction, formerFunctionType, type CommonArgs } from "./function";
import { FORWARDER_MEMORY_MB } from "./memory";
import { takenOnce } from "./named";
import { allowKey, allowReading, type Allow } from "./policy";
import type { Queues } from "./queues";
import { createStoredSecret, type StoredSecret } from "./storedSecret";

export interface ForwarderArgs extends CommonArgs {
  readonly queues: Queues;
  /** The bucket that keeps delivered events, when they are kept. */
  readonly archive: Archive | undefined;
  /** The table of links, when transcripts are linked. */
  readonly links: dynamodb.Table | undefined;
  /** What Secrets Manager keeps: where to send, and with which credentials. */
  readonly inlet: pulumi.Input<InletSecret>;
}

/** The function that reads the queue and posts to Adobe, and the secret that says where. */
export class Forwarder extends pulumi.ComponentResource {
  readonly function: lambda.Function;
  readonly logGroupName: pulumi.Output<string>;
  /** SHA-256 of the code, in hex. */
  readonly codeHash: string;

  constructor(name: string, args: ForwarderArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "chatlio-aep:relay:Forwarder",
      name,
      {},
      { ...opts, aliases: [{ type: formerFunctionType }] },
    );
    // These resources were children of the relay itself before the forwarder became a component.
    const moved = {
      parent: this,
      aliases: [opts.parent ? { parent: opts.parent } : { noParent: true }],
    };
    const inlet = createStoredSecret(
      `${name}-secret`,
      {
        part: "inlet",
        description: "Where the relay sends Chatlio's events.",
        value: pulumi.jsonStringify(args.inlet),
      },
      args,
      moved,
    );
    const deployed = createForwarderFunction(name, args, inlet, this);
    new lambda.EventSourceMapping(`${name}-trigger`, triggerOf(args, deployed.function), {
      ...moved,
      ...takenOnce(),
    });
    this.function = deployed.function;
    this.logGroupName = deployed.logGroupName;
    this.codeHash = deployed.codeHash;
    this.registerOutputs({
      function: this.function,
      logGroupName: this.logGroupName,
      codeHash: this.codeHash,
    });
  }
}

function createForwarderFunction(
  name: string,
  args: ForwarderArgs,
  inlet: StoredSecret,
  parent: pulumi.ComponentResource,
) {
  const { accountId, names, settings, tags } = args;
  return createFunction(
    name,
    {
      part: "forwarder",
      settings,
      names,
      tags,
      accountId,
      description: "Sends each event of the queue to Adobe Experience Platform.",
      environment: environmentOf(args, inlet),
      memoryMb: FORWARDER_MEMORY_MB,
      timeoutSeconds: inUnit("s", settings.relay.delivery.timeout),
      permissions: permissionsOf(args, inlet),
    },
    parent,
  );
}

/** What the forwarder may do. */
function permissionsOf(args: ForwarderArgs, inlet: StoredSecret): readonly Allow[] {
  const { links, queues, settings } = args;
  const bucket = eventsBucket(args);
  return [
    {
      actions: [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ChangeMessageVisibility",
      ],
      resources: [queues.events.arn],
    },
    {
      actions: ["sqs:SendMessage"],
      // An update changes the role first: until the function follows, it sends to the queue of earlier releases.
      resources: [queues.undelivered.arn, queues.deadLetters.arn],
    },
    allowReading(inlet.secret.arn),
    ...(bucket
      ? [
          {
            actions: ["s3:PutObject"],
            resources: [pulumi.interpolate`${bucket.arn}/${EVENTS_FOLDER}*`],
          } as const,
        ]
      : []),
    ...(links
      ? [
          {
            actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
            resources: [links.arn],
          } as const,
        ]
      : []),
    ...allowKey({
      services: [
        ...(["sqs", "secretsmanager"] as const),
        ...(bucket ? (["s3"] as const) : []),
        ...(links ? (["dynamodb"] as const) : []),
      ],
      keyArn: settings.relay.kmsKey,
    }),
  ];
}

/** The bucket, when delivered events are kept: it may be there for copies of DLQ messages alone. */
function eventsBucket({ archive, settings }: ForwarderArgs): Archive | undefined {
  return settings.relay.archive === undefined ? undefined : archive;
}

function environmentOf(args: ForwarderArgs, { secret, version }: StoredSecret) {
  const { queues, settings } = args;
  const bucket = eventsBucket(args);
  const archive = bucket && pulumi.output({ name: bucket.bucketName, url: bucket.url });
  return pulumi
    .all([
      ...([queues.events.url, queues.undelivered.url] as const),
      ...([secret.arn, version.versionId, archive, args.links?.arn] as const),
    ])
    .apply(([queueUrl, deadLetterQueueUrl, inletSecretArn, inletSecretVersionId, kept, table]) =>
      // The secret by version, so that secret and code change in one step or not at all.
      forwarderEnvironment(settings, {
        queueUrl,
        deadLetterQueueUrl,
        inletSecretArn,
        inletSecretVersionId,
        ...(kept ? { archive: kept } : {}),
        ...(table === undefined ? {} : { linkTableArn: table }),
      }),
    );
}

function triggerOf({ queues, settings }: ForwarderArgs, forwarder: lambda.Function) {
  const { delivery, source } = settings.relay;
  // Adobe gets the events of a batch one by one; only with the HTTP API a batch is one request.
  const batchSize = delivery.batchSize ?? (source === "http-api" ? 100 : 10);
  return {
    eventSourceArn: queues.events.arn,
    functionName: forwarder.arn,
    enabled: true,
    batchSize,
    // Lambda requires a batching window for larger batches, and needs one to fill them.
    ...(batchSize > 10 ? { maximumBatchingWindowInSeconds: 1 } : {}),
    functionResponseTypes: ["ReportBatchItemFailures"],
    // Not reserved concurrency: that would use up receives of messages that only wait.
    scalingConfig: { maximumConcurrency: delivery.maxConcurrency },
  };
}
