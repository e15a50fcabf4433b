import { allows, denied, superfluous, type Call, type PolicyStatement } from "./evaluate";

function policy(...Statement: PolicyStatement[]) {
  return { Statement };
}

function call(action: string, resource: string, context: Call["context"] = {}): Call {
  return { by: "test", action, resource, context };
}

const queue = "arn:aws:sqs:us-east-1:123456789012:a-b.c";
function allow(Action: string | string[], Resource: string | string[]): PolicyStatement {
  return { Effect: "Allow", Action, Resource };
}

test.each([
  ["the exact action and object", "sqs:SendMessage", queue, true],
  ["an action in another case", "SQS:sendmessage", queue, true],
  ["a wildcard over colons", "sqs:*", "arn:*", true],
  ["a question mark for one character", "sqs:SendMessag?", queue.replace("c", "?"), true],
  ["a question mark for none", "sqs:SendMessage?", queue, false],
  ["a dot, which is not a wildcard", "sqs:SendMessage", queue.replace(".", "x"), false],
  ["only the start of the object", "sqs:SendMessage", queue.slice(0, -1), false],
])("%s", (_what, action, resource, expected) => {
  expect(allows(policy(allow(action, resource)), call("sqs:SendMessage", queue))).toBe(expected);
});

test("a Deny wins over an Allow, and nothing is allowed by default", () => {
  const deny = { ...allow("sqs:SendMessage", "*"), Effect: "Deny" };
  const sent = call("sqs:SendMessage", queue);
  expect(allows(policy(allow("*", "*"), deny), sent)).toBe(false);
  expect(allows(policy(allow("*", "*"), deny), call("sqs:DeleteQueue", queue))).toBe(true);
  expect(allows(policy(), sent)).toBe(false);
});

test("a condition holds only for a request that has the key with the value", () => {
  const Condition = { StringEquals: { "iam:PassedToService": ["lambda.amazonaws.com"] } };
  const given = policy({ ...allow("iam:PassRole", "*"), Condition });
  const pass = (context: Call["context"]) => allows(given, call("iam:PassRole", "role", context));
  expect(pass({ "iam:PassedToService": "lambda.amazonaws.com" })).toBe(true);
  expect(pass({ "iam:PassedToService": "ec2.amazonaws.com" })).toBe(false);
  expect(pass({})).toBe(false);
  const unknown = policy({ ...allow("*", "*"), Condition: { Bool: { a: "true" } } });
  expect(() => allows(unknown, call("iam:PassRole", "role"))).toThrow("does not know Bool");
});

test("finds what is missing and what is too much, by name", () => {
  const given = policy(allow(["sqs:SendMessage", "sqs:PurgeQueue"], [queue, "arn:other"]));
  const calls = [call("sqs:SendMessage", queue), call("sqs:DeleteQueue", queue)];
  expect(denied(given, calls)).toEqual([`sqs:DeleteQueue (test) on ${queue}`]);
  expect(superfluous(given, calls.slice(0, 1))).toEqual([
    "Action sqs:PurgeQueue of statement 0",
    "Resource arn:other of statement 0",
  ]);
});
