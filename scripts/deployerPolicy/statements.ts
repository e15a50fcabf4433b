import { linkStatements } from "./links";
import { smokeTestStatements } from "./smokeTest";

/** What the user fills in; `*` stands for any. */
export interface Target {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** First part of the physical names: `chatlio-aep:namePrefix`, or the project's name. */
  readonly prefix: string;
  /** ARN of the user's key: `chatlio-aep:kmsKey`. */
  readonly kmsKey?: string;
  /** ARN of a policy: `chatlio-aep:permissionsBoundary`. */
  readonly permissionsBoundary?: string;
  /** Whether the stack has `chatlio-aep:reservedConcurrency`. */
  readonly reservedConcurrency?: boolean;
  /** Whether the stack has `chatlio-aep:smokeTest`. */
  readonly smokeTest?: boolean;
}

/** Actions by resource type, as `@pulumi/aws` names the type. */
export type ActionsByType = Readonly<Record<string, readonly string[]>>;

/** The policies of the deployer, because one alone would be longer than IAM allows. */
export const policyParts = ["relay", "storage"] as const;

export type PolicyPart = (typeof policyParts)[number];

/** One statement of the policy, with the resource types of the program that need its actions. */
export interface StatementSource {
  readonly sid: string;
  /** The policy that has it. Default `relay`. */
  readonly part?: PolicyPart;
  readonly actions: ActionsByType;
  readonly resources: (target: Target) => readonly string[];
  readonly condition?: (target: Target) => Condition | undefined;
  /** Whether a stack needs the statement at all. Default: every stack does. */
  readonly when?: (target: Target) => boolean;
}

/** Condition of a statement: operator → key → value. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Actions of a service, each with the service's prefix. */
function of(service: string, ...names: string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}

function arn(service: string, path: string) {
  return ({ partition, region, account, prefix }: Target) => [
    `arn:${partition}:${service}:${region}:${account}:${path.replace("{prefix}", prefix)}`,
  ];
}

function roles({ partition, account, prefix }: Target) {
  return [`arn:${partition}:iam::${account}:role/${prefix}-*`];
}

function everything(): readonly string[] {
  return ["*"];
}

function withinBoundary({ permissionsBoundary }: Target): Condition | undefined {
  if (permissionsBoundary === undefined) return undefined;
  return { StringEquals: { "iam:PermissionsBoundary": permissionsBoundary } };
}

const taggingByArn = ["ListTagsForResource", "TagResource", "UntagResource"];
const tagging = ["ListTags", "TagResource", "UntagResource"];

/**
 * What the real AWS provider calls to create, read, update and delete each resource type of the
 * program. From its source (hashicorp/terraform-provider-aws 6, which `@pulumi/aws` 7 is built on):
 * reads that look superfluous, such as `lambda:GetFunctionCodeSigningConfig`, are part of every refresh.
 */
export const statementSources: readonly StatementSource[] = [
  {
    sid: "Queues",
    actions: {
      "aws:sqs/queue:Queue": of(
        "sqs",
        ...["CreateQueue", "DeleteQueue", "GetQueueAttributes", "SetQueueAttributes"],
        ...["GetQueueUrl", "ListQueueTags", "TagQueue", "UntagQueue"],
      ),
      "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": of(
        "sqs",
        ...["GetQueueAttributes", "SetQueueAttributes"],
      ),
    },
    resources: arn("sqs", "{prefix}-*"),
  },
  {
    sid: "Roles",
    actions: {
      "aws:iam/role:Role": of(
        "iam",
        ...["DeleteRole", "GetRole", "UpdateRole", "UpdateRoleDescription"],
        ...["UpdateAssumeRolePolicy", "ListAttachedRolePolicies", "ListInstanceProfilesForRole"],
        ...["ListRolePolicies", "ListRoleTags", "TagRole", "UntagRole"],
      ),
      "aws:iam/rolePolicy:RolePolicy": of("iam", ...["DeleteRolePolicy", "GetRolePolicy"]),
    },
    resources: roles,
  },
  {
    // What could give a role more than the boundary allows is allowed only for roles that have it.
    sid: "RolesWithinBoundary",
    actions: {
      "aws:iam/role:Role": ["iam:CreateRole"],
      "aws:iam/rolePolicy:RolePolicy": ["iam:PutRolePolicy"],
    },
    resources: roles,
    condition: withinBoundary,
  },
  {
    sid: "RoleBoundary",
    actions: { "aws:iam/role:Role": ["iam:PutRolePermissionsBoundary"] },
    resources: roles,
    condition: withinBoundary,
    when: ({ permissionsBoundary }) => permissionsBoundary !== undefined,
  },
  {
    sid: "PassRoles",
    actions: { "aws:lambda/function:Function": ["iam:PassRole"] },
    resources: roles,
    condition: () => ({ StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } }),
  },
  {
    sid: "Functions",
    actions: {
      "aws:lambda/function:Function": of(
        "lambda",
        ...["CreateFunction", "DeleteFunction", "GetFunction", "UpdateFunctionCode"],
        ...["UpdateFunctionConfiguration", "GetFunctionCodeSigningConfig"],
        ...["ListVersionsByFunction", ...tagging],
      ),
      "aws:lambda/permission:Permission": of(
        "lambda",
        ...["AddPermission", "GetPolicy", "RemovePermission"],
      ),
    },
    resources: arn("lambda", "function:{prefix}-*"),
  },
  {
    sid: "ReservedConcurrency",
    actions: {
      "aws:lambda/function:Function": of(
        "lambda",
        ...["PutFunctionConcurrency", "DeleteFunctionConcurrency"],
      ),
    },
    resources: arn("lambda", "function:{prefix}-*"),
    when: ({ reservedConcurrency }) => reservedConcurrency === true,
  },
  {
    // AWS names a mapping by a random id, and checks most of these actions only against `*`.
    sid: "EventSourceMappings",
    actions: {
      "aws:lambda/eventSourceMapping:EventSourceMapping": of(
        "lambda",
        ...["CreateEventSourceMapping", "DeleteEventSourceMapping", "GetEventSourceMapping"],
        "UpdateEventSourceMapping",
      ),
    },
    resources: everything,
  },
  {
    sid: "EventSourceMappingTags",
    actions: { "aws:lambda/eventSourceMapping:EventSourceMapping": of("lambda", ...tagging) },
    resources: arn("lambda", "event-source-mapping:*"),
  },
  {
    sid: "Secret",
    actions: {
      "aws:secretsmanager/secret:Secret": of(
        "secretsmanager",
        ...["CreateSecret", "DeleteSecret", "DescribeSecret", "UpdateSecret", "GetResourcePolicy"],
        ...["TagResource", "UntagResource"],
      ),
      "aws:secretsmanager/secretVersion:SecretVersion": of(
        "secretsmanager",
        ...["GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"],
      ),
    },
    resources: arn("secretsmanager", "secret:{prefix}-*"),
  },
  {
    sid: "LogGroups",
    actions: {
      "aws:cloudwatch/logGroup:LogGroup": of(
        "logs",
        ...["CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy"],
        ...["ListTagsForResource", "TagResource", "UntagResource"],
      ),
    },
    resources: arn("logs", "log-group:/aws/*/{prefix}-*"),
  },
  {
    sid: "LogGroupKeys",
    actions: {
      "aws:cloudwatch/logGroup:LogGroup": of("logs", ...["AssociateKmsKey", "DisassociateKmsKey"]),
    },
    resources: arn("logs", "log-group:/aws/*/{prefix}-*"),
    when: ({ kmsKey }) => kmsKey !== undefined,
  },
  {
    sid: "Alarms",
    actions: {
      "aws:cloudwatch/metricAlarm:MetricAlarm": of(
        "cloudwatch",
        ...["DeleteAlarms", "PutMetricAlarm", ...taggingByArn],
      ),
    },
    resources: arn("cloudwatch", "alarm:{prefix}-*"),
  },
  {
    // Dashboards belong to no region.
    sid: "Dashboard",
    actions: {
      "aws:cloudwatch/dashboard:Dashboard": of(
        "cloudwatch",
        ...["DeleteDashboards", "GetDashboard", "PutDashboard"],
      ),
    },
    resources: ({ partition, account, prefix }) => [
      `arn:${partition}:cloudwatch::${account}:dashboard/${prefix}-*`,
    ],
  },
  {
    // AWS checks these actions only against `*`.
    sid: "Operator",
    actions: {
      "aws:cloudwatch/metricAlarm:MetricAlarm": ["cloudwatch:DescribeAlarms"],
      "aws:cloudwatch/queryDefinition:QueryDefinition": of(
        "logs",
        ...["DeleteQueryDefinition", "DescribeQueryDefinitions", "PutQueryDefinition"],
      ),
      "aws:sns/topicSubscription:TopicSubscription": of(
        "sns",
        ...["GetSubscriptionAttributes", "Unsubscribe"],
      ),
    },
    resources: everything,
  },
  {
    sid: "AlarmTopic",
    actions: {
      "aws:sns/topic:Topic": of(
        "sns",
        ...["CreateTopic", "DeleteTopic", "GetTopicAttributes", ...taggingByArn],
      ),
      "aws:sns/topicSubscription:TopicSubscription": ["sns:Subscribe"],
    },
    resources: arn("sns", "{prefix}-*"),
  },
  {
    // Secrets Manager uses the key in the name of whoever reads or writes a secret.
    sid: "SecretKey",
    actions: {
      "aws:secretsmanager/secretVersion:SecretVersion": ["kms:Decrypt", "kms:GenerateDataKey"],
    },
    resources: ({ kmsKey }) => [kmsKey ?? ""],
    condition: () => ({ StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com*" } }),
    when: ({ kmsKey }) => kmsKey !== undefined,
  },
  {
    // AWS checks these actions only against `*`.
    sid: "AccessLog",
    actions: {
      "aws:cloudwatch/logGroup:LogGroup": ["logs:DescribeLogGroups"],
      "aws:apigatewayv2/stage:Stage": of(
        "logs",
        ...["CreateLogDelivery", "DeleteLogDelivery", "GetLogDelivery", "ListLogDeliveries"],
        ...["UpdateLogDelivery", "DescribeResourcePolicies", "PutResourcePolicy"],
      ),
    },
    resources: everything,
  },
  {
    sid: "Api",
    actions: Object.fromEntries(
      ["api:Api", "integration:Integration", "route:Route", "stage:Stage"].map((type) => [
        `aws:apigatewayv2/${type}`,
        of("apigateway", "DELETE", "GET", "PATCH", "POST"),
      ]),
    ),
    resources: ({ partition, region }) =>
      ["apis", "apis/*", "tags/*"].map((path) => `arn:${partition}:apigateway:${region}::/${path}`),
  },
  {
    // Its reads of what the program does not set are part of every refresh.
    sid: "Buckets",
    part: "storage",
    actions: {
      "aws:s3/bucket:Bucket": of(
        "s3",
        ...["CreateBucket", "DeleteBucket", "ListBucket", ...taggingByArn, "GetBucketAcl"],
        ...["GetAccelerateConfiguration", "GetBucketCORS", "GetBucketLogging"],
        ...["GetBucketObjectLockConfiguration", "GetBucketPolicy", "GetBucketRequestPayment"],
        ...["GetBucketVersioning", "GetBucketWebsite", "GetEncryptionConfiguration"],
        ...["GetLifecycleConfiguration", "GetReplicationConfiguration"],
      ),
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": of(
        "s3",
        ...["GetLifecycleConfiguration", "PutLifecycleConfiguration"],
      ),
      "aws:s3/bucketPolicy:BucketPolicy": of(
        "s3",
        ...["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
      ),
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": of(
        "s3",
        ...["GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"],
      ),
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": of(
        "s3",
        ...["GetEncryptionConfiguration", "PutEncryptionConfiguration"],
      ),
    },
    resources: ({ partition, prefix }) => [`arn:${partition}:s3:::${prefix}-*`],
  },
  {
    // Of the reconciler.
    sid: "Schedules",
    part: "storage",
    actions: {
      "aws:cloudwatch/eventRule:EventRule": of(
        "events",
        ...["PutRule", "DescribeRule", "DeleteRule", ...taggingByArn],
      ),
      "aws:cloudwatch/eventTarget:EventTarget": of(
        "events",
        ...["PutTargets", "ListTargetsByRule", "RemoveTargets"],
      ),
    },
    resources: arn("events", "rule/{prefix}-*"),
  },
  ...linkStatements,
  ...smokeTestStatements,
  {
    // The first HTTP API of an account creates this role.
    sid: "ApiGatewayRole",
    actions: { "aws:apigatewayv2/api:Api": ["iam:CreateServiceLinkedRole"] },
    resources: everything,
    condition: () => ({ StringEquals: { "iam:AWSServiceName": "ops.apigateway.amazonaws.com" } }),
  },
];
