import { parseArgs } from "node:util";
import type { Totals } from "./ledger";
import { simulate, type Outcome } from "./simulation";

/**
 * The fault test: real handlers, a queue that behaves as SQS does, an inlet that fails in every way,
 * simulated time. `npm run test:faults -- --events N --seed S --json`
 */
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});

function wholeNumber(name: "events" | "seed", least: number): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new RangeError(`--${name} must be a whole number of at least ${least}`);
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

function sum<T extends object>(parts: readonly T[]): T {
  const total: Record<string, number> = {};
  for (const part of parts)
    for (const [name, value] of Object.entries(part) as [string, number][])
      total[name] = (total[name] ?? 0) + value;
  return total as T;
}

async function main(): Promise<void> {
  const events = wholeNumber("events", 2);
  const seed = wholeNumber("seed", 0);
  const started = Date.now();
  const outcomes: Outcome[] = [];
  for (const source of ["chatlio", "http-api"] as const) {
    const share = source === "chatlio" ? Math.ceil(events / 2) : Math.floor(events / 2);
    if (!values.json) say(`source ${source}: ${share} events`);
    const progress = (sent: number) => say(`  ${sent} sent`);
    outcomes.push(
      await simulate({ events: share, seed, source, ...(!values.json && { progress }) }),
    );
  }
  const totals = sum<Totals>(outcomes.map((outcome) => outcome.totals));
  const faults = sum(outcomes.map((outcome) => outcome.faults));
  if (!values.json) {
    const hours = outcomes.map((outcome) => (outcome.simulatedSeconds / 3_600).toFixed(1));
    say(
      `${hours.join(" and ")} simulated hours in ${((Date.now() - started) / 1_000).toFixed(1)} s`,
    );
    say(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`);
  }
  process.stdout.write(`${JSON.stringify({ ...totals, seed, faults })}\n`);
  const wrongIds = outcomes.some((outcome) => outcome.wrongIds > 0);
  if (wrongIds) say("rows landed under another _id than the one that their 202 named");
  if (totals.lost > 0 || totals.unexplainedDuplicates > 0 || wrongIds) process.exitCode = 1;
}

main().catch((error: unknown) => {
  say(error instanceof RangeError ? error.message : String(error));
  process.exitCode = 2;
});
