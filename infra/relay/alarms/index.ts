import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../../config";
import type { AlarmThresholds } from "../../config/alarms";
import { keepsName, type OutputNamer, type Tags } from "../../naming";
import { takenOnce } from "../named";
import { apiAlarms } from "./api";
import type { AlarmDefinition, AlarmSources, Condition } from "./definition";
import { deliveryAlarms } from "./delivery";
import { functionAlarms } from "./functions";
import { queueAlarms } from "./queues";
import { reconcileAlarms } from "./reconcile";
import { alarmText } from "./text";

export interface AlarmsArgs {
  readonly settings: Settings;
  readonly names: OutputNamer;
  readonly tags: Tags;
  readonly sources: AlarmSources;
}

/** The alarms of a stack, and the topic that mails them. */
export class Alarms extends pulumi.ComponentResource {
  /** ARNs of the alarms. */
  readonly arns: readonly pulumi.Output<string>[];

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Alarms", name, {}, opts);
    const { names, settings, sources, tags } = args;
    const { alarmEmail, alarmTopicArn } = settings.relay;
    const actions = [
      ...(alarmEmail === undefined ? [] : [createTopic(name, alarmEmail, args, this)]),
      ...(alarmTopicArn === undefined ? [] : [alarmTopicArn]),
    ];
    this.arns = alarmsOf(sources, settings.relay.alarms).map((definition) => {
      const alarm = new cloudwatch.MetricAlarm(
        `${name}-${definition.id}`,
        {
          name: names("alarm", definition.id),
          alarmDescription: alarmText(definition, settings),
          ...conditionArgs(definition.condition),
          actionsEnabled: true,
          alarmActions: actions,
          okActions: actions,
          tags,
        },
        { parent: this, ...keepsName, ...takenOnce() },
      );
      return alarm.arn;
    });
    this.registerOutputs({ arns: this.arns });
  }
}

/** Every alarm that the thresholds leave switched on. */
export function alarmsOf(
  sources: AlarmSources,
  thresholds: AlarmThresholds,
): readonly AlarmDefinition[] {
  return [queueAlarms, functionAlarms, apiAlarms, deliveryAlarms, reconcileAlarms].flatMap(
    (alarms) => alarms(sources, thresholds),
  );
}

/** The topic that mails the alarms. AWS sends a link first, which the recipient must open. */
function createTopic(
  name: string,
  email: string,
  { names, tags }: AlarmsArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  // Not encrypted with a key: CloudWatch may use AWS's own key for SNS in no account.
  const topic = new sns.Topic(
    `${name}-topic`,
    { name: names("topic", "alarms"), tags },
    { parent, ...keepsName, ...takenOnce() },
  );
  new sns.TopicSubscription(
    `${name}-email`,
    { topic: topic.arn, protocol: "email", endpoint: email },
    { parent },
  );
  return topic.arn;
}

/** A condition as the arguments of a CloudWatch alarm. */
function conditionArgs(
  condition: Condition,
): Omit<cloudwatch.MetricAlarmArgs, "name" | "alarmActions"> {
  const { expression, metrics, periodSeconds: period } = condition;
  const common = {
    comparisonOperator: condition.comparison,
    threshold: condition.threshold,
    evaluationPeriods: condition.periods,
    datapointsToAlarm: condition.breaching ?? condition.periods,
    treatMissingData: condition.missing,
  };
  const all = Object.entries(metrics);
  const [[, only] = []] = all;
  if (expression === undefined && only !== undefined) {
    const { stat, ...metric } = only;
    return { ...common, ...metric, statistic: stat, period };
  }
  return {
    ...common,
    metricQueries: [
      { id: "value", expression, returnData: true },
      ...all.map(([id, metric]) => ({ id, metric: { ...metric, period } })),
    ],
  };
}
