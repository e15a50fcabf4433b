import { markdownTable } from "../../emulator/common/markdownTable";
import { eventCosts, total } from "../../scripts/costs/model";
import { prices } from "../../scripts/costs/prices";
import { aepLimits, LATENCY_MS } from "./endpoint";
import { lambdaPolling } from "./poller";
import { SQS_IN_FLIGHT } from "./queue";
import { scenarios, type Scenario } from "./scenarios";
import type { Outcome } from "./simulation";

/** The outcome of a scenario, as bench/scale/results.json keeps it. */
export type SavedOutcome = Outcome & { readonly name: string };

const SECONDS_A_MONTH = 30 * 86_400;
/** Most points of a picture. */
const PICTURE_POINTS = 45;

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} s` : `${whole(value)} s`;
}

/** Values for a picture: of neighbors the greatest. */
function thinned(values: readonly number[]): readonly number[] {
  const size = Math.ceil(values.length / PICTURE_POINTS);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    Math.max(...values.slice(index * size, (index + 1) * size)),
  );
}

function picture({ load }: Scenario, label: string, values: readonly number[]): string {
  const line = thinned(values).map((value) => Number(value.toFixed(1)));
  return `\`\`\`mermaid
xychart-beta
  x-axis "seconds since the start" 0 --> ${load.seconds}
  y-axis "${label}" 0 --> ${Math.max(1, ...line.map(Math.ceil))}
  line [${line.join(", ")}]
\`\`\``;
}

function pictures(scenario: Scenario, { points }: SavedOutcome): string {
  const ages = points.map(({ lag }) => lag);
  const waiting = points.map((point) => point.waiting);
  return `${picture(scenario, "age of the oldest event (s)", ages)}

${picture(scenario, "events in the queue", waiting)}`;
}

function commands({ set }: Scenario): string {
  const lines = Object.entries(set).map(([key, value]) =>
    key.includes(".")
      ? `pulumi config set --path 'chatlio-aep:${key}' ${value}`
      : `pulumi config set chatlio-aep:${key} ${value}`,
  );
  return lines.length === 0 ? "" : `\n\`\`\`sh\n${lines.join("\n")}\n\`\`\`\n`;
}

function section(scenario: Scenario, outcome: SavedOutcome): string {
  const { sent, turnedAway, delivered, dead, waiting, tooMany, mostRunning } = outcome;
  return `### ${scenario.title}
${commands(scenario)}
${scenario.means}

${pictures(scenario, outcome)}

${markdownTable(
  [
    "Webhooks",
    "turned away by the API",
    "delivered",
    "DLQ messages",
    "in the queue at the end",
    "429 from AEP",
    "median time to AEP",
    "longest",
    "most in the queue",
    "most invocations at once",
  ],
  [
    [
      ...[sent, turnedAway, delivered, dead, waiting, tooMany].map(whole),
      seconds(outcome.medianLag),
      seconds(outcome.longestLag),
      whole(outcome.mostWaiting),
      whole(mostRunning),
    ],
  ],
)}
`;
}

function cost(perSecond: number): string {
  return `$${whole(total(eventCosts(perSecond * SECONDS_A_MONTH)))}`;
}

function ratesTable(): string {
  return markdownTable(
    [
      "Events a second",
      "First limit that is met",
      "What to set",
      "AWS, a month at this rate without a pause",
    ],
    [
      ["10", "none", "nothing", cost(10)],
      [
        "1,000",
        `the API's 200 a second (\`rateLimit\`), then the forwarder's five invocations, then AEP's ${whole(aepLimits.requestsPerSecond)} requests a second`,
        "`rateLimit`, and `source: http-api` or `delivery.maxConcurrency`",
        cost(1_000),
      ],
      [
        "10,000",
        `the account's 10,000 requests a second for all its APIs, and AEP's ${whole(aepLimits.messagesPerSecond)} messages a second`,
        "`source: http-api`, `rateLimit`, `delivery.maxConcurrency`, and higher quotas from AWS and Adobe",
        cost(10_000),
      ],
    ],
  );
}

function limitsTable(): string {
  return markdownTable(
    ["Limit", "Default", "Where it comes from"],
    [
      [
        "Webhooks a second, and at once",
        "200, 500",
        "[`chatlio-aep:rateLimit`](configuration.md#chatlio-aepratelimit)",
      ],
      [
        "Requests a second for all APIs of an account and region",
        "10,000, and 5,000 at once",
        "Amazon API Gateway quotas",
      ],
      [
        "Invocations at once in an account and region",
        "1,000; new accounts start with 10",
        "AWS Lambda quotas. The receiver needs one for each 50 to 150 webhooks a second",
      ],
      [
        "Invocations of the forwarder at once",
        "5",
        `[\`delivery.maxConcurrency\`](configuration.md#chatlio-aepdelivery), at most ${whole(lambdaPolling.most)}. Lambda starts with ${lambdaPolling.invocationsAtFirst} and adds ${lambdaPolling.morePerSecond} a second`,
      ],
      [
        "Messages that the forwarder holds or that wait for a retry",
        whole(SQS_IN_FLIGHT),
        "Amazon SQS quotas. More stay in the queue",
      ],
      [
        "Requests a second to AEP",
        whole(aepLimits.requestsPerSecond),
        "Adobe, streaming ingestion overview. With `source: chatlio` each event is a request",
      ],
      [
        "Messages a second to AEP",
        whole(aepLimits.messagesPerSecond),
        "Adobe, streaming ingestion overview",
      ],
    ],
  );
}

/** docs/scale.md, from what `npm run scale -- --save` has kept. */
export function scalePage(outcomes: readonly SavedOutcome[]): string {
  const sections = scenarios.map((scenario) => {
    const outcome = outcomes.find(({ name }) => name === scenario.name);
    if (!outcome) throw new Error(`${scenario.name} was not played: npm run scale -- --save`);
    return section(scenario, outcome);
  });
  return `# Scale

<!-- Made from bench/scale by \`npm run docs:performance\`. Do not edit: a test compares it. -->

What happens at 10, 1,000 and 10,000 events a second: which limit is met first, what to set then, and what it costs.
One chat makes a few events, so a busy site has less than one event a second.

${ratesTable()}

The costs are those of [docs/costs.md](costs.md) for a million events, at the list prices of ${prices.region} in
${prices.date}; what AEP costs is in your contract with Adobe. Your contract may also allow fewer events than AEP's
technical limits. What one event takes does not depend on how many there have been: [growth.md](growth.md).

## Limits

${limitsTable()}

## Simulation

\`npm run scale\` plays each load through the real forwarder, in simulated time, with a queue, Lambda's polling and an
endpoint that have these limits. The pictures show how old the oldest event is that AEP does not have yet,
and how many events are in the queue.

Assumed, because only a real account can tell: AEP responds after ${LATENCY_MS.least} to ${LATENCY_MS.most} ms; over a
limit it responds with 429 and names no time to wait; Lambda halves its invocations when one fails as a whole. The
forwarder's CPU time is what \`npm run bench\` has measured, on the part of a CPU that Lambda gives to its 512 MB. Events
are webhooks of 1 KB that come at random.

${sections.join("\n")}`;
}
