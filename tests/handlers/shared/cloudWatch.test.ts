import { cloudWatch } from "../../../handlers/shared/cloudWatch";
import { startAwsServer, type AwsServer } from "../support/awsServer";
import { lambdaEnvironment } from "../support/environment";

let aws: AwsServer;
let restore: () => void;
beforeEach(async () => {
  aws = await startAwsServer();
  restore = lambdaEnvironment(aws);
});
afterEach(async () => {
  restore();
  await aws.close();
});

const hour = 3_600_000;
const sum = {
  namespace: "chatlio-aep/dev",
  metric: "Delivered",
  since: 10 * hour,
  until: 12 * hour,
  period: hour / 12,
} as const;

function read(): Promise<number> {
  return cloudWatch("us-east-1", { attempts: 1, attemptMs: 4_000 })(sum);
}

function respond(body: object): object[] {
  const inputs: object[] = [];
  aws.more.set("GetMetricStatistics", (input) => {
    inputs.push(input);
    return { body };
  });
  return inputs;
}

test("adds up the values of all events over the time, in seconds as CloudWatch wants them", async () => {
  const inputs = respond({ Datapoints: [{ Sum: 2 }, { Sum: 3 }] });
  expect(await read()).toBe(5);
  expect(inputs).toEqual([
    {
      Namespace: "chatlio-aep/dev",
      MetricName: "Delivered",
      Dimensions: [{ Name: "event", Value: "all" }],
      StartTime: 36_000,
      EndTime: 43_200,
      Period: 300,
      Statistics: ["Sum"],
    },
  ]);
});

test("a time without values is 0; a response without a list of them is an error", async () => {
  respond({ Datapoints: [] });
  expect(await read()).toBe(0);
  respond({});
  await expect(read()).rejects.toThrow("no data points");
  aws.behave("GetMetricStatistics", "fails");
  await expect(read()).rejects.toThrow("500");
});
