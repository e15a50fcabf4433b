import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";

/**
 * Where the stack is. Two queues that refer to each other, and a queue's own policy, need ARNs before
 * the queues exist. They are built from these values.
 */
export interface Account {
  /** `arn:<partition>:sqs:<region>:<account>:<name>`. */
  queueArn(name: string): pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

export function lookupAccount(parent: pulumi.Resource): Account {
  const opts = { parent };
  const { accountId } = getCallerIdentityOutput({}, opts);
  const { region } = getRegionOutput({}, opts);
  const { partition } = getPartitionOutput({}, opts);
  return {
    accountId,
    queueArn: (name) => pulumi.interpolate`arn:${partition}:sqs:${region}:${accountId}:${name}`,
  };
}
