import type { Input } from "@pulumi/pulumi";

import { ofFunction, ofQueue, type AlarmSources } from "../alarms/definition";
import { FORWARDER_MEMORY_MB, RECEIVER_MEMORY_MB } from "../memory";
import { prices } from "./prices";
import type { Graph, Line } from "./widgets";

/** Requests of Lambda to the queue for each event: it receives and deletes ten at once. */
const POLLS_PER_EVENT = 2 / 10;

/** What the parts cost that AWS bills by use. Logs, and what is billed by the month, are in docs/costs.md. */
export function costs({ apiId, forwarder, queue, receiver }: AlarmSources): Graph {
  const hidden = (id: string, metric: Line["metric"]): Line => {
    return { id, label: id, metric, stat: "Sum", hidden: true };
  };
  return {
    title: `Cost an hour at list prices of ${prices.region}, ${prices.date}, without logs`,
    unit: "dollars",
    stacked: true,
    periodSeconds: 3_600,
    lines: [
      hidden("requests", {
        namespace: "AWS/ApiGateway",
        metricName: "Count",
        dimensions: { ApiId: apiId },
      }),
      ...usage("receiver", receiver, hidden),
      ...usage("forwarder", forwarder, hidden),
      hidden("sent", ofQueue(queue, "NumberOfMessagesSent", "Sum")),
      { label: "HTTP API", expression: `requests * ${decimal(prices.apiRequest)}` },
      { label: "receiver", expression: lambda("receiver", RECEIVER_MEMORY_MB) },
      { label: "forwarder", expression: lambda("forwarder", FORWARDER_MEMORY_MB) },
      { label: "SQS", expression: `sent * ${decimal((1 + POLLS_PER_EVENT) * prices.sqsRequest)}` },
    ],
  };
}

/** The metrics by which Lambda bills a function. */
function usage(
  id: string,
  name: Input<string>,
  hidden: (id: string, metric: Line["metric"]) => Line,
): readonly Line[] {
  return [
    hidden(`${id}Runs`, ofFunction(name, "Invocations")),
    hidden(`${id}Ms`, ofFunction(name, "Duration")),
  ];
}

function lambda(id: string, memoryMb: number): string {
  const perMs = (memoryMb / 1_024 / 1_000) * prices.lambdaGbSecond;
  return `${id}Runs * ${decimal(prices.lambdaRequest)} + ${id}Ms * ${decimal(perMs)}`;
}

/** Metric math knows no exponents. */
function decimal(number: number): string {
  return number.toFixed(15).replace(/0+$/, "");
}
