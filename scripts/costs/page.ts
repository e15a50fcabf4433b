import { markdownTable } from "../../emulator/common/markdownTable";
import {
  archiveCost,
  copyCost,
  eventCosts,
  fixedCosts,
  linkCost,
  monthly,
  reconcileCost,
  total,
  usage,
  waitingCost,
} from "./model";
import { prices } from "./prices";

/** Events a month of the table. */
const volumes = [0, 10_000, 100_000, 1_000_000, 10_000_000];

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

/** docs/costs.md */
export function costsPage(): string {
  return `# What a stack costs

<!-- Made from scripts/costs by \`npm run docs:costs\`. Do not edit: a test compares it. -->

In dollars a month, at the list prices of ${prices.region} in ${prices.date}, without free tiers. An
estimate from the price list and from the [assumptions](#assumptions) below, not from a bill. What AEP costs is in
your contract with Adobe.

${markdownTable(
  [
    "Events a month",
    "Relay mode, the default",
    "Relay mode, without what can be switched off",
    "Relay mode, with everything below",
    "Direct mode",
  ],
  volumes.map((events) => [
    events.toLocaleString("en-US"),
    dollars(monthly(events)),
    dollars(monthly(events, ["always"])),
    dollars(monthly(events, ["always", "byDefault", "onRequest"])),
    dollars(0),
  ]),
)}

The default has custom metrics and a dashboard, and no alarms: nobody is named who gets them.
\`mode: both\` costs what the relay costs. Direct mode uses nothing of AWS.

## A million events

${markdownTable(
  ["Part", "Cost"],
  [...eventCosts(1e6), { what: "together", dollars: total(eventCosts(1e6)) }].map((cost) => [
    cost.what,
    dollars(cost.dollars),
  ]),
)}

## Each month

${markdownTable(
  ["Part", "Cost", "Without it"],
  fixedCosts.map(({ dollars: amount, has, what }) => [
    what,
    dollars(amount),
    has === "always" ? "–" : (switches[what] ?? ""),
  ]),
)}

An account has ten custom metrics, ten alarm metrics and three dashboards free. \`privacySalt\` or \`dedupeSalt\` add a
second secret; \`metrics: byEvent\` makes 30 custom metrics (${dollars(30 * prices.metricMonth)}). Copies of a thousand DLQ messages
cost ${dollars(copyCost(1_000, 3))} for three months (\`chatlio-aep:deadLetterCopies off\` leaves them out). \`chatlio-aep:reconcile\`, which is off by default, adds
${dollars(reconcileCost)}: a metric, and an alarm on one more metric; without alarms a secret and two metrics. \`chatlio-aep:linkTranscripts\`, off by default too, adds about ${dollars(linkCost(1e6))} for a million
events: a table in DynamoDB that is paid by request. While transcripts wait for their visitors, its metric with an alarm on it costs up to ${dollars(waitingCost)}. \`chatlio-aep:archive\`, off by default too, adds about ${dollars(archiveCost(1e6, 1))} for a million events that are kept for
a month: the forwarder puts the events of one run into one object of S3. When it gets each event alone, that is ${dollars(archiveCost(1e6, 1, 1))}.

With a key of your own (\`chatlio-aep:kmsKey\`) AWS bills the key, ${dollars(prices.keyMonth)}, and each request that uses it, ${dollars(prices.keyRequest * 1e6)} for a million.
An event that comes alone needs a few such requests. Many events share them: SQS uses a data key again for five minutes, and DynamoDB
keeps the table's key in memory for each connection until
[five minutes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html) without a request.

${assumptions()}

${priceTable()}
`;
}

function assumptions(): string {
  return `## Assumptions

- An event is smaller than 64 KB; SQS bills each further 64 KB as another request.
- The receiver has ${usage.receiverGb} GB of memory and runs ${usage.receiverSeconds * 1_000} ms for an event, the forwarder ${usage.forwarderGb} GB and ${usage.forwarderSeconds * 1_000} ms.
- The forwarder gets ${usage.batch} events at once. With few events a month it gets one, which costs a few cents more.
- An event or a DLQ message in the bucket has ${usage.copyBytes} bytes; the forwarder runs ${usage.archiveSeconds * 1_000} ms longer to put those of one run there.
- API and functions write ${usage.logBytes} bytes of logs for an event, kept for 30 days.
- Five pollers of Lambda wait at each of the two queues that a function reads, all the time.
- Each event is delivered at the first attempt. While Adobe accepts none, each receive of a message uses the table again.
- A link has ${usage.linkBytes} bytes. Of ten events ${usage.transcripts * 10} are transcripts, which read one, and ${usage.linkWaits * 100} % of these read twice; the others write
  one, and for ${usage.linkRewrites * 100} % DynamoDB rejects the first write, because a newer event was there or another visitor: it bills that
  write, a read and mostly a second write.`;
}

function priceTable(): string {
  const rows = [
    ["HTTP API, a million requests", dollars(prices.apiRequest * 1e6)],
    ["Lambda, a million invocations", dollars(prices.lambdaRequest * 1e6)],
    ["Lambda on arm64, a GB-second", `$${prices.lambdaGbSecond}`],
    ["SQS, a million requests", dollars(prices.sqsRequest * 1e6)],
    ["CloudWatch Logs, a GB written", dollars(prices.logGb)],
    ["CloudWatch Logs, a GB kept for a month", dollars(prices.logGbMonth)],
    ["S3, a thousand objects written", `$${prices.s3Put * 1_000}`],
    ["S3, a GB kept for a month", `$${prices.s3GbMonth}`],
    ["DynamoDB on demand, a million writes of 1 KB", `$${prices.tableWrite * 1e6}`],
    ["DynamoDB on demand, a million consistent reads of 4 KB", `$${prices.tableRead * 1e6}`],
    ["DynamoDB, a GB kept for a month", dollars(prices.tableGbMonth)],
    ["Secrets Manager, a secret for a month", dollars(prices.secretMonth)],
    ["KMS, a key of your own for a month", dollars(prices.keyMonth)],
    ["KMS, a million requests with it", dollars(prices.keyRequest * 1e6)],
    ["CloudWatch, a custom metric for a month", dollars(prices.metricMonth)],
    ["CloudWatch, a metric of an alarm for a month", dollars(prices.alarmMetricMonth)],
    ["CloudWatch, a dashboard for a month", dollars(prices.dashboardMonth)],
  ];
  return `## Prices\n\n${markdownTable(["What", "Price"], rows)}`;
}

const switches: Readonly<Record<string, string>> = {
  "custom metrics": "`chatlio-aep:metrics none`",
  alarms: "no `alarmEmail` and no `alarmTopicArn`: the default",
  "look at the dataflow": "no alarms, or `chatlio-aep:alarms.flowDown off`",
  dashboard: "`chatlio-aep:dashboard false`",
};
