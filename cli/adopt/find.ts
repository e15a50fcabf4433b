import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand as ListAlarmTagsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
} from "@aws-sdk/client-dynamodb";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  GetFunctionCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetQueueUrlCommand, ListQueueTagsCommand, SQSClient } from "@aws-sdk/client-sqs";

type Tags = Readonly<Record<string, string>>;

/** An object in AWS. */
export interface Found {
  /** Its id, as the AWS provider forms it. */
  readonly id: string;
  /** Undefined: its name has a part that is random for each state, so it is this one's. */
  readonly tags: Tags | undefined;
}

/** Finds an object by its name; undefined when there is none. */
type Find = (name: string) => Promise<Found | undefined>;

/** Errors by which the services say that there is no such object. */
const notFound = [
  "NoSuchEntityException",
  "QueueDoesNotExist",
  "AWS.SimpleQueueService.NonExistentQueue",
  "ResourceNotFoundException",
  "NotFound",
];

async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && notFound.includes(error.name)) return undefined;
    throw error;
  }
}

type TagList = readonly {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}[];

function tagsOf(tags: TagList = []): Tags {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** How an object of each type is found whose name nobody else in the account can have. */
export function finders(region: string): Readonly<Record<string, Find>> {
  const options = { region };
  return {
    "aws:cloudwatch/logGroup:LogGroup": findLogGroup(new CloudWatchLogsClient(options)),
    "aws:cloudwatch/metricAlarm:MetricAlarm": findAlarm(new CloudWatchClient(options)),
    "aws:dynamodb/table:Table": findTable(new DynamoDBClient(options)),
    "aws:iam/role:Role": findRole(new IAMClient(options)),
    "aws:lambda/function:Function": findFunction(new LambdaClient(options)),
    "aws:s3/bucket:Bucket": findBucket(new S3Client(options)),
    "aws:secretsmanager/secret:Secret": findSecret(new SecretsManagerClient(options)),
    "aws:sqs/queue:Queue": findQueue(new SQSClient(options)),
  };
}

function findQueue(sqs: SQSClient): Find {
  return async (QueueName) => {
    const found = await unlessMissing(sqs.send(new GetQueueUrlCommand({ QueueName })));
    if (found?.QueueUrl === undefined) return undefined;
    const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: found.QueueUrl }));
    return { id: found.QueueUrl, tags: Tags };
  };
}

function findBucket(s3: S3Client): Find {
  return async (Bucket) => {
    const found = await unlessMissing(s3.send(new HeadBucketCommand({ Bucket })));
    return found && { id: Bucket, tags: undefined };
  };
}

function findTable(dynamodb: DynamoDBClient): Find {
  return async (TableName) => {
    const found = await unlessMissing(dynamodb.send(new DescribeTableCommand({ TableName })));
    if (found === undefined) return undefined;
    const tags = new ListTagsOfResourceCommand({ ResourceArn: found.Table?.TableArn });
    return { id: TableName, tags: tagsOf((await dynamodb.send(tags)).Tags) };
  };
}

function findRole(iam: IAMClient): Find {
  return async (RoleName) => {
    const found = await unlessMissing(iam.send(new GetRoleCommand({ RoleName })));
    return found && { id: RoleName, tags: tagsOf(found.Role?.Tags) };
  };
}

function findFunction(lambda: LambdaClient): Find {
  return async (FunctionName) => {
    const found = await unlessMissing(lambda.send(new GetFunctionCommand({ FunctionName })));
    return found && { id: FunctionName, tags: found.Tags ?? {} };
  };
}

function findLogGroup(logs: CloudWatchLogsClient): Find {
  return async (name) => {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name });
    const { logGroups = [] } = await logs.send(command);
    const found = logGroups.find(({ logGroupName }) => logGroupName === name);
    if (found === undefined) return undefined;
    const resourceArn = found.arn?.replace(/:\*$/, "");
    const { tags = {} } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
    return { id: name, tags };
  };
}

function findAlarm(cloudwatch: CloudWatchClient): Find {
  return async (name) => {
    const command = new DescribeAlarmsCommand({ AlarmNames: [name] });
    const [found] = (await cloudwatch.send(command)).MetricAlarms ?? [];
    if (found === undefined) return undefined;
    const tags = new ListAlarmTagsCommand({ ResourceARN: found.AlarmArn });
    return { id: name, tags: tagsOf((await cloudwatch.send(tags)).Tags) };
  };
}

function findSecret(secrets: SecretsManagerClient): Find {
  return async (SecretId) => {
    const found = await unlessMissing(secrets.send(new DescribeSecretCommand({ SecretId })));
    if (found?.ARN === undefined || found.DeletedDate !== undefined) return undefined;
    return { id: found.ARN, tags: tagsOf(found.Tags) };
  };
}

/** The id of the mapping that calls a function for a queue; undefined when there is none. */
export async function findMapping(
  region: string,
  functionName: string,
  queueName: string,
): Promise<string | undefined> {
  const lambda = new LambdaClient({ region });
  const command = new ListEventSourceMappingsCommand({ FunctionName: functionName });
  const { EventSourceMappings: mappings = [] } = (await unlessMissing(lambda.send(command))) ?? {};
  return mappings.find(({ EventSourceArn: arn }) => arn?.split(":").at(-1) === queueName)?.UUID;
}
