import { awsStub } from "../../../local/aws/definition";
import { contextFor } from "./support";

const definition = awsStub({
  AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
  AWS_SESSION_TOKEN: "of this run",
});

test.each([
  ["an address elsewhere", {}, { AWS_ENDPOINT_URL: "https://sqs.us-east-1.amazonaws.com" }],
  ["a name that looks like this machine", {}, { AWS_ENDPOINT_URL: "http://127.0.0.1.example.com" }],
  [
    "one endpoint elsewhere among several",
    { endpoints: '[{"sqs":"http://localhost:1","iam":"http://10.0.0.1"}]' },
    {},
  ],
  ["no endpoint at all", {}, {}],
])("rejects %s", async (_what, config, env) => {
  const stub = awsStub(env);
  const news = { region: "us-east-1", ...config };
  const checked = await stub.checkConfig?.(news, {});
  expect(checked?.failures.map(({ property }) => property)).toEqual(["endpoints"]);
  expect(checked?.failures[0]?.reason).toContain("stub");
  await expect(async () => stub.configure(news, () => undefined)).rejects.toThrow("stub");
});

test.each([undefined, ""])("rejects the session token %j, and says where it is", async (token) => {
  const stub = awsStub({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566", AWS_SESSION_TOKEN: token });
  const checked = await stub.checkConfig?.({ region: "us-east-1" }, {});
  expect(checked?.failures).toEqual([
    { property: "token", reason: expect.stringContaining("set AWS_SESSION_TOKEN to") as string },
  ]);
});

test("names itself, once", async () => {
  const lines: string[] = [];
  const log = (_severity: unknown, message: string) => lines.push(message);
  await definition.configure({ region: "us-east-1" }, log);
  await definition.configure({ region: "us-east-1" }, log);
  expect(lines).toEqual(["Using the local stub of the AWS provider with http://127.0.0.1:4566."]);
});

test("accepts no type or function that it does not implement", () => {
  expect(definition.resource("aws:ec2/instance:Instance")).toBeUndefined();
  expect(definition.invoke?.("aws:index/getIpRanges:getIpRanges")).toBeUndefined();
});

test("rejects an input that it does not implement, by name", async () => {
  const queue = definition.resource("aws:sqs/queue:Queue");
  const checked = await queue?.check(
    { oldInputs: {}, newInputs: { name: "q", fifoQueue: true } },
    contextFor("aws:sqs/queue:Queue"),
  );
  expect(checked?.failures).toEqual([
    { property: "fifoQueue", reason: expect.stringContaining("is not implemented") as string },
  ]);
});
