import { ofFunction, ofQueue, type AlarmSources } from "../alarms/definition";
import { ownTotal } from "../alarms/own";
import { costs } from "./costs";
import type { Graph, Line } from "./widgets";

/** The graphs of the dashboard, in the order in which an event takes its way. */
export function graphs(sources: AlarmSources): readonly Graph[] {
  const { namespace } = sources;
  return [
    ...(namespace === undefined ? [] : [events(namespace), lag(namespace)]),
    responses(sources),
    waiting(sources),
    age(sources),
    functions(sources),
    costs(sources),
  ];
}

function events(namespace: string): Graph {
  const counts = [
    ["Received", "received"],
    ["Accepted", "accepted"],
    ["Delivered", "delivered"],
    ["Quarantined", "not readable: in the dead-letter queue"],
    ["Retried", "failed attempts"],
    ["Dead", "given up: in the dead-letter queue"],
  ] as const;
  return {
    title: "Events in 5 minutes: received, accepted and delivered should be equal",
    unit: "events",
    lines: counts.map(([name, label]) => ({
      label,
      metric: ownTotal(namespace, name),
      stat: "Sum",
    })),
  };
}

function lag(namespace: string): Graph {
  const metric = ownTotal(namespace, "DeliveryLag");
  return {
    title: "Time from webhook to Adobe's streaming endpoint",
    unit: "milliseconds",
    lines: [
      { label: "half are faster (p50)", metric, stat: "p50" },
      { label: "95 % are faster (p95)", metric, stat: "p95" },
      { label: "99 % are faster (p99)", metric, stat: "p99" },
    ],
  };
}

function responses({ apiId }: AlarmSources): Graph {
  const line = (metricName: string, label: string, id: string): Line => ({
    label,
    metric: { namespace: "AWS/ApiGateway", metricName, dimensions: { ApiId: apiId } },
    stat: "Sum",
    id,
  });
  return {
    title: "Responses to webhooks in 5 minutes",
    unit: "responses",
    stacked: true,
    lines: [
      { ...line("Count", "all", "total"), hidden: true },
      {
        label: "2xx: accepted, kept or ignored",
        expression: "total - FILL(client, 0) - FILL(server, 0)",
      },
      line("4xx", "4xx: rejected", "client"),
      line("5xx", "5xx: lost", "server"),
    ],
  };
}

function waiting({ queue, deadLetterQueue, undeliveredQueue }: AlarmSources): Graph {
  return {
    title: "Messages that wait",
    unit: "messages",
    lines: [
      {
        label: "for delivery",
        metric: ofQueue(queue, "ApproximateNumberOfMessagesVisible"),
        stat: "Maximum",
      },
      {
        label: "for the next attempt, or in flight",
        metric: ofQueue(queue, "ApproximateNumberOfMessagesNotVisible"),
        stat: "Maximum",
      },
      {
        label: "for the keeper",
        metric: ofQueue(undeliveredQueue, "ApproximateNumberOfMessagesVisible"),
        stat: "Maximum",
      },
      {
        label: "in the dead-letter queue, for you",
        metric: ofQueue(deadLetterQueue, "ApproximateNumberOfMessagesVisible"),
        stat: "Maximum",
      },
    ],
  };
}

function age({ queue, deadLetterQueue, undeliveredQueue }: AlarmSources): Graph {
  const line = (label: string, name: AlarmSources["queue"]): Line => ({
    label,
    metric: ofQueue(name, "ApproximateAgeOfOldestMessage"),
    stat: "Maximum",
  });
  return {
    title: "Age of the oldest message: SQS deletes it after 1,209,600 seconds",
    unit: "seconds",
    lines: [
      line("waits for delivery", queue),
      line("waits for the keeper", undeliveredQueue),
      line("in the dead-letter queue", deadLetterQueue),
    ],
  };
}

function functions({ forwarder, keeper, receiver }: AlarmSources): Graph {
  const line = (label: string, name: AlarmSources["queue"], metricName: string): Line => ({
    label,
    metric: ofFunction(name, metricName),
    stat: "Sum",
  });
  return {
    title: "Functions in 5 minutes",
    unit: "invocations",
    lines: [
      line("receiver: failed", receiver, "Errors"),
      line("receiver: throttled", receiver, "Throttles"),
      line("forwarder: failed, also when the endpoint fails", forwarder, "Errors"),
      line("forwarder: throttled", forwarder, "Throttles"),
      line("keeper: failed", keeper, "Errors"),
    ],
  };
}
