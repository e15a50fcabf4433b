import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import { COPIES_FOLDER } from "../../handlers/keeper/settings";
import type { Archive } from "./archive";
import { keeperEnvironment } from "./environment";
import { createFunction, type CommonArgs } from "./function";
import { KEEPER_TIMEOUT_SECONDS } from "./keeperSettings";
import { takenOnce } from "./named";
import { allowKey } from "./policy";
import type { Queues } from "./queues";

export interface KeeperArgs extends CommonArgs {
  readonly queues: Queues;
  /** The bucket; undefined: nothing is kept. */
  readonly archive: Archive | undefined;
}

/**
 * The function between the queue of what could not be delivered and the dead-letter queue. It also gives the full
 * 14 days to a message that SQS has moved, which otherwise keeps its age.
 */
export class Keeper extends pulumi.ComponentResource {
  readonly function: lambda.Function;
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, given: KeeperArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Keeper", name, {}, opts);
    // The bucket may be there for events alone.
    const copies = given.settings.relay.deadLetterCopies === undefined ? undefined : given.archive;
    const args = { ...given, archive: copies };
    const { accountId, names, queues, settings, tags } = args;
    const deployed = createFunction(
      name,
      {
        part: "keeper",
        settings,
        names,
        tags,
        accountId,
        description: "Copies what could not be delivered, and puts it into the dead-letter queue.",
        environment: environmentOf(args),
        memoryMb: 256,
        timeoutSeconds: KEEPER_TIMEOUT_SECONDS,
        permissions: permissionsOf(args),
      },
      this,
    );
    new lambda.EventSourceMapping(
      `${name}-trigger`,
      {
        eventSourceArn: queues.undelivered.arn,
        functionName: deployed.function.arn,
        enabled: true,
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: 2 },
      },
      { parent: this, ...takenOnce() },
    );
    this.function = deployed.function;
    this.logGroupName = deployed.logGroupName;
    this.registerOutputs({ function: this.function, logGroupName: this.logGroupName });
  }
}

function permissionsOf({ archive, queues, settings }: KeeperArgs) {
  return [
    {
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      resources: [queues.undelivered.arn],
    } as const,
    { actions: ["sqs:SendMessage"], resources: [queues.deadLetters.arn] } as const,
    ...(archive
      ? [
          {
            actions: ["s3:PutObject"],
            resources: [pulumi.interpolate`${archive.arn}/${COPIES_FOLDER}*`],
          } as const,
        ]
      : []),
    ...allowKey({
      services: archive ? ["sqs", "s3"] : ["sqs"],
      keyArn: settings.relay.kmsKey,
    }),
  ];
}

function environmentOf({ archive, queues }: KeeperArgs) {
  const deadLetterQueueUrl = queues.deadLetters.url;
  if (archive === undefined)
    return deadLetterQueueUrl.apply((url) => keeperEnvironment({ deadLetterQueueUrl: url }));
  return pulumi
    .all([deadLetterQueueUrl, archive.bucketName, archive.url])
    .apply(([queue, bucket, url]) =>
      keeperEnvironment({ deadLetterQueueUrl: queue, copies: { name: bucket, url } }),
    );
}
