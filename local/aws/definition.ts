import { formatFailures } from "../../provider-sdk";
import type { Context, ProviderDefinition, ResourceType } from "../../provider-sdk";
import { adapt } from "./adapter";
import { connect, type Aws } from "./clients";
import { readAwsConfig } from "./config";
import type { AwsType } from "./define";
import { functions } from "./functions";
import { api, integration, route, stage } from "./types/apiGateway";
import { dashboard } from "./types/dashboard";
import { table } from "./types/dynamodb";
import { role, rolePolicy } from "./types/iam";
import { lambdaFunction } from "./types/lambda";
import { eventSourceMapping, permission } from "./types/lambdaTriggers";
import { logGroup } from "./types/logs";
import { metricAlarm } from "./types/metricAlarm";
import { queryDefinition } from "./types/queryDefinition";
import { bucket } from "./types/s3";
import {
  bucketEncryption,
  bucketLifecycle,
  bucketPolicy,
  bucketPublicAccessBlock,
} from "./types/s3Settings";
import { eventRule, eventTarget } from "./types/schedule";
import { secret, secretVersion } from "./types/secrets";
import { topic, topicSubscription } from "./types/sns";
import { queue, redriveAllowPolicy } from "./types/sqs";

/** The version of `@pulumi/aws` whose types are implemented. The engine warns about an older plugin. */
const version = "7.48.0";

const types: Readonly<Record<string, AwsType>> = {
  "aws:apigatewayv2/api:Api": api,
  "aws:apigatewayv2/integration:Integration": integration,
  "aws:apigatewayv2/route:Route": route,
  "aws:apigatewayv2/stage:Stage": stage,
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:cloudwatch/eventRule:EventRule": eventRule,
  "aws:cloudwatch/eventTarget:EventTarget": eventTarget,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
  "aws:cloudwatch/queryDefinition:QueryDefinition": queryDefinition,
  "aws:dynamodb/table:Table": table,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lambda/permission:Permission": permission,
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketLifecycle,
  "aws:s3/bucketPolicy:BucketPolicy": bucketPolicy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketPublicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    bucketEncryption,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicSubscription:TopicSubscription": topicSubscription,
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": redriveAllowPolicy,
};

/** The tokens of the implemented resource types. */
export const coveredTypes: readonly string[] = Object.keys(types);

/**
 * The local stub of Pulumi's AWS provider. It implements the resource types and functions that the
 * program uses, against an emulator on this machine.
 *
 * @param env - Environment with `AWS_ENDPOINT_URL`, the region and `AWS_SESSION_TOKEN`.
 */
export function awsStub(env: Readonly<Record<string, string | undefined>>): ProviderDefinition {
  let aws: Aws | undefined;
  let introduced = false;
  const connected = () => {
    if (aws === undefined) throw new Error("The AWS stub was not configured.");
    return aws;
  };
  const called = functions(connected);
  const resources = new Map<string, ResourceType>(
    Object.entries(types).map(([token, type]) => [token, adapt(type, connected)]),
  );

  return {
    name: "aws",
    version,
    checkConfig: (news) => {
      const read = readAwsConfig(news, env);
      return Promise.resolve({ failures: "failures" in read ? read.failures : [] });
    },
    configure: (config, log: Context["log"]) => {
      const read = readAwsConfig(config, env);
      if ("failures" in read) throw new Error(formatFailures(read.failures));
      aws = connect(read.endpoint, read.region, read.sessionToken);
      if (!introduced) {
        log("info", `Using the local stub of the AWS provider with ${read.endpoint}.`);
        introduced = true;
      }
      return Promise.resolve();
    },
    resource: (token) => resources.get(token),
    invoke: (token) => called[token],
  };
}
