import { parseArgs } from "node:util";
import { findings, report } from "./report";
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
  if (!values.json) {
    const hours = outcomes.map((outcome) => (outcome.simulatedSeconds / 3_600).toFixed(1));
    say(
      `${hours.join(" and ")} simulated hours in ${((Date.now() - started) / 1_000).toFixed(1)} s`,
    );
    say(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`);
  }
  process.stdout.write(`${JSON.stringify(report(outcomes, seed))}\n`);
  const found = findings(outcomes);
  found.forEach(say);
  if (found.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  say(error instanceof RangeError ? error.message : String(error));
  process.exitCode = 2;
});
