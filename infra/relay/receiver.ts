import type * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import { receiverSettings } from "../../handlers/receiver/settings";
import { receiverEnvironment } from "./environment";
import { createFunction, formerFunctionType, type CommonArgs } from "./function";
import { RECEIVER_MEMORY_MB } from "./memory";
import { allowKey, allowReading, type Allow } from "./policy";
import type { Queues } from "./queues";
import { createSalts, type SaltsSecret } from "./salts";

export interface ReceiverArgs extends CommonArgs {
  readonly queues: Queues;
  /** RFC 3339 time from which the dataflow is safe to send to. */
  readonly settledAt: pulumi.Input<string>;
}

/** The function behind the webhook URLs. It responds with 202 once a queue has the event. */
export class Receiver extends pulumi.ComponentResource {
  readonly function: lambda.Function;
  readonly logGroupName: pulumi.Output<string>;
  /** SHA-256 of the code, in hex. */
  readonly codeHash: string;
  /** True, once code is deployed that can read the salts from a secret. */
  readonly readsSecret: pulumi.Output<boolean>;

  constructor(name: string, args: ReceiverArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "chatlio-aep:relay:Receiver",
      name,
      {},
      { ...opts, aliases: [{ type: formerFunctionType }] },
    );
    const salts = createSalts(name, args, this);
    const sendTimeoutSeconds = receiverSettings.shape.sendTimeoutMs.parse(undefined) / 1000;
    const deployed = createFunction(
      name,
      {
        part: "receiver",
        settings: args.settings,
        names: args.names,
        tags: args.tags,
        accountId: args.accountId,
        description: "Takes Chatlio's webhooks and puts each event into the queue.",
        environment: environmentOf(args, salts),
        // AWS gives a whole CPU with it: searching the longest transcript stays well within the timeout.
        memoryMb: RECEIVER_MEMORY_MB,
        // Time to start, and to respond with 503 when the queue takes too long.
        timeoutSeconds: sendTimeoutSeconds + 7,
        permissions: permissionsOf(args, salts),
      },
      this,
    );
    this.function = deployed.function;
    this.logGroupName = deployed.logGroupName;
    this.codeHash = deployed.codeHash;
    this.readsSecret = this.function.codeSha256.apply(() => true);
    this.registerOutputs({
      function: this.function,
      logGroupName: this.logGroupName,
      codeHash: this.codeHash,
      readsSecret: this.readsSecret,
    });
  }
}

function permissionsOf({ queues, settings }: ReceiverArgs, salts?: SaltsSecret): Allow[] {
  const { events, undelivered, deadLetters } = queues;
  return [
    {
      actions: ["sqs:SendMessage"],
      // An update changes the role first: until the function follows, it sends to the queue of earlier releases.
      resources: [events.arn, undelivered.arn, deadLetters.arn],
    },
    ...(salts ? [allowReading(salts.arn)] : []),
    ...allowKey({
      services: salts ? ["sqs", "secretsmanager"] : ["sqs"],
      keyArn: settings.relay.kmsKey,
    }),
  ];
}

/** The function's environment; secret as long as it holds a salt. */
function environmentOf({ queues, settings, settledAt }: ReceiverArgs, salts?: SaltsSecret) {
  const values = pulumi
    .all([queues.events.url, queues.undelivered.url, settledAt])
    .apply(([queueUrl, deadLetterQueueUrl, settled]) => {
      return { queueUrl, deadLetterQueueUrl, settledAt: settled };
    });
  if (salts === undefined) return values.apply((given) => receiverEnvironment(settings, given));
  const { arn, versionId, stayInEnvironment } = salts;
  return pulumi
    .all([values, arn, versionId, stayInEnvironment])
    .apply(([given, secretArn, secretVersionId, stay]) =>
      stay
        ? pulumi.secret(receiverEnvironment(settings, given))
        : pulumi.output(
            receiverEnvironment(settings, {
              ...given,
              saltsSecret: { arn: secretArn, versionId: secretVersionId },
            }),
          ),
    );
}
