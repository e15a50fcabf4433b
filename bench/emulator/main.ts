import { cpus, loadavg } from "node:os";

import { Command } from "commander";

import { adminSecretHeader } from "../../emulator";
import { wholeNumber } from "../../emulator/common/wholeNumber";
import { connections, flood, rateOf, targetOn } from "./load";
import { sampleRecord } from "./pipeline";
import { adminSecret, boundToOneCore, startServer, type Report } from "./server";

/**
 * Measures how many posts per second the emulator's streaming endpoint accepts, compared with the bare
 * framework that parses the same bodies, and how much memory it needs for a million posts.
 *
 *     npm run bench:emulator -- [--seconds 5] [--posts 0] [--json]
 *
 * Server and client are separate processes. Where `taskset` exists (Linux), the server and all its threads
 * are bound to one core. Other programs on the machine reduce the posts per second, so the report also has
 * the posts per second of the server's processor time.
 */
async function main(): Promise<void> {
  const { seconds, posts, json } = new Command("npm run bench:emulator --")
    .description("How many posts a second the emulator takes, and what memory it has meanwhile.")
    .option("--seconds <n>", "time of each measurement", wholeNumber(1), 5)
    .option("--posts <n>", "posts for the memory", wholeNumber(), 0)
    .option("--json", "print one line of JSON")
    .parse()
    .opts<{ seconds: number; posts: number; json?: true }>();
  const bare = await startServer("bare");
  const bareRate = await rateOf(bare, await targetOn(bare, "bare"), seconds);
  bare.stop();

  const emulator = await startServer("emulator");
  const target = await targetOn(emulator, "emulator");
  const emulatorRate = await rateOf(emulator, target, seconds);
  const memory: (Report & { posts: number })[] = [];
  const step = Math.max(1, Math.ceil(posts / 10));
  for (let done = 0; done < posts; done += step) {
    await flood(target, (sent) => sent < step);
    memory.push({ posts: done + step, ...(await emulator.report()) });
    if (!json) process.stdout.write(`${JSON.stringify(memory.at(-1))}\n`);
  }
  const rows = (await (
    await fetch(`${emulator.url}/_emulator/datasets/${target.datasetId ?? ""}/rows?limit=1`, {
      headers: { [adminSecretHeader]: adminSecret },
    })
  ).json()) as {
    total: { rows: number; rejected: number };
  };
  emulator.stop();

  const report = {
    machine: { cpu: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version },
    bodyBytes: JSON.stringify(sampleRecord(0)).length,
    connections,
    boundToOneCore,
    loadAverage: loadavg()[0]?.toFixed(1),
    bare: bareRate,
    emulator: emulatorRate,
    share: Number((emulatorRate.perCpuSecond / bareRate.perCpuSecond).toFixed(2)),
    rows: rows.total,
    memory,
  };
  process.stdout.write(`${JSON.stringify(report, null, json ? 0 : 2)}\n`);
}

void main();
