import type { Recorded, Run } from "../infra/program";
import type { Call } from "./evaluate";
import { eventRule, eventTarget } from "./scheduleCalls";
import { smokeTest } from "./smokeTestCalls";
import { table } from "./tableCalls";

/** Where the calls of a deployment go. */
export const scope = { region: "us-east-1", account: "123456789012" };

const { region, account } = scope;

function arn(service: string, path: string): string {
  return `arn:aws:${service}:${region}:${account}:${path}`;
}

type Operation = "create" | "read" | "update" | "delete";

/** The calls of one operation: a service and names of its actions. */
type Calls = readonly (Omit<Call, "by"> | readonly Omit<Call, "by">[])[];

/** What a run of the program created, by the reference that others have to it. */
type Named = (reference: unknown) => string;

function on(resource: string, service: string, names: string): Omit<Call, "by">[] {
  return names.split(" ").map((name) => ({ action: `${service}:${name}`, resource }));
}

function nameOf({ inputs }: Recorded): string {
  return String(inputs["name"]);
}

function queue(name: string): Readonly<Record<Operation, Calls>> {
  const calls = (names: string) => on(arn("sqs", name), "sqs", names);
  return {
    // The program looks first whether the queue exists (aws.sqs.getQueue).
    create: [calls("GetQueueUrl ListQueueTags CreateQueue TagQueue GetQueueAttributes")],
    read: [calls("GetQueueAttributes ListQueueTags")],
    update: [calls("SetQueueAttributes GetQueueAttributes TagQueue UntagQueue")],
    delete: [calls("DeleteQueue GetQueueAttributes")],
  };
}

function role({ inputs }: Recorded): Readonly<Record<Operation, Calls>> {
  const resource = `arn:aws:iam::${account}:role/${String(inputs["name"])}`;
  const boundary = inputs["permissionsBoundary"];
  const context =
    typeof boundary === "string" ? { "iam:PermissionsBoundary": boundary } : undefined;
  const within = (name: string) => ({
    action: `iam:${name}`,
    resource,
    ...(context ? { context } : {}),
  });
  const calls = (names: string) => on(resource, "iam", names);
  return {
    create: [within("CreateRole"), calls("TagRole GetRole")],
    read: [calls("GetRole ListRolePolicies ListAttachedRolePolicies ListRoleTags")],
    update: [
      calls("UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription TagRole UntagRole"),
      context ? within("PutRolePermissionsBoundary") : [],
    ],
    delete: [
      calls(
        "ListInstanceProfilesForRole ListAttachedRolePolicies ListRolePolicies DeleteRolePolicy DeleteRole",
      ),
    ],
  };
}

function rolePolicy({ inputs }: Recorded, run: Run): Readonly<Record<Operation, Calls>> {
  const name = String(inputs["role"]);
  const owner = run.all("aws:iam/role:Role").find((candidate) => nameOf(candidate) === name);
  const boundary = owner?.inputs["permissionsBoundary"];
  const resource = `arn:aws:iam::${account}:role/${name}`;
  const put = {
    action: "iam:PutRolePolicy",
    resource,
    ...(typeof boundary === "string" ? { context: { "iam:PermissionsBoundary": boundary } } : {}),
  };
  const calls = (names: string) => on(resource, "iam", names);
  return {
    create: [put],
    read: [calls("GetRolePolicy")],
    update: [put],
    delete: [calls("DeleteRolePolicy")],
  };
}

function logGroup({ inputs }: Recorded): Readonly<Record<Operation, Calls>> {
  const resource = arn("logs", `log-group:${String(inputs["name"])}:log-stream:`);
  const calls = (names: string) => on(resource, "logs", names);
  const key = inputs["kmsKeyId"] !== undefined;
  return {
    create: [calls(`CreateLogGroup TagResource PutRetentionPolicy`)],
    read: [calls("ListTagsForResource"), on("*", "logs", "DescribeLogGroups")],
    update: [
      calls("PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource"),
      key ? calls("AssociateKmsKey DisassociateKmsKey") : [],
    ],
    delete: [calls("DeleteLogGroup")],
  };
}

function lambdaFunction({ inputs }: Recorded, run: Run): Readonly<Record<Operation, Calls>> {
  const name = String(inputs["name"]);
  const calls = (names: string) => on(arn("lambda", `function:${name}`), "lambda", names);
  const pass = run
    .all("aws:iam/role:Role")
    .filter((candidate) => nameOf(candidate) === name)
    .map((owner) => ({
      action: "iam:PassRole",
      resource: `arn:aws:iam::${account}:role/${nameOf(owner)}`,
      context: { "iam:PassedToService": "lambda.amazonaws.com" },
    }));
  const reserved = inputs["reservedConcurrentExecutions"] !== undefined;
  return {
    create: [calls("CreateFunction TagResource GetFunction"), pass],
    // AWS leaves the tags out of GetFunction's response for those who may not list them.
    read: [calls("GetFunction ListTags ListVersionsByFunction GetFunctionCodeSigningConfig")],
    update: [
      calls("UpdateFunctionConfiguration UpdateFunctionCode GetFunction TagResource UntagResource"),
      pass,
      reserved ? calls("PutFunctionConcurrency DeleteFunctionConcurrency") : [],
    ],
    delete: [calls("DeleteFunction")],
  };
}

function permission(functionName: string): Readonly<Record<Operation, Calls>> {
  const calls = (names: string) => on(arn("lambda", `function:${functionName}`), "lambda", names);
  return {
    create: [calls("AddPermission GetPolicy")],
    read: [calls("GetPolicy")],
    update: [],
    delete: [calls("RemovePermission")],
  };
}

function eventSourceMapping(): Readonly<Record<Operation, Calls>> {
  const mapping = arn("lambda", "event-source-mapping:00000000-0000-0000-0000-000000000000");
  const calls = (names: string) => on(mapping, "lambda", names);
  return {
    create: [on("*", "lambda", "CreateEventSourceMapping"), calls("GetEventSourceMapping")],
    read: [calls("GetEventSourceMapping ListTags")],
    // Its tags are the provider's `aws:defaultTags`.
    update: [calls("UpdateEventSourceMapping TagResource UntagResource")],
    delete: [calls("DeleteEventSourceMapping GetEventSourceMapping")],
  };
}

function secret(name: string): Readonly<Record<Operation, Calls>> {
  const calls = (names: string) =>
    on(arn("secretsmanager", `secret:${name}-AbCdEf`), "secretsmanager", names);
  return {
    create: [calls("CreateSecret TagResource")],
    read: [calls("DescribeSecret GetResourcePolicy")],
    update: [calls("UpdateSecret TagResource UntagResource")],
    delete: [calls("DeleteSecret DescribeSecret")],
  };
}

function secretVersion(
  { inputs }: Recorded | { inputs: Recorded["inputs"] },
  run: Run,
  named: Named,
): Readonly<Record<Operation, Calls>> {
  const owner = named(inputs["secretId"]);
  const calls = (names: string) =>
    on(arn("secretsmanager", `secret:${owner}-AbCdEf`), "secretsmanager", names);
  const key = run
    .all("aws:secretsmanager/secret:Secret")
    .find((candidate) => nameOf(candidate) === owner)?.inputs["kmsKeyId"];
  const withKey = (...actions: string[]) =>
    typeof key === "string"
      ? actions.map((action) => ({
          action,
          resource: key,
          context: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
        }))
      : [];
  return {
    create: [calls("PutSecretValue"), withKey("kms:GenerateDataKey", "kms:Decrypt")],
    read: [calls("GetSecretValue"), withKey("kms:Decrypt")],
    update: [],
    delete: [calls("UpdateSecretVersionStage")],
  };
}

function metricAlarm(name: string): Readonly<Record<Operation, Calls>> {
  const calls = (names: string) => on(arn("cloudwatch", `alarm:${name}`), "cloudwatch", names);
  const describe = on("*", "cloudwatch", "DescribeAlarms");
  return {
    // The provider looks first whether the alarm exists: CloudWatch would replace it.
    create: [calls("PutMetricAlarm TagResource"), describe],
    read: [calls("ListTagsForResource"), describe],
    update: [calls("PutMetricAlarm TagResource UntagResource"), describe],
    delete: [calls("DeleteAlarms")],
  };
}

function dashboard(name: string): Readonly<Record<Operation, Calls>> {
  const resource = `arn:aws:cloudwatch::${account}:dashboard/${name}`;
  const calls = (names: string) => on(resource, "cloudwatch", names);
  return {
    create: [calls("PutDashboard GetDashboard")],
    read: [calls("GetDashboard")],
    update: [calls("PutDashboard GetDashboard")],
    delete: [calls("DeleteDashboards")],
  };
}

function queryDefinition(): Readonly<Record<Operation, Calls>> {
  const calls = (names: string) => on("*", "logs", names);
  return {
    create: [calls("PutQueryDefinition DescribeQueryDefinitions")],
    read: [calls("DescribeQueryDefinitions")],
    update: [calls("PutQueryDefinition DescribeQueryDefinitions")],
    delete: [calls("DeleteQueryDefinition")],
  };
}

function topic(name: string): Readonly<Record<Operation, Calls>> {
  const calls = (names: string) => on(arn("sns", name), "sns", names);
  return {
    create: [calls("CreateTopic TagResource GetTopicAttributes")],
    read: [calls("GetTopicAttributes ListTagsForResource")],
    update: [calls("TagResource UntagResource")],
    delete: [calls("DeleteTopic")],
  };
}

function topicSubscription(topicName: string): Readonly<Record<Operation, Calls>> {
  const attributes = on("*", "sns", "GetSubscriptionAttributes");
  return {
    create: [on(arn("sns", topicName), "sns", "Subscribe"), attributes],
    read: [attributes],
    update: [],
    delete: [on("*", "sns", "Unsubscribe"), attributes],
  };
}

const bucketReads =
  "ListBucket GetBucketPolicy GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration ListTagsForResource";

function onBucket(name: unknown, names: string) {
  return on(`arn:aws:s3:::${String(name)}`, "s3", names);
}

function bucket({ inputs }: Recorded): Readonly<Record<Operation, Calls>> {
  const calls = (names: string) => onBucket(inputs["bucket"], names);
  return {
    // The provider looks first whether the bucket exists.
    create: [calls("ListBucket CreateBucket TagResource"), calls(bucketReads)],
    read: [calls(bucketReads)],
    update: [calls("TagResource UntagResource"), calls(bucketReads)],
    delete: [calls("DeleteBucket ListBucket")],
  };
}

/** A setting of a bucket: what reads, writes and removes it. */
function bucketSetting(read: string, write: string, remove = write): CallsOf {
  return ({ inputs }) => {
    const calls = (name: string) => onBucket(inputs["bucket"], name);
    return {
      create: [calls(write), calls(read)],
      read: [calls(read)],
      update: [calls(write), calls(read)],
      delete: [calls(remove)],
    };
  };
}

/** HTTP methods on a path of API Gateway's control plane, and on the tags of what is there. */
function gateway(collection: string, id: string, more: Calls = []) {
  const at = (path: string, names: string) =>
    on(`arn:aws:apigateway:${region}::${path}`, "apigateway", names);
  const tags = `/tags/arn%3Aaws%3Aapigateway%3A${region}%3A%3A%2Fapis%2Fabc`;
  return {
    create: [at(collection, "POST"), ...more],
    read: [at(`${collection}/${id}`, "GET")],
    update: [at(`${collection}/${id}`, "PATCH"), at(tags, "POST DELETE"), ...more],
    delete: [at(`${collection}/${id}`, "DELETE"), ...more],
  };
}

/** API Gateway makes these calls in the name of whoever writes a stage with an access log. */
const logDelivery = [
  "CreateLogDelivery DeleteLogDelivery GetLogDelivery ListLogDeliveries UpdateLogDelivery",
  "DescribeResourcePolicies PutResourcePolicy DescribeLogGroups",
].flatMap((names) => on("*", "logs", names));

const linkedRole = {
  action: "iam:CreateServiceLinkedRole",
  resource: `arn:aws:iam::${account}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway`,
  context: { "iam:AWSServiceName": "ops.apigateway.amazonaws.com" },
};

function ruleArn(name: unknown): string {
  return arn("events", `rule/${String(name)}`);
}

type CallsOf = (resource: Recorded, run: Run, named: Named) => Readonly<Record<Operation, Calls>>;

/**
 * What the real AWS provider calls for each resource type of the program, operation by operation.
 * Written down from its source (hashicorp/terraform-provider-aws 6, internal/service), and independent
 * of the policy, which is tested against it.
 */
const callsByType: Readonly<Record<string, CallsOf>> = {
  "aws:sqs/queue:Queue": (resource) => queue(nameOf(resource)),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": ({ inputs }) => {
    const url = String(inputs["queueUrl"]);
    const calls = on(
      arn("sqs", url.split("/").at(-1) ?? ""),
      "sqs",
      "SetQueueAttributes GetQueueAttributes",
    );
    return { create: [calls], read: [calls], update: [calls], delete: [calls] };
  },
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cloudwatch/metricAlarm:MetricAlarm": (resource) => metricAlarm(nameOf(resource)),
  "aws:cloudwatch/dashboard:Dashboard": ({ inputs }) => dashboard(String(inputs["dashboardName"])),
  "aws:cloudwatch/queryDefinition:QueryDefinition": queryDefinition,
  "aws:cloudwatch/eventRule:EventRule": (resource) => eventRule(ruleArn(nameOf(resource))),
  "aws:cloudwatch/eventTarget:EventTarget": ({ inputs }) => eventTarget(ruleArn(inputs["rule"])),
  "aws:dynamodb/table:Table": ({ inputs }) =>
    table(
      arn("dynamodb", `table/${String(inputs["name"])}`),
      inputs["serverSideEncryption"],
      region,
    ),
  "aws:sns/topic:Topic": (resource) => topic(nameOf(resource)),
  "aws:sns/topicSubscription:TopicSubscription": (_, run) =>
    topicSubscription(nameOf(run.one("aws:sns/topic:Topic"))),
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lambda/permission:Permission": ({ inputs }) => permission(String(inputs["function"])),
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucketSetting(
    "GetLifecycleConfiguration",
    "PutLifecycleConfiguration",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": bucketSetting(
    "GetBucketPolicy",
    "PutBucketPolicy",
    "DeleteBucketPolicy",
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucketSetting(
    "GetBucketPublicAccessBlock",
    "PutBucketPublicAccessBlock",
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    bucketSetting("GetEncryptionConfiguration", "PutEncryptionConfiguration"),
  "aws:secretsmanager/secret:Secret": (resource) => secret(nameOf(resource)),
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "command:local:Command": (_, run) => smokeTest(run, (group) => arn("logs", `log-group:${group}`)),
  "aws:apigatewayv2/api:Api": () => gateway("/apis", "abc", [linkedRole]),
  "aws:apigatewayv2/integration:Integration": () => gateway("/apis/abc/integrations", "def"),
  "aws:apigatewayv2/route:Route": () => gateway("/apis/abc/routes", "ghi"),
  "aws:apigatewayv2/stage:Stage": () => gateway("/apis/abc/stages", "$default", [logDelivery]),
};

/** Every call that deploying, refreshing, changing and destroying the run's resources makes. */
export function providerCalls(run: Run): readonly Call[] {
  // The mocks give a resource the id `<its name in the program>-id`.
  const named: Named = (id) => {
    const found = run.resources.find(({ name }) => `${name}-id` === id);
    return found === undefined ? "" : nameOf(found);
  };
  return run.resources
    .filter(({ type }) => /^(aws|command):/.test(type))
    .flatMap((resource) => {
      const callsOf = callsByType[resource.type];
      if (callsOf === undefined) throw new Error(`The calls for ${resource.type} are not known.`);
      return Object.entries(callsOf(resource, run, named)).flatMap(([operation, calls]) =>
        calls.flat().map((call) => ({ by: `${operation} ${resource.name}`, ...call })),
      );
    });
}
