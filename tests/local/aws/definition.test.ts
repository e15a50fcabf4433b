import { awsStandIn } from "../../../local/aws/definition";
import { contextFor } from "./support";

const definition = awsStandIn({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });

test.each([
  ["an address elsewhere", {}, { AWS_ENDPOINT_URL: "https://sqs.us-east-1.amazonaws.com" }],
  ["a name that looks like this machine", {}, { AWS_ENDPOINT_URL: "http://127.0.0.1.example.com" }],
  [
    "one endpoint elsewhere among several",
    { endpoints: '[{"sqs":"http://localhost:1","iam":"http://10.0.0.1"}]' },
    {},
  ],
  ["no endpoint at all", {}, {}],
])("refuses %s", async (_what, config, env) => {
  const standIn = awsStandIn(env);
  const news = { region: "us-east-1", ...config };
  const answer = await standIn.checkConfig?.(news);
  expect(answer?.failures.map(({ property }) => property)).toEqual(["endpoints"]);
  expect(answer?.failures[0]?.reason).toContain("stand-in");
  await expect(async () => standIn.configure(news, () => undefined)).rejects.toThrow("stand-in");
});

test("names itself, once", async () => {
  const lines: string[] = [];
  const log = (_severity: unknown, message: string) => lines.push(message);
  await definition.configure({ region: "us-east-1" }, log);
  await definition.configure({ region: "us-east-1" }, log);
  expect(lines).toEqual(["The local stand-in for the AWS provider, at http://127.0.0.1:4566."]);
});

test("takes no type and no function it does not cover", () => {
  expect(definition.resource("aws:s3/bucket:Bucket")).toBeUndefined();
  expect(definition.invoke?.("aws:index/getIpRanges:getIpRanges")).toBeUndefined();
});

test("refuses an input it would not pass on, by name", async () => {
  const queue = definition.resource("aws:sqs/queue:Queue");
  const answer = await queue?.check(
    { oldInputs: {}, newInputs: { name: "q", fifoQueue: true } },
    contextFor("aws:sqs/queue:Queue"),
  );
  expect(answer?.failures).toEqual([
    { property: "fifoQueue", reason: expect.stringContaining("not covered") as string },
  ]);
});
