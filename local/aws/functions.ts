import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
} from "@aws-sdk/client-sqs";
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
    "aws:sqs/getQueue:getQueue": async (inputs) => {
      const { sqs } = aws();
      const name = String(inputs["name"]);
      // Fails when there is no such queue, as the real function does.
      const { QueueUrl: url = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
      const { Tags: tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: url }));
      const command = new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ["QueueArn"],
      });
      const arn = (await sqs.send(command)).Attributes?.["QueueArn"] ?? "";
      return { result: { id: url, name, url, arn, tags } };
    },
  };
}
