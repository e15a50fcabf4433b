import { prices } from "./prices";

/** What an event uses. Assumptions, not measurements: docs/costs.md lists them. */
export const usage = {
  /** Receiver: GB of memory, and seconds that are billed for each event. */
  receiverGb: 1.769,
  receiverSeconds: 0.006,
  /** Forwarder: GB of memory, and seconds that are billed for each event. */
  forwarderGb: 0.5,
  forwarderSeconds: 0.02,
  /** Events that the forwarder gets in one invocation, and SQS in one request of it. */
  batch: 10,
  /** Log lines of both functions and the API, in bytes for each event. */
  logBytes: 1_000,
  /** Part of its size that a kept log has. */
  logCompressed: 0.15,
  /** Queues that a function reads. */
  polledQueues: 2,
  /** Requests of Lambda to an empty queue in a month: five pollers, each waits 20 seconds. */
  emptyPolls: (5 * 30 * 86_400) / 20,
  /** Size of a copy of a DLQ message, and of an event in the archive, in bytes. */
  copyBytes: 5_000,
  /** How much longer the forwarder runs to put what it has delivered into the archive. */
  archiveSeconds: 0.03,
  /** Size of a link, in bytes. */
  linkBytes: 500,
  /** Part of the events that are transcripts, which read a link; the others write one. */
  transcripts: 0.2,
  /** Part of the writes that are rejected, because the event is older or of another visitor: a read and a write more. */
  linkRewrites: 0.1,
  /** Part of the transcripts that wait for their visitor, and read twice. */
  linkWaits: 0.1,
  secrets: 1,
  metrics: 5,
  alarmMetrics: 23,
} as const;

/** A line of the costs, in dollars a month. */
export interface Cost {
  readonly what: string;
  readonly dollars: number;
}

/** What so many events cost in relay mode. In direct mode AWS is not involved. */
export function eventCosts(events: number): readonly Cost[] {
  const { batch } = usage;
  const logGb = (events * usage.logBytes) / 1e9;
  return [
    { what: "HTTP API", dollars: events * prices.apiRequest },
    {
      what: "receiver",
      dollars: lambda(events, events * usage.receiverSeconds * usage.receiverGb),
    },
    { what: "SQS", dollars: events * (1 + 2 / batch) * prices.sqsRequest },
    {
      what: "forwarder",
      dollars: lambda(events / batch, events * usage.forwarderSeconds * usage.forwarderGb),
    },
    {
      what: "logs",
      dollars: logGb * (prices.logGb + usage.logCompressed * prices.logGbMonth),
    },
  ];
}

function lambda(requests: number, gbSeconds: number): number {
  return requests * prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond;
}

/** A line of what a stack costs in a month without any event. */
export interface FixedCost extends Cost {
  /** Whether every stack has it, a stack unless its configuration says otherwise, or only one that has it in its configuration. */
  readonly has: "always" | "byDefault" | "onRequest";
}

/** What a stack costs in a month without any event. */
export const fixedCosts: readonly FixedCost[] = [
  { what: "secret", dollars: usage.secrets * prices.secretMonth, has: "always" },
  {
    what: "polling the queues",
    dollars: usage.polledQueues * usage.emptyPolls * prices.sqsRequest,
    has: "always",
  },
  { what: "custom metrics", dollars: usage.metrics * prices.metricMonth, has: "byDefault" },
  { what: "alarms", dollars: usage.alarmMetrics * prices.alarmMetricMonth, has: "onRequest" },
  {
    what: "look at the dataflow",
    dollars: prices.secretMonth + prices.metricMonth,
    has: "onRequest",
  },
  { what: "dashboard", dollars: prices.dashboardMonth, has: "byDefault" },
];

/**
 * What so many events cost in a month in relay mode.
 *
 * @param has the parts that the stack has. Default: those of a stack whose configuration switches nothing on or off.
 */
export function monthly(
  events: number,
  has: readonly FixedCost["has"][] = ["always", "byDefault"],
): number {
  const fixed = fixedCosts.filter((cost) => has.includes(cost.has));
  return total(eventCosts(events)) + total(fixed);
}

/** What a run of `reconcile` every few hours adds in a month to a stack with alarms: a metric, and one more that alarms look at. */
export const reconcileCost = prices.metricMonth + prices.alarmMetricMonth;

/** What `linkTranscripts` adds in a month in which a transcript waits: a metric, which an alarm looks at. */
export const waitingCost = prices.metricMonth + prices.alarmMetricMonth;

/** What so many DLQ messages cost, each kept as a copy for so many months. */
export function copyCost(messages: number, months: number): number {
  const gbMonths = (messages * usage.copyBytes * months) / 1e9;
  return messages * prices.s3Put + gbMonths * prices.s3GbMonth;
}

/** What `archive` adds for so many events, each kept for so many months: the forwarder puts those of an invocation into one object. */
export function archiveCost(events: number, months: number, batch: number = usage.batch): number {
  const objects = events / batch;
  const gbMonths = (events * usage.copyBytes * months) / 1e9;
  const gbSeconds = objects * usage.archiveSeconds * usage.forwarderGb;
  return objects * prices.s3Put + gbMonths * prices.s3GbMonth + gbSeconds * prices.lambdaGbSecond;
}

/** What `linkTranscripts` adds for so many events. Links are kept for half a month, here one for each event. */
export function linkCost(events: number): number {
  const { linkBytes, linkRewrites, linkWaits, transcripts } = usage;
  const learned = events * (1 - transcripts);
  // DynamoDB bills a rejected write as a write.
  const writes = learned * (1 + linkRewrites);
  const reads = events * transcripts * (1 + linkWaits) + learned * linkRewrites;
  const gbMonths = (learned * linkBytes * 0.5) / 1e9;
  return writes * prices.tableWrite + reads * prices.tableRead + gbMonths * prices.tableGbMonth;
}

export function total(costs: readonly Cost[]): number {
  return costs.reduce((sum, { dollars }) => sum + dollars, 0);
}
