import { writeFileSync } from "node:fs";
import path from "node:path";

import { Argument, Command } from "commander";

import type { SavedOutcome } from "./page";
import { scenarios } from "./scenarios";
import { simulateLoad } from "./simulation";

/** What docs/scale.md is made from. */
const saved = path.join(__dirname, "results.json");

/** `npm run scale`: plays loads through the real forwarder in simulated time. */
async function main(): Promise<void> {
  const names = scenarios.map(({ name }) => name);
  const command = new Command("npm run scale --")
    .description(
      "Plays loads through the real forwarder in simulated time, with the limits of AWS and AEP.",
    )
    .addArgument(new Argument("[name...]", "what to play (default: all)").choices(names))
    .option("--save", "keep the outcomes of all for docs/scale.md")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  const { save } = command.opts<{ save?: true }>();
  if (save && command.args.length > 0) command.error("--save plays all: leave the names out.");
  const wanted = command.args.length > 0 ? command.args : names;
  const outcomes: SavedOutcome[] = [];
  for (const { name, load, title } of scenarios) {
    if (!wanted.includes(name)) continue;
    process.stderr.write(`${title} …\n`);
    const outcome = await simulateLoad(load);
    outcomes.push({ name, ...outcome });
    const { points, ...sums } = outcome;
    process.stdout.write(`${JSON.stringify({ name, ...sums })}\n`);
    if (points.length === 0) throw new Error(`${name} has no course.`);
  }
  if (save) writeFileSync(saved, `${JSON.stringify(outcomes)}\n`);
}

void main();
