import { OptionError, readOptions } from "./options";
import { findings, report } from "./report";
import { simulate, type Outcome } from "./simulation";

function say(line: string) {
  void process.stderr.write(`${line}\n`);
}

/**
 * The fault test: the real handlers, a queue that behaves like SQS and an endpoint that fails in every
 * way, in simulated time. `npm run test:faults -- --events N --seed S --json`
 */
async function main(): Promise<void> {
  const { events, seed, json } = readOptions(process.argv.slice(2));
  const started = Date.now();
  const outcomes: Outcome[] = [];
  for (const source of ["chatlio", "http-api"] as const) {
    const share = source === "chatlio" ? Math.ceil(events / 2) : Math.floor(events / 2);
    if (!json) say(`source ${source}: ${share} events`);
    const progress = (sent: number) => say(`  ${sent} sent`);
    outcomes.push(await simulate({ events: share, seed, source, ...(!json && { progress }) }));
  }
  if (!json) {
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
  say(error instanceof OptionError ? error.message : String(error));
  process.exitCode = 2;
});
