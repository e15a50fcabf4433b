import type { Properties } from "../../../provider-sdk";

/** Inputs of a type, one change in place, and one that replaces. */
export interface Life {
  readonly inputs: () => Promise<Properties>;
  readonly change?: Properties;
  readonly replace?: Properties;
}

/** The types of alarms, dashboard and saved queries. */
export function operatorLives(makeTopic: () => Promise<string>): Readonly<Record<string, Life>> {
  return {
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
      inputs: () =>
        Promise.resolve({
          name: "life",
          alarmDescription: "one",
          actionsEnabled: true,
          alarmActions: ["arn:aws:sns:us-east-1:000000000000:one"],
          okActions: ["arn:aws:sns:us-east-1:000000000000:one"],
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          datapointsToAlarm: 1,
          dimensions: { QueueName: "queue" },
          evaluationPeriods: 1,
          metricName: "ApproximateNumberOfMessagesVisible",
          namespace: "AWS/SQS",
          period: 300,
          statistic: "Maximum",
          threshold: 1,
          treatMissingData: "ignore",
          tags: { owner: "one" },
        }),
      change: {
        alarmDescription: "two",
        actionsEnabled: false,
        threshold: 2,
        tags: { another: "two" },
      },
      replace: { name: "other" },
    },
    "aws:cloudwatch/dashboard:Dashboard": {
      inputs: () =>
        Promise.resolve({ dashboardName: "life", dashboardBody: JSON.stringify({ widgets: [] }) }),
      change: { dashboardBody: JSON.stringify({ widgets: [{ type: "text" }] }) },
      replace: { dashboardName: "other" },
    },
    "aws:cloudwatch/queryDefinition:QueryDefinition": {
      inputs: () =>
        Promise.resolve({ name: "a/life", logGroupNames: ["/life"], queryString: "limit 1" }),
      change: { name: "b/life", queryString: "limit 2" },
    },
    "aws:sns/topic:Topic": {
      inputs: () => Promise.resolve({ name: "life", tags: { owner: "one" } }),
      change: { tags: { another: "two" } },
      replace: { name: "other" },
    },
    "aws:sns/topicSubscription:TopicSubscription": {
      inputs: async () => ({
        topic: await makeTopic(),
        protocol: "email",
        endpoint: "operations@example.com",
      }),
      replace: { endpoint: "other@example.com" },
    },
  };
}
