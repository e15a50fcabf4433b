import { logGroupsOf } from "../../cli/functionLogs";

function arn(name: string): string {
  return `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
}

const functions = {
  receiverFunctionArn: arn("prod-receiver"),
  forwarderFunctionArn: arn("prod-forwarder"),
};

test("takes the log groups from the stack's output", () => {
  const logGroups = { receiver: "/one", forwarder: "/two", keeper: "/three" };
  expect(logGroupsOf({ ...functions, logGroups })).toEqual(logGroups);
});

test("takes them from the functions' names when an earlier release has deployed the stack", () => {
  const [receiver, forwarder] = ["/aws/lambda/prod-receiver", "/aws/lambda/prod-forwarder"];
  expect(logGroupsOf(functions)).toEqual({ receiver, forwarder });
  const { receiverFunctionArn } = functions;
  expect(logGroupsOf({ receiverFunctionArn })).toEqual({ receiver });
});
