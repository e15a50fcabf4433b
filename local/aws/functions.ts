import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { GetCallerIdentityResult } from "@pulumi/aws/getCallerIdentity";
import type { GetPartitionResult } from "@pulumi/aws/getPartition";
import type { GetRegionResult } from "@pulumi/aws/getRegion";

import type { InvokeFunction } from "../../provider-sdk";
import type { Aws } from "./clients";

/** The functions of `@pulumi/aws` that the program calls, by token. */
export function functions(aws: () => Aws): Readonly<Record<string, InvokeFunction>> {
  /* eslint-disable @typescript-eslint/no-deprecated -- the real provider still returns these */
  return {
    "aws:index/getCallerIdentity:getCallerIdentity": async () => {
      const caller = await aws().sts.send(new GetCallerIdentityCommand({}));
      const accountId = caller.Account ?? "";
      const result: GetCallerIdentityResult = {
        accountId,
        id: accountId,
        arn: caller.Arn ?? "",
        userId: caller.UserId ?? "",
      };
      return { result: { ...result } };
    },
    "aws:index/getRegion:getRegion": () => {
      const { region } = aws();
      const result: GetRegionResult = {
        description: `${region} (emulated)`,
        endpoint: `ec2.${region}.amazonaws.com`,
        id: region,
        name: region,
        region,
      };
      return Promise.resolve({ result: { ...result } });
    },
    "aws:index/getPartition:getPartition": () => {
      const result: GetPartitionResult = {
        dnsSuffix: "amazonaws.com",
        id: "aws",
        partition: "aws",
        reverseDnsPrefix: "com.amazonaws",
      };
      return Promise.resolve({ result: { ...result } });
    },
  };
}
