import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import { QUEUE_RETENTION_SECONDS } from "../../handlers/forwarder/settings";
import type { Settings } from "../config";
import type { Namer, Tags } from "../naming";
import { namedQueue } from "./named";
import { tlsOnly } from "./policy";

/** The largest message that SQS accepts, in bytes. */
const oneMebibyte = 1_048_576;

export interface QueuesArgs {
  readonly settings: Settings;
  readonly names: Namer;
  readonly tags: Tags;
  /** Receive count after which SQS itself moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Seconds for which SQS delivers a received message to nobody else. */
  readonly visibilityTimeoutSeconds: number;
  /** Keeps both queues and their messages on destroy. */
  readonly protectData: boolean;
  /** The user's key for messages at rest; SQS's own when undefined. */
  readonly kmsKeyArn: string | undefined;
}

function encryptionOf(kmsKeyArn: string | undefined) {
  return kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn };
}

/** The queue between the two functions, and the dead-letter queue. */
export class Queues extends pulumi.ComponentResource {
  readonly events: sqs.Queue;
  readonly deadLetters: sqs.Queue;

  constructor(name: string, args: QueuesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Queues", name, {}, opts);
    const { names } = args;
    const own = {
      parent: this,
      retainOnDelete: args.protectData,
      ...namedQueue(args.settings),
    };
    const common = {
      maxMessageSize: oneMebibyte,
      messageRetentionSeconds: QUEUE_RETENTION_SECONDS,
      ...encryptionOf(args.kmsKeyArn),
      tags: args.tags,
      // An input of the queue: as a resource of its own it would add half a minute, in which the
      // provider waits for AWS to become consistent.
      policy: tlsOnly(),
    };
    this.deadLetters = new sqs.Queue(
      `${name}-dead-letters`,
      { ...common, name: names("queue", "dead-letters") },
      own,
    );
    this.events = new sqs.Queue(
      `${name}-events`,
      {
        ...common,
        name: names("queue", "events"),
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: this.deadLetters.arn,
          maxReceiveCount: args.maxReceiveCount,
        }),
        visibilityTimeoutSeconds: args.visibilityTimeoutSeconds,
      },
      own,
    );
    // A resource of its own: it names the events' queue, which needs the dead-letter queue to exist.
    new sqs.RedriveAllowPolicy(
      `${name}-redrive-allow`,
      {
        queueUrl: this.deadLetters.url,
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: "byQueue",
          sourceQueueArns: [this.events.arn],
        }),
      },
      { parent: this },
    );
    this.registerOutputs({ events: this.events, deadLetters: this.deadLetters });
  }
}
