import { writeFileSync } from "node:fs";
import path from "node:path";

import { Argument, Command } from "commander";

import { wholeNumber } from "../emulator/common/wholeNumber";
import { bundleFunction } from "../infra/bundle";
import type { Benchmark, Report, Result } from "./benchmark";
import { emulatorBenchmarks } from "./emulator/inlet";
import { machine } from "./machine";
import { table } from "./page";
import { adobeHalf } from "./pulumi/adobeHalf";
import { executableStart, pluginStart } from "./pulumi/pluginStart";
import { preview } from "./pulumi/preview";
import { coldStartBenchmarks } from "./relay/coldStart";
import { forwarderBenchmarks } from "./relay/forwarder";
import { receiverBenchmarks } from "./relay/receiver";
import { silently } from "./support/silence";

const benchmarks: readonly Benchmark[] = [
  ...receiverBenchmarks,
  ...forwarderBenchmarks,
  ...coldStartBenchmarks,
  preview,
  adobeHalf,
  pluginStart,
  executableStart,
  ...emulatorBenchmarks,
];

const names = benchmarks.map(({ name }) => name);

/** What docs/performance.md is made from. */
const saved = path.join(__dirname, "results.json");

/** Bytes of each function's files: `receiver`, and `receiver/privacy.js` for one that is loaded later. */
function bundleBytes(): Record<string, number> {
  const names = ["receiver", "forwarder", "keeper"] as const;
  return Object.fromEntries(
    names.flatMap((name) =>
      Object.entries(bundleFunction(name).files).map(([file, code]) => [
        file === "index.js" ? name : `${name}/${file}`,
        Buffer.byteLength(code),
      ]),
    ),
  );
}

async function resultOf(benchmark: Benchmark, pairs: number): Promise<Result> {
  const { run, ...described } = benchmark;
  const measured = await silently(() => run(Math.min(pairs, benchmark.mostPairs ?? pairs)));
  return { ...described, ...measured };
}

/** `npm run bench`: compares the relay's functions with simple programs that do the least of the same work. */
async function main(): Promise<void> {
  const command = new Command("npm run bench --")
    .description("Compares the relay's functions with simple programs, in the same run.")
    .addArgument(new Argument("[name...]", "what to measure (default: all)").choices(names))
    .option("--pairs <n>", "measurements of each", wholeNumber(1), 11)
    .option("--json", "print one line of JSON")
    .option("--save", "keep the results of all for docs/performance.md")
    .parse();
  const { pairs, json, save } = command.opts<{ pairs: number; json?: true; save?: true }>();
  if (save && command.args.length > 0) command.error("--save measures all: leave the names out.");
  const wanted = command.args.length > 0 ? command.args : names;
  const start = { date: new Date().toISOString().slice(0, 10), machine: machine(), pairs };
  const results: Result[] = [];
  for (const benchmark of benchmarks) {
    if (!wanted.includes(benchmark.name)) continue;
    const result = await resultOf(benchmark, pairs);
    results.push(result);
    if (!json) process.stdout.write(`${table([result]).split("\n").at(-1) ?? ""}\n`);
  }
  const report: Report = { ...start, results, bundleBytes: bundleBytes() };
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (save) writeFileSync(saved, `${JSON.stringify(report, null, 2)}\n`);
}

void main();
