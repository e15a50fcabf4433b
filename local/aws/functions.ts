import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
} from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { GetCallerIdentityResult } from "@pulumi/aws/getCallerIdentity";

import type { InvokeFunction, Properties } from "../../provider-sdk";
import type { Aws } from "./clients";
import type { AwsType } from "./define";
import { table } from "./types/dynamodb";
import { role } from "./types/iam";
import { lambdaFunction } from "./types/lambda";
import { logGroup } from "./types/logs";
import { bucket } from "./types/s3";
import { secret } from "./types/secrets";

/** A function that finds an object by its name, and fails when there is none, as the real one does. */
function lookup(type: AwsType, nameInput: string, aws: () => Aws): InvokeFunction {
  return async (inputs) => {
    const name = String(inputs[nameInput]);
    const found = await type.read(name, aws(), {});
    if (found === undefined) throw new Error(`${name}: couldn't find resource`);
    return { result: { id: name, ...found } };
  };
}

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
    "aws:index/getRegion:getRegion": async () => {
      const region = await aws().sts.config.region();
      return { result: { id: region, name: region, region, description: "", endpoint: "" } };
    },
    "aws:cloudwatch/getLogGroup:getLogGroup": lookup(logGroup, "name", aws),
    "aws:dynamodb/getTable:getTable": lookup(table, "name", aws),
    "aws:iam/getRole:getRole": lookup(role, "name", aws),
    "aws:lambda/getFunction:getFunction": lookup(lambdaFunction, "functionName", aws),
    "aws:s3/getBucket:getBucket": lookup(bucket, "bucket", aws),
    "aws:secretsmanager/getSecret:getSecret": async (inputs) => {
      const { secrets } = aws();
      const SecretId = String(inputs["name"]);
      const { ARN: arn = "" } = await secrets.send(new DescribeSecretCommand({ SecretId }));
      const found: Properties | undefined = await secret.read(arn, aws(), {});
      if (found === undefined) throw new Error(`${SecretId}: couldn't find resource`);
      return { result: { id: arn, ...found } };
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
