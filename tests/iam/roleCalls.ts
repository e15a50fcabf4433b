import type { IamRequest } from "../handlers/support/awsServer";
import type { Run } from "../infra/program";
import type { Call, PolicyDocument } from "./evaluate";
import { kmsKey } from "./options";
import { scope } from "./providerCalls";

type Calls = readonly Omit<Call, "by">[];

function throughKey(service: string, ...actions: string[]): Calls {
  const context = { "kms:ViaService": `${service}.${scope.region}.amazonaws.com` };
  return actions.map((action) => ({ action, resource: kmsKey, context }));
}

/** What SQS, S3, DynamoDB and Secrets Manager do with a customer's key in the name of the caller (their guides). */
const keyUse: Readonly<Record<string, Calls>> = {
  "dynamodb:GetItem": throughKey("dynamodb", "kms:Decrypt"),
  "dynamodb:UpdateItem": throughKey("dynamodb", "kms:Decrypt"),
  "dynamodb:Scan": throughKey("dynamodb", "kms:Decrypt"),
  "dynamodb:DeleteItem": throughKey("dynamodb", "kms:Decrypt"),
  "s3:PutObject": throughKey("s3", "kms:GenerateDataKey"),
  "s3:GetObject": throughKey("s3", "kms:Decrypt"),
  "s3:GetObjectVersion": throughKey("s3", "kms:Decrypt"),
  "sqs:SendMessage": throughKey("sqs", "kms:GenerateDataKey", "kms:Decrypt"),
  "sqs:ReceiveMessage": throughKey("sqs", "kms:Decrypt"),
  "secretsmanager:GetSecretValue": throughKey("secretsmanager", "kms:Decrypt"),
};

/** A request with what it makes AWS do with the customer's key. */
function withKeyUse(by: string, call: Omit<Call, "by">, withKey: boolean): readonly Call[] {
  const uses = withKey ? (keyUse[call.action] ?? []) : [];
  return [call, ...uses].map((each) => ({ by, ...each }));
}

/** The functions. */
export type FunctionPart = "receiver" | "forwarder" | "keeper" | "reconciler";

export interface RoleOptions {
  readonly part: FunctionPart;
  /** ARN of each queue and secret, by its name on the server that stood for AWS. */
  readonly objects: Readonly<Record<string, string>>;
  /** Whether the stack has the options that change roles. */
  readonly options: boolean;
}

/** What the function itself was seen to do, and what Lambda does with its role (Lambda's guide). */
export function roleCalls(
  seen: readonly IamRequest[],
  { objects, options, part }: RoleOptions,
): readonly Call[] {
  const own = seen.map(({ action, object }) => ({ action, resource: arnOf(object, objects) }));
  const log = `${logGroupArn(part)}:log-stream:2026/11/28/[$LATEST]0123456789abcdef`;
  const byLambda = [
    ...["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({ action, resource: log })),
    ...(part === "forwarder" ? polling(objects["events"] ?? "") : []),
    ...(part === "keeper" ? polling(objects["undelivered"] ?? "") : []),
    ...(part === "receiver" || part === "forwarder" ? beforeUpdate(objects) : []),
    ...(options
      ? ["xray:PutTraceSegments", "xray:PutTelemetryRecords"].map((action) => {
          return { action, resource: "*" };
        })
      : []),
  ];
  return [...own, ...byLambda].flatMap((call) => withKeyUse(part, call, options));
}

/** What a function of an earlier release still does while an update has changed its role only. */
function beforeUpdate(objects: RoleOptions["objects"]): Calls {
  return [{ action: "sqs:SendMessage", resource: objects["dead"] ?? "" }];
}

/** ARN of what stands for an object on the tests' server; of a bucket's object, with its key. */
function arnOf(object: string, objects: RoleOptions["objects"]): string {
  const [name = "", ...key] = object.split("/");
  const known = objects[object] ?? objects[name];
  return known === undefined ? object : [known, ...(objects[object] ? [] : key)].join("/");
}

function polling(queue: string): Calls {
  return ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"].map((action) => {
    return { action, resource: queue };
  });
}

/** ARN of what the program created, by the names that the tests' server knows it by. */
export function objectsOf(run: Run): Readonly<Record<string, string>> {
  const arn = (part: string) =>
    `arn:aws:sqs:${scope.region}:${scope.account}:${String(
      run.one("aws:sqs/queue:Queue", part).inputs["name"],
    )}`;
  return {
    events: arn("-events"),
    undelivered: arn("-undelivered"),
    dead: arn("-dead-letters"),
    archive: `arn:aws:s3:::${String(run.one("aws:s3/bucket:Bucket").inputs["bucket"])}`,
    links: `arn:aws:dynamodb:${scope.region}:${scope.account}:table/${String(
      run.one("aws:dynamodb/table:Table").inputs["name"],
    )}`,
    inlet: secretArn("relay-forwarder-secret"),
    salts: secretArn("relay-receiver-salts"),
    reconciler: secretArn("relay-reconciler-secret"),
  };
}

/** The policy of a role of the run, with ARNs as AWS has them in place of those of the mocks. */
export function rolePolicyOf(run: Run, part: RoleOptions["part"]): PolicyDocument {
  const { policy } = run.one("aws:iam/rolePolicy:RolePolicy", `${part}-policy`).inputs;
  const text = String(policy)
    .replaceAll(`arn:of:relay-${part}-logs`, logGroupArn(part))
    .replace(/arn:of:(relay-[a-z-]+)/g, (_, name: string) => secretArn(name));
  return JSON.parse(text) as PolicyDocument;
}

function logGroupArn(part: string): string {
  return `arn:aws:logs:${scope.region}:${scope.account}:log-group:/aws/lambda/${part}`;
}

function secretArn(name: string): string {
  return `arn:aws:secretsmanager:${scope.region}:${scope.account}:secret:${name}-AbCdEf`;
}

/** What an operator's command was seen to do. */
export function operatorCalls(
  by: string,
  seen: readonly IamRequest[],
  objects: Readonly<Record<string, string>>,
  withKey: boolean,
): readonly Call[] {
  return seen.flatMap(({ action, object }) =>
    withKeyUse(by, { action, resource: arnOf(object, objects) }, withKey),
  );
}
