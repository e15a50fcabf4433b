import { markdownTable } from "../emulator/common/markdownTable";
import type { Benchmark, Report, Result } from "./benchmark";
import type { Spread } from "./support/paired";

function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString("en-US", options);
}

function spread({ min, median, max }: Spread, unit = 1): string {
  return `${rounded(median / unit)} (${rounded(min / unit)} to ${rounded(max / unit)})`;
}

/** Microseconds in the unit that suits a time. */
const units = [
  ["s", 1e6],
  ["ms", 1e3],
  ["µs", 1],
] as const;

function times(spreadOfTimes: Spread): string {
  const [unit, microseconds] =
    units.find(([, size]) => spreadOfTimes.median >= size * 10) ?? (["µs", 1] as const);
  return `${spread(spreadOfTimes, microseconds)} ${unit}`;
}

function cellsOf({ name, what, time, ours, rival, ratio }: Result): readonly string[] {
  const perSecond = 1e6 / ours.median;
  const often = perSecond < 10 ? rounded(perSecond) : Math.round(perSecond).toLocaleString("en-US");
  return [`\`${name}\``, what, time, times(ours), often, times(rival), spread(ratio)];
}

const measured = ["Each", "Each second", "Rival, each", "Ratio"];

/** Results as a table, each with what it is compared with. */
export function table(results: readonly Result[]): string {
  return markdownTable(["Name", "What", "Time", ...measured], results.map(cellsOf), {
    right: measured,
  });
}

const parts: readonly Benchmark["part"][] = [
  "Receiver",
  "Forwarder",
  "Cold start",
  "Pulumi",
  "Emulator",
];

function section(part: Benchmark["part"], { results }: Report): string {
  const own = results.filter((result) => result.part === part);
  const rivals = [...new Set(own.map(({ against }) => against))];
  const all =
    rivals.length === 1
      ? `Rival: ${rivals.join("")}.`
      : own.map(({ name, against }) => `- Rival of \`${name}\`: ${against}.`).join("\n");
  return `## ${part}\n\n${all}\n\n${table(own)}\n`;
}

/** Which were measured fewer times. */
function fewer({ results }: Report): string {
  const slow = results.flatMap(({ mostPairs, name }) =>
    mostPairs === undefined ? [] : [`\`${name}\` at most ${mostPairs} times`],
  );
  return `(${slow.join(", ")})`;
}

/** docs/performance.md, from what `npm run bench -- --save` has measured. */
export function performancePage(report: Report): string {
  const { machine, date, pairs, bundleBytes } = report;
  const sizes = Object.entries(bundleBytes).map(([name, bytes]) => [
    name,
    bytes.toLocaleString("en-US"),
  ]);
  return `# Performance

Made from the results of \`npm run bench -- --save\` by \`npm run docs:performance\`. Measured on ${date}: ${machine.cpu},
${machine.cores} cores, Node.js ${machine.node}, load ${machine.load.toFixed(1)} before.

The times of one machine say little about another, so each program is compared with a rival in the same run. Both are
measured ${pairs} times, in pairs, one directly after the other
${fewer(report)}. A cell has the median, and in brackets the smallest and the
largest value. _CPU_ is the processor time of the process with all its threads, which other programs on the machine
change little. _Wall_ is the time that passes, for work that waits. A ratio below 1 means that ours takes less time
than its rival.

${parts.map((part) => section(part, report)).join("\n")}
## Size of the functions

${markdownTable(["Function", "Bytes"], sizes, { right: ["Bytes"] })}

The receiver loads \`privacy.js\` only for a policy that does not keep everything.
\`tests/handlers/size.test.ts\` fails when a function becomes larger than it may be, or gets another npm package.

## What is measured

- **Receiver**: all that the function does for a webhook, logs and metrics included, except the request to SQS.
- **Forwarder**: all that the function does for messages of the queue, each a webhook of 1 KB, against a streaming
  endpoint in another process. The rival has the records ready and only posts them.
- **Cold start**: a process that loads the function as it is deployed. Lambda's own start is not in it.
- **Pulumi**: the engine with this program, against the local stubs of AWS and the emulator of AEP on the same machine.
- **Emulator**: the processor time of the server process; the client that posts is another process.

The other benchmarks have commands of their own: \`npm run bench:receiver\` (bodies made to be expensive, see
[privacy.md](privacy.md#cost-of-the-search)), \`npm run bench:emulator\` and \`npm run bench:stack\`.
[growth.md](growth.md) says how time and memory grow with dataflows, events, transcripts and messages that wait.
`;
}
