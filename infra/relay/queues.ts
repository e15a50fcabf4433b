import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import { QUEUE_RETENTION_SECONDS } from "../../handlers/forwarder/settings";
import { keepsName, type Namer } from "../naming";
import type { Account } from "./account";
import { tlsOnly } from "./policy";

/** The largest message that SQS accepts, in bytes. */
const oneMebibyte = 1_048_576;

export interface QueuesArgs {
  readonly names: Namer;
  readonly account: Account;
  /** Receive count after which SQS itself moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Seconds for which SQS delivers a received message to nobody else. */
  readonly visibilityTimeoutSeconds: number;
  /** Keeps both queues and their messages on destroy. */
  readonly protectData: boolean;
}

/** The queue between the two functions, and the dead-letter queue. */
export class Queues extends pulumi.ComponentResource {
  readonly events: sqs.Queue;
  readonly deadLetters: sqs.Queue;

  constructor(name: string, args: QueuesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Queues", name, {}, opts);
    const { account, names } = args;
    const eventsName = names("queue", "events");
    const deadLettersName = names("queue", "dead-letters");
    const own = {
      parent: this,
      retainOnDelete: args.protectData,
      // The queues' names stay, so what contains the names stays too.
      ignoreChanges: [...keepsName.ignoreChanges, "policy", "redriveAllowPolicy"],
    };
    const common = {
      maxMessageSize: oneMebibyte,
      messageRetentionSeconds: QUEUE_RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
    };
    // Policies are inputs of the queue: as a resource of its own each would add half a minute, in
    // which the provider waits for AWS to become consistent.
    this.deadLetters = new sqs.Queue(
      `${name}-dead-letters`,
      {
        ...common,
        name: deadLettersName,
        policy: tlsOnly(account.queueArn(deadLettersName)),
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: "byQueue",
          sourceQueueArns: [account.queueArn(eventsName)],
        }),
      },
      own,
    );
    this.events = new sqs.Queue(
      `${name}-events`,
      {
        ...common,
        name: eventsName,
        policy: tlsOnly(account.queueArn(eventsName)),
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: this.deadLetters.arn,
          maxReceiveCount: args.maxReceiveCount,
        }),
        visibilityTimeoutSeconds: args.visibilityTimeoutSeconds,
      },
      own,
    );
    this.registerOutputs({ events: this.events, deadLetters: this.deadLetters });
  }
}
