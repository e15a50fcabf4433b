import { tagsOf } from "../../infra/relay/takenName";

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
