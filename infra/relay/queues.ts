import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import { QUEUE_RETENTION_SECONDS } from "../../handlers/forwarder/settings";
import type { Settings } from "../config";
import { fit, nameLimits, type OutputNamer, type Tags } from "../naming";
import { KEEPER_MAX_RECEIVES, KEEPER_TIMEOUT_SECONDS } from "./keeperSettings";
import { namedQueue } from "./named";
import { tlsOnly } from "./policy";

/** The largest message that SQS accepts, in bytes. */
const oneMebibyte = 1_048_576;

export interface QueuesArgs {
  readonly settings: Settings;
  readonly names: OutputNamer;
  readonly tags: Tags;
  /** Receive count after which SQS itself moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Seconds for which SQS delivers a received message to nobody else. */
  readonly visibilityTimeoutSeconds: number;
  /** Keeps the queues and their messages on destroy. */
  readonly protectData: boolean;
  /** The user's key for messages at rest; SQS's own when undefined. */
  readonly kmsKeyArn: string | undefined;
}

function encryptionOf(kmsKeyArn: string | undefined) {
  return kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn };
}

/** The queue between receiver and forwarder, and the two for what cannot be delivered. */
export class Queues extends pulumi.ComponentResource {
  readonly events: sqs.Queue;
  /** What nobody could deliver. The keeper takes it from here to the dead-letter queue. */
  readonly undelivered: sqs.Queue;
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
    this.undelivered = this.#createUndelivered(name, common, own);
    this.events = new sqs.Queue(
      `${name}-events`,
      {
        ...common,
        name: names("queue", "events"),
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: this.undelivered.arn,
          maxReceiveCount: args.maxReceiveCount,
        }),
        visibilityTimeoutSeconds: args.visibilityTimeoutSeconds,
      },
      own,
    );
    this.registerOutputs({
      events: this.events,
      undelivered: this.undelivered,
      deadLetters: this.deadLetters,
    });
  }

  /** AWS rejects a queue whose dead-letter queue does not allow it, so the permission comes first. */
  #createUndelivered(
    name: string,
    common: sqs.QueueArgs,
    own: pulumi.CustomResourceOptions,
  ): sqs.Queue {
    const { arn, name: actualName, url } = this.deadLetters;
    // Of the name that the dead-letter queue has, which stays when the stack is renamed.
    const named = (part: string) => actualName.apply((queue) => sibling(queue, part));
    const arnOf = (part: string) =>
      pulumi.all([arn, named(part)]).apply(([text, queue]) => text.replace(/[^:]+$/, queue));
    const allow = new sqs.RedriveAllowPolicy(
      `${name}-redrive-allow`,
      {
        queueUrl: url,
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: "byQueue",
          // The events' queue had this dead-letter queue in releases without the keeper.
          sourceQueueArns: [arnOf("events"), arnOf("undelivered")],
        }),
      },
      { parent: this },
    );
    return new sqs.Queue(
      `${name}-undelivered`,
      {
        ...common,
        name: named("undelivered"),
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: arn,
          maxReceiveCount: KEEPER_MAX_RECEIVES,
        }),
        visibilityTimeoutSeconds: 6 * KEEPER_TIMEOUT_SECONDS,
      },
      { ...own, dependsOn: [allow] },
    );
  }
}

/** The name of another queue of the stack that has this dead-letter queue. */
function sibling(deadLetters: string, part: string): string {
  return fit(deadLetters.replace(/-dead-letters$/, ""), part, nameLimits.queue);
}
