import { Command } from "commander";
import { availableParallelism } from "node:os";
import { wholeNumber } from "../../emulator/common/wholeNumber";
import { nameOf, prepareSweep } from "./sweep";

const { workers } = new Command("npm run test:crash --")
  .description(
    "The whole sweep: SIGKILL of the engine, and of the plugin, before and after every request of an up, an update and a replacement.",
  )
  .option("--workers <n>", "kills at a time", wholeNumber(1), availableParallelism())
  .parse()
  .opts<{ readonly workers: number }>();

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const started = Date.now();
  const sweep = await prepareSweep();
  const waiting = sweep.kills.entries();
  const faulty: string[] = [];
  const worker = async () => {
    for (const [index, kill] of waiting) {
      const faults = await sweep.run(kill).catch((error: unknown) => [String(error)]);
      if (index % 20 === 19) say(`${index + 1} of ${sweep.kills.length}`);
      if (faults.length === 0) continue;
      faulty.push(nameOf(kill));
      say(`${nameOf(kill)}:\n  ${faults.join("\n  ")}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, worker));
  } finally {
    await sweep.close();
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  const clean = sweep.kills.length - faulty.length;
  say(
    `${sweep.kills.length} kills in ${seconds} s: ${clean} ended with one of each, ${faulty.length} did not`,
  );
  return faulty.length === 0 ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
