import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { GetCallerIdentityResult } from "@pulumi/aws/getCallerIdentity";

import type { InvokeFunction } from "../../provider-sdk";
import type { Aws } from "./clients";

/** The functions of `@pulumi/aws` that the program calls, by token. */
export function functions(aws: () => Aws): Readonly<Record<string, InvokeFunction>> {
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
  };
}
