import { availableParallelism } from "node:os";

import { Command, InvalidArgumentError, Option } from "commander";

import { wholeNumber } from "../../emulator/common/wholeNumber";
import { bundlePlugins } from "../engine/support/bundles";
import { directScenarios, nameOf, prepareSweep, scenarios } from "./sweep";

/** Most of a crash is a wait: the next run looks for what the killed one may have made for as long as Adobe may need. */
const WORKERS_PER_CORE = 4;

interface Options {
  readonly workers: number;
  readonly part: Part;
}

/** Every `of`th crash, from the `nth` on: the parts of a sweep together are the whole. */
interface Part {
  readonly nth: number;
  readonly of: number;
}

function partIn(text: string): Part {
  const [, nth, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (nth !== undefined && of !== undefined && nth >= 1 && nth <= of) return { nth, of };
  throw new InvalidArgumentError("It must be as 1/8, the first of eight parts.");
}

const { workers, part } = new Command("npm run test:crash --")
  .description(
    "The whole sweep: SIGKILL of the engine, and of the plugin, before and after every request of an up, an update and a replacement, and of an up and an update in direct mode.",
  )
  .option(
    "--workers <n>",
    "crashes at a time",
    wholeNumber(1),
    WORKERS_PER_CORE * availableParallelism(),
  )
  .addOption(
    new Option("--part <n/m>", "every m-th crash, from the n-th on")
      .argParser(partIn)
      .default({ nth: 1, of: 1 }, "all"),
  )
  .parse()
  .opts<Options>();

function say(line: string) {
  void process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  const started = Date.now();
  await bundlePlugins();
  const sweep = await prepareSweep([...scenarios, ...directScenarios]);
  const chosen = sweep.crashes.filter((_, index) => index % part.of === part.nth - 1);
  const waiting = chosen.entries();
  const failed: string[] = [];
  const worker = async () => {
    for (const [index, crash] of waiting) {
      const faults = await sweep.run(crash).catch((error: unknown) => [String(error)]);
      if (index % 20 === 19) say(`${index + 1} of ${chosen.length}`);
      if (faults.length === 0) continue;
      failed.push(nameOf(crash));
      say(`${nameOf(crash)}:\n  ${faults.join("\n  ")}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, worker));
  } finally {
    await sweep.close();
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  const clean = chosen.length - failed.length;
  say(
    `${chosen.length} of ${sweep.crashes.length} crashes in ${seconds} s: ${clean} ended as they should, ${failed.length} did not`,
  );
  return failed.length === 0 ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
