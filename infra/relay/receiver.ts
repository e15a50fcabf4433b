import * as pulumi from "@pulumi/pulumi";

import { encodeReceiverSettings, receiverSettings } from "../../handlers/receiver/settings";
import type { Settings } from "../config";
import { digestToken } from "../config/token";
import { metricsNamespace, type Namer } from "../naming";
import type { Account } from "./account";
import { Handler } from "./function";
import type { Queues } from "./queues";

/**
 * What an event may weigh with Profile, in bytes. Profile takes rows of 10 KB (Adobe, Profile
 * guardrails); as a row an event is up to 0.6 KB longer than in the queue.
 */
const profileRowBytes = 9_000;

export interface ReceiverArgs {
  readonly settings: Settings;
  readonly names: Namer;
  readonly account: Account;
  readonly queues: Queues;
  /** RFC 3339 time from which the dataflow may be sent to. */
  readonly settledAt: pulumi.Input<string>;
}

/** The function behind the webhook URLs: it answers 202 once a queue has the event. */
export function createReceiver(name: string, args: ReceiverArgs, parent: pulumi.Resource): Handler {
  const { events, deadLetters } = args.queues;
  const { relay } = args.settings;
  const environment = pulumi
    .all([events.url, deadLetters.url, args.settledAt])
    .apply(([queueUrl, deadLetterQueueUrl, settledAt]) =>
      encodeReceiverSettings({
        queueUrl,
        deadLetterQueueUrl,
        metricsNamespace: metricsNamespace(args.settings.prefix, args.settings.stack),
        // Digests only: who reads the function's environment cannot post.
        tokens: relay.webhookTokens.map(digestToken),
        widgets: relay.widgets,
        events: relay.events,
        dedupeWindowSeconds: relay.dedupeWindow,
        privacy: relay.privacy,
        transcript: relay.transcript,
        settledAt,
        ...(relay.dedupeSalt === undefined ? {} : { dedupeSalt: relay.dedupeSalt }),
        ...(relay.privacySalt === undefined ? {} : { privacySalt: relay.privacySalt }),
        ...(relay.profile ? { maxRowBytes: profileRowBytes } : {}),
      }),
    );
  const sendTimeoutSeconds = receiverSettings.shape.sendTimeoutMs.parse(undefined) / 1000;
  return new Handler(
    name,
    {
      part: "receiver",
      names: args.names,
      account: args.account,
      description: "Takes Chatlio's webhooks and puts each event into the queue.",
      entry: "handlers/receiver/index.ts",
      environment:
        relay.dedupeSalt === undefined && relay.privacySalt === undefined
          ? environment
          : pulumi.secret(environment),
      // AWS gives a whole CPU with it: the longest transcript is searched well within the time-out.
      memoryMb: 1_769,
      // Room to start, and to answer 503 after the queue has taken too long.
      timeoutSeconds: sendTimeoutSeconds + 7,
      logRetentionDays: relay.logRetentionDays,
      permissions: [{ actions: ["sqs:SendMessage"], resources: [events.arn, deadLetters.arn] }],
    },
    { parent },
  );
}
