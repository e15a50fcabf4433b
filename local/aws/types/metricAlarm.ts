import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type MetricAlarm,
  type PutMetricAlarmInput,
} from "@aws-sdk/client-cloudwatch";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import type { Aws } from "../clients";
import {
  boolean,
  inputsOf,
  number,
  object,
  str,
  text,
  textMap,
  texts,
  type AwsType,
} from "../define";
import { changedTags, fromTagList, tagList, tagsOf } from "../tags";

type Dimensions = Readonly<Record<string, string>>;

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly returnData?: boolean;
  readonly metric?: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions?: Dimensions;
    readonly period: number;
    readonly stat: string;
  };
}

const query = object({
  id: text,
  expression: text,
  returnData: boolean,
  metric: object({
    namespace: text,
    metricName: text,
    dimensions: textMap,
    period: number,
    stat: text,
  }),
});

function dimensionList(dimensions: Dimensions = {}) {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function queryList(queries: readonly Query[] | undefined) {
  return queries?.map(({ id, expression, metric, returnData = false }) => ({
    Id: id,
    Expression: expression,
    ReturnData: returnData,
    MetricStat: metric && {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.metricName,
        Dimensions: dimensionList(metric.dimensions),
      },
      Period: metric.period,
      Stat: metric.stat,
    },
  }));
}

function alarmOf(inputs: Properties): PutMetricAlarmInput {
  const dimensions = inputs["dimensions"] as Dimensions | undefined;
  return {
    AlarmName: str(inputs, "name"),
    AlarmDescription: inputs["alarmDescription"] as string | undefined,
    ActionsEnabled: inputs["actionsEnabled"] !== false,
    AlarmActions: inputs["alarmActions"] as string[] | undefined,
    OKActions: inputs["okActions"] as string[] | undefined,
    ComparisonOperator: inputs["comparisonOperator"] as PutMetricAlarmInput["ComparisonOperator"],
    DatapointsToAlarm: inputs["datapointsToAlarm"] as number | undefined,
    Dimensions: dimensions && dimensionList(dimensions),
    EvaluationPeriods: inputs["evaluationPeriods"] as number,
    MetricName: inputs["metricName"] as string | undefined,
    Metrics: queryList(inputs["metricQueries"] as Query[] | undefined),
    Namespace: inputs["namespace"] as string | undefined,
    Period: inputs["period"] as number | undefined,
    Statistic: inputs["statistic"] as PutMetricAlarmInput["Statistic"],
    Threshold: inputs["threshold"] as number,
    TreatMissingData: inputs["treatMissingData"] as string | undefined,
  };
}

async function find(name: string, { cloudwatch }: Aws): Promise<MetricAlarm | undefined> {
  const response = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return response.MetricAlarms?.[0];
}

/** What the alarm looks at. MiniStack does not return metric math, so its drift is not seen. */
function metricOf(alarm: MetricAlarm): Properties {
  if (!alarm.MetricName) return {};
  return {
    dimensions: Object.fromEntries(
      alarm.Dimensions?.map(({ Name = "", Value }) => [Name, Value]) ?? [],
    ),
    metricName: alarm.MetricName,
    namespace: alarm.Namespace,
    period: alarm.Period,
    statistic: alarm.Statistic,
  };
}

/** `aws:cloudwatch/metricAlarm:MetricAlarm`; id: the alarm's name. */
export const metricAlarm: AwsType = {
  inputs: inputsOf<MetricAlarmArgs>()({
    name: text,
    actionsEnabled: boolean.optional(),
    alarmActions: texts.optional(),
    alarmDescription: text.optional(),
    comparisonOperator: text,
    datapointsToAlarm: number.optional(),
    dimensions: textMap.optional(),
    evaluationPeriods: number,
    metricName: text.optional(),
    metricQueries: z.array(query).optional(),
    namespace: text.optional(),
    okActions: texts.optional(),
    period: number.optional(),
    statistic: text.optional(),
    tags: textMap.optional(),
    threshold: number,
    treatMissingData: text.optional(),
  }),
  replaces: ["name"],
  computed: ["arn"],

  async create(inputs, aws) {
    const name = str(inputs, "name");
    // The real provider rejects it too: CloudWatch itself would replace the other alarm.
    if (await find(name, aws)) throw new Error(`CloudWatch metric alarm "${name}" already exists`);
    const command = new PutMetricAlarmCommand({
      ...alarmOf(inputs),
      Tags: tagList(tagsOf(inputs)),
    });
    await aws.cloudwatch.send(command);
    return name;
  },

  async read(name, aws) {
    const found = await find(name, aws);
    if (found === undefined) return undefined;
    const command = new ListTagsForResourceCommand({ ResourceARN: found.AlarmArn });
    const { Tags } = await aws.cloudwatch.send(command);
    return {
      name,
      arn: found.AlarmArn,
      actionsEnabled: found.ActionsEnabled ?? true,
      alarmActions: found.AlarmActions ?? [],
      okActions: found.OKActions ?? [],
      ...(found.AlarmDescription ? { alarmDescription: found.AlarmDescription } : {}),
      comparisonOperator: found.ComparisonOperator,
      datapointsToAlarm: found.DatapointsToAlarm,
      evaluationPeriods: found.EvaluationPeriods,
      threshold: found.Threshold,
      treatMissingData: found.TreatMissingData ?? "missing",
      ...metricOf(found),
      tags: fromTagList(Tags),
    };
  },

  async update(_name, newInputs, oldInputs, { cloudwatch }) {
    await cloudwatch.send(new PutMetricAlarmCommand(alarmOf(newInputs)));
    const tags = changedTags(oldInputs, newInputs);
    const ResourceARN = str(oldInputs, "arn");
    if (tags.set)
      await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: tagList(tags.set) }));
    if (tags.remove)
      await cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: tags.remove }));
  },

  async delete(name, { cloudwatch }) {
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [name] }));
  },
};
