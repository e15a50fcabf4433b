import { setTimeout as sleep } from "node:timers/promises";

import {
  DescribeAlarmsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  type MetricAlarm,
  type StateValue,
} from "@aws-sdk/client-cloudwatch";
import { SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

import { alarmIds } from "../../cli/console/alarms";
import { connect, type Aws } from "../../local/aws/clients";
import { awsIdentity } from "../../local/services/ministack";
import { eventually, type Local } from "./stackSupport";

/** What CloudWatch tells whoever gets an alarm. */
interface AlarmMessage {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly NewStateValue: StateValue;
}

/** An alarm by its id, with what was told when it fired and when it was over. */
interface Told {
  readonly id: string;
  readonly messages: readonly AlarmMessage[];
}

function awsOf({ services }: Local): Aws {
  const { url = "", credentials } = services.aws ?? {};
  return connect(url, awsIdentity.region, credentials?.sessionToken ?? "");
}

function prefixOf({ stack }: Local): string {
  return `chatlio-aep-${stack.name}-`;
}

/** Fires every alarm of the stack and clears it; what a subscriber of its topic gets. */
async function fireAndClear(local: Local): Promise<readonly Told[]> {
  const aws = awsOf(local);
  const { MetricAlarms = [] } = await aws.cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: prefixOf(local) }),
  );
  const { QueueUrl = "" } = await aws.sqs.send(new CreateQueueCommand({ QueueName: "told" }));
  try {
    await subscribe(aws, MetricAlarms[0]?.AlarmActions?.[0] ?? "", QueueUrl);
    for (const { AlarmName } of MetricAlarms)
      for (const StateValue of ["ALARM", "OK"] as const)
        await aws.cloudwatch.send(
          new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test" }),
        );
    const messages = await receiveAll(aws.sqs, QueueUrl, 2 * MetricAlarms.length);
    return MetricAlarms.map(({ AlarmName = "" }) => ({
      id: AlarmName.slice(prefixOf(local).length),
      messages: messages.filter((message) => message.AlarmName === AlarmName),
    }));
  } finally {
    await aws.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  }
}

/** Expects that every alarm tells its topic when it fires and when it is over, what to do, and where. */
export async function expectTold(local: Local): Promise<void> {
  const told = await fireAndClear(local);
  expect(told.map(({ id }) => id).sort()).toEqual([...alarmIds].sort());
  for (const { id, messages } of told) {
    expect(messages.map(({ NewStateValue }) => NewStateValue)).toEqual(["ALARM", "OK"]);
    for (const { AlarmDescription } of messages) {
      expect(AlarmDescription).toMatch(new RegExp(`^Runbook: docs/runbooks.md#${id}$`, "m"));
      expect(AlarmDescription).toContain(`Stack ${local.stack.name} of chatlio-aep`);
    }
  }
}

async function subscribe({ sns, sqs }: Aws, TopicArn: string, QueueUrl: string): Promise<void> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
  const Endpoint = (await sqs.send(command)).Attributes?.["QueueArn"];
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
}

async function receiveAll(sqs: SQSClient, QueueUrl: string, count: number) {
  const all: AlarmMessage[] = [];
  return eventually(async () => {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(command);
    all.push(
      ...Messages.map(({ Body = "" }) => {
        const { Message } = JSON.parse(Body) as { Message: string };
        return JSON.parse(Message) as AlarmMessage;
      }),
    );
    const Entries = Messages.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return all.length >= count ? all : undefined;
  }, `${count} messages about alarms`);
}

/** How long a value that fires stays within the time that an alarm looks at, in milliseconds. */
const STAYS_MS = 10_000;

/**
 * The alarms of the stack that look at one metric: MiniStack evaluates no metric math. It counts invocations itself, and
 * those of all functions, so nothing can make them missing.
 */
async function evaluated(local: Local): Promise<readonly MetricAlarm[]> {
  const find = new DescribeAlarmsCommand({ AlarmNamePrefix: prefixOf(local) });
  const { MetricAlarms = [] } = await awsOf(local).cloudwatch.send(find);
  return MetricAlarms.filter(
    ({ MetricName }) => MetricName !== undefined && MetricName !== "Invocations",
  );
}

async function put(local: Local, alarm: MetricAlarm, Value: number, Timestamp: Date) {
  const { Dimensions, MetricName, Namespace } = alarm;
  await awsOf(local).cloudwatch.send(
    new PutMetricDataCommand({
      Namespace,
      MetricData: [{ MetricName, Dimensions, Value, Timestamp }],
    }),
  );
}

function stateOf(all: readonly MetricAlarm[]): Readonly<Record<string, StateValue | undefined>> {
  return Object.fromEntries(all.map(({ AlarmName = "", StateValue }) => [AlarmName, StateValue]));
}

function each(all: readonly MetricAlarm[], state: StateValue) {
  return Object.fromEntries(all.map(({ AlarmName = "" }) => [AlarmName, state]));
}

/**
 * Expects that every alarm on one metric fires by a value of that metric, and clears by another. A value that fires is
 * put at the edge of the time that the alarm looks at, and so is soon out of it. MiniStack mixes the values of
 * all queues, so all alarms on a metric get the values one after the other.
 *
 * @returns the ids of these alarms
 */
export async function expectEvaluated(local: Local): Promise<readonly string[]> {
  const all = await evaluated(local);
  const isLow = ({ ComparisonOperator }: MetricAlarm) => ComparisonOperator === "LessThanThreshold";
  for (const alarm of all) {
    const { EvaluationPeriods = 1, Period = 60, Threshold = 0 } = alarm;
    const edge = Date.now() - 1_000 * Period * EvaluationPeriods + STAYS_MS;
    if (isLow(alarm)) await put(local, alarm, 0, new Date());
    else await put(local, alarm, Threshold, new Date(edge));
  }
  const fired = await evaluated(local);
  expect(stateOf(fired)).toEqual(each(all, "ALARM"));
  await sleep(STAYS_MS + 1_000);
  for (const alarm of all) await put(local, alarm, isLow(alarm) ? 1 : 0, new Date());
  const cleared = await evaluated(local);
  expect(stateOf(cleared)).toEqual(each(all, "OK"));
  return all.map(({ AlarmName = "" }) => AlarmName.slice(prefixOf(local).length)).sort();
}
