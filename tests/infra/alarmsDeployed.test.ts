import { readReconcilerSettings } from "../../handlers/reconciler/settings";
import { MAX_TEXT } from "../../infra/relay/alarms/text";
import { rolePolicyOf } from "../iam/roleCalls";
import { all, ids } from "./alarmsOfStack";
import { runProgram, token, type Recorded, type Run } from "./program";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("the deployed alarms", () => {
  const config = {
    "chatlio-aep:alarmEmail": "operations@example.com",
    "chatlio-aep:alarmTopicArn": "arn:aws:sns:us-east-1:123456789012:operations",
    "chatlio-aep:alarms": JSON.stringify({ noEvents: "24h" }),
    "chatlio-aep:runbookUrl": "https://wiki.example.com/runbooks",
    "chatlio-aep:reconcile": "6h",
  };
  let run: Run;
  let deployed: readonly Recorded[];
  beforeAll(async () => {
    run = await runProgram(config);
    deployed = run.all(alarmType);
  }, 60_000);

  it("are all there, and tell both topics when they fire and when it is over", () => {
    expect(deployed.map(({ inputs }) => inputs["name"]).sort()).toEqual(
      ids(all).map((id) => `chatlio-aep-test-${id}`),
    );
    const topics = ["arn:of:relay-alarms-topic", config["chatlio-aep:alarmTopicArn"]];
    for (const { inputs } of deployed) {
      expect(inputs).toMatchObject({ alarmActions: topics, okActions: topics });
    }
    expect(run.one("aws:sns/topicSubscription:TopicSubscription").inputs).toEqual({
      topic: "arn:of:relay-alarms-topic",
      protocol: "email",
      endpoint: "operations@example.com",
    });
  });

  it("say what has happened, where, what to do, and where the runbook is", () => {
    for (const { id, what, act } of all) {
      const text = run.one(alarmType, `alarms-${id}`).inputs["alarmDescription"] as string;
      expect(text.split("\n")).toEqual([
        what,
        "Stack test of chatlio-aep in us-east-1.",
        act,
        `Runbook: https://wiki.example.com/runbooks#${id}`,
      ]);
      expect(text.length).toBeLessThan(MAX_TEXT);
      for (const sentence of [what, act]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("contain no token, no URL of the relay or of Adobe, and no address", () => {
    const text = JSON.stringify(deployed.map(({ inputs }) => inputs));
    for (const secret of [token, "execute-api", "adobedc", "operations@example.com"]) {
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    }
  });

  it("look at the objects of the stack", () => {
    const text = JSON.stringify(deployed.map(({ inputs }) => inputs));
    for (const name of [
      "chatlio-aep-test-events",
      "chatlio-aep-test-dead-letters",
      "chatlio-aep-test-undelivered",
      "chatlio-aep-test-receiver",
      "chatlio-aep-test-forwarder",
      "relay-api-http-id",
      "chatlio-aep/test",
    ]) {
      expect(text).toContain(`"${name}"`);
    }
  });

  it("are named after the queue, so that no stack overwrites the alarms of another", () => {
    for (const { dependencies } of [...deployed, run.one("aws:sns/topic:Topic")]) {
      expect(dependencies).toContain("relay-queues-events");
    }
  });
});

/** What somebody can switch off, and how the program says that it is on. */
const switches = {
  "aws:cloudwatch/eventRule:EventRule": { state: "ENABLED" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { actionsEnabled: true },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { enabled: true },
};

// The AWS provider may see no difference in what the program leaves out: the runbooks have it switched on with `pulumi up`.
test.each(Object.entries(switches))(
  "the program says that each %s is on",
  async (type, on) => {
    const run = await runProgram({ "chatlio-aep:alarmEmail": "operations@example.com" });
    const all = run.all(type);
    expect(all.length).toBeGreaterThan(0);
    for (const { name, inputs } of all)
      expect([name, inputs]).toEqual([name, expect.objectContaining(on)]);
  },
  60_000,
);

describe("the look at the dataflow", () => {
  const email = { "chatlio-aep:alarmEmail": "operations@example.com" };

  it("comes with alarms, every hour, and may read nothing but its credential", async () => {
    const run = await runProgram(email);
    const { inputs } = run.one("aws:lambda/function:Function", "reconciler-function");
    const { variables } = inputs["environment"] as { variables: Record<string, string> };
    expect(readReconcilerSettings(variables)).toMatchObject({
      comparesRows: false,
      flowIds: ["platform-flow-id"],
    });
    expect(run.one("aws:cloudwatch/eventRule:EventRule").inputs).toMatchObject({
      scheduleExpression: "rate(1 hour)",
    });
    const deployed = run.all(alarmType).map(({ name }) => name.replace("relay-alarms-", ""));
    expect(deployed.filter((id) => /flow|reconcil/.test(id)).sort()).toEqual([
      ...["flow-down", "reconciler-silent"],
    ]);
    expect(JSON.stringify(rolePolicyOf(run, "reconciler"))).not.toContain("cloudwatch");
  }, 60_000);

  it.each([
    ["without alarms", {}],
    ["when its alarm is off", { ...email, "chatlio-aep:alarms": '{"flowDown":"off"}' }],
    ["when the functions write no metrics", { ...email, "chatlio-aep:metrics": "none" }],
  ])(
    "is not there %s, and no Adobe credential is in AWS",
    async (_, config) => {
      const run = await runProgram(config);
      const names = run.resources.map(({ name }) => name);
      expect(names.filter((name) => /reconciler|flow-down/.test(name))).toEqual([]);
    },
    60_000,
  );
});
