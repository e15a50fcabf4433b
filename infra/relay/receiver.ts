import type * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import { receiverSettings } from "../../handlers/receiver/settings";
import type { Settings } from "../config";
import type { Namer } from "../naming";
import { receiverEnvironment } from "./environment";
import { createFunction, formerFunctionType } from "./function";
import { allowKey } from "./policy";
import type { Queues } from "./queues";

export interface ReceiverArgs {
  readonly settings: Settings;
  readonly names: Namer;
  readonly accountId: pulumi.Input<string>;
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

  constructor(name: string, args: ReceiverArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(
      "chatlio-aep:relay:Receiver",
      name,
      {},
      { ...opts, aliases: [{ type: formerFunctionType }] },
    );
    const { events, deadLetters } = args.queues;
    const sendTimeoutSeconds = receiverSettings.shape.sendTimeoutMs.parse(undefined) / 1000;
    const deployed = createFunction(
      name,
      {
        part: "receiver",
        settings: args.settings,
        names: args.names,
        accountId: args.accountId,
        description: "Takes Chatlio's webhooks and puts each event into the queue.",
        entry: "handlers/receiver/index.ts",
        environment: environmentOf(args),
        // AWS gives a whole CPU with it: searching the longest transcript stays well within the timeout.
        memoryMb: 1_769,
        // Time to start, and to respond with 503 when the queue takes too long.
        timeoutSeconds: sendTimeoutSeconds + 7,
        permissions: [
          { actions: ["sqs:SendMessage"], resources: [events.arn, deadLetters.arn] },
          ...allowKey({ services: ["sqs"], keyArn: args.settings.relay.kmsKey }),
        ],
      },
      this,
    );
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

/** The function's environment; secret when it holds a salt. */
function environmentOf({ queues, settings, settledAt }: ReceiverArgs) {
  const { relay } = settings;
  const environment = pulumi
    .all([queues.events.url, queues.deadLetters.url, settledAt])
    .apply(([queueUrl, deadLetterQueueUrl, settled]) =>
      receiverEnvironment(settings, { queueUrl, deadLetterQueueUrl, settledAt: settled }),
    );
  const salted = relay.dedupeSalt !== undefined || relay.privacySalt !== undefined;
  return salted ? pulumi.secret(environment) : environment;
}
