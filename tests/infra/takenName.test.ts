import { explainTakenName, tagsOf } from "../../infra/relay/takenName";

function failing(message: string) {
  return () => Promise.reject(new Error(message));
}

test.each([
  "reading SQS Queue (events) URL: AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
  "reading SQS Queue (events) URL: couldn't find resource",
  "reading SQS Queue (events) URL: empty result",
  "QueueDoesNotExist",
])("a queue that does not exist has no tags: %s", async (message) => {
  expect(await tagsOf("events", failing(message))).toBeUndefined();
});

test.each([
  "AccessDenied: User is not authorized to perform: sqs:GetQueueUrl",
  "AccessDenied: User is not authorized to perform: sqs:ListQueueTags",
  "ThrottlingException: Rate exceeded",
  "getaddrinfo ENOTFOUND sqs.eu-west-1.amazonaws.com",
  "context deadline exceeded",
])("stops when AWS does not say whether it exists: %s", async (message) => {
  const failure = tagsOf("events", failing(message));
  await expect(failure).rejects.toThrow(`Cannot look for a queue named events (${message}).`);
  await expect(failure).rejects.toThrow("sqs:ListQueueTags");
});

test("returns the tags of a queue that exists", async () => {
  const tags = { "chatlio-aep:owner": "one" };
  expect(await tagsOf("events", () => Promise.resolve({ tags }))).toEqual(tags);
});

test.each([
  "creating IAM Role (relay): EntityAlreadyExists: Role with name relay already exists.",
  "creating Lambda Function (relay): ResourceConflictException: Function already exist: relay",
  "creating CloudWatch Logs Log Group: ResourceAlreadyExistsException: The specified log group already exists",
  "creating Secrets Manager Secret: ResourceExistsException: The operation failed because the secret relay already exists.",
  "creating S3 Bucket (relay): BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
  "creating SQS Queue: QueueAlreadyExists: A queue already exists with the same name and a different value for attribute VisibilityTimeout",
  "creating Lambda Event Source Mapping: ResourceConflictException: The event source arn and function provided mapping already exists.",
  "adding Lambda Permission: ResourceConflictException: The statement id (relay) provided already exists.",
  "creating API Gateway v2 Route: ConflictException: Route with key $default already exists for this API",
  "creating API Gateway v2 Stage: ConflictException: Stage already exists",
])("says what to do: %s", (error) => {
  const explain = () => explainTakenName({ failedOperation: "create", errors: [error] });
  expect(explain).toThrow(error);
  expect(explain).toThrow("npx chatlio-aep adopt");
});

test.each([
  ["create", "AccessDenied: not authorized to perform: iam:CreateRole"],
  ["create", "ResourceConflictException: An update is in progress for the function"],
  ["update", "ConflictException: Stage already exists"],
])("leaves other errors of a %s as they are: %s", (failedOperation, error) => {
  expect(explainTakenName({ failedOperation, errors: [error] })).toBe(false);
});
