import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";

import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { temporaryDirectory } from "../../local/process/temporary";
import { outputsScript, runDlq, writePulumi } from "../../tests/cli/support";
import { startAwsServer } from "../../tests/handlers/support/awsServer";
import { receiverInput } from "../../tests/handlers/support/settings";
import { envelope } from "../relay/messages";
import { resultOf } from "./child";
import type { DrainCost } from "./drainCase";
import type { Part } from "./part";
import type { Usage } from "./processes";
import type { Series } from "./series";

/** Messages that wait, and none for what the command itself costs. */
const SIZES = [0, 10, 100, 1_000, 10_000] as const;

const commands = {
  "dlq list": ["list"],
  "dlq redrive --dry-run": ["redrive", "--all", "--dry-run"],
} as const;

interface Cost extends Usage {
  readonly size: number;
  readonly requests: number;
}

/** Runs a command against the tests' server in place of AWS, with so many messages in the dead-letter queue. */
async function measure(args: readonly string[], size: number): Promise<Cost> {
  const directory = await temporaryDirectory("growth");
  const aws = await startAwsServer();
  try {
    Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
    const event = envelope();
    for (let index = 0; index < size; index += 1) {
      const body = JSON.stringify({
        ...event,
        requestId: `request-${index}`,
        reason: "inlet-400",
        attempts: 1,
      });
      aws.messages.push({ id: `m-${index}`, body, invisible: false });
    }
    writePulumi(directory, outputsScript(aws));
    const usages = path.join(directory, "usage");
    await mkdir(usages);
    const { status, stderr } = await runDlq({ aws, bin: directory }, args, {
      GROWTH_USAGE: usages,
      NODE_OPTIONS: `--require=${path.join(__dirname, "usageAtExit.cjs")}`,
    });
    if (status !== 0) throw new Error(`dlq ${args.join(" ")} ended with ${status}: ${stderr}`);
    return { size, requests: aws.calls.length, ...(await usageIn(usages)) };
  } finally {
    await aws.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function usageIn(directory: string): Promise<Usage> {
  const files = await readdir(directory);
  const all = await Promise.all(
    files.map(
      async (file) => JSON.parse(await readFile(path.join(directory, file), "utf8")) as Usage,
    ),
  );
  return {
    cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
    peak: Math.max(...all.map(({ peak }) => peak)),
  };
}

/** What a command costs with so many messages that wait, smallest first. */
export async function costsOf(args: readonly string[], sizes: readonly number[]): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const size of sizes) costs.push(await measure(args, size));
  return costs;
}

/** The commands for DLQ messages, and the forwarder that gets a full queue. */
export async function measureWaiting(): Promise<Part> {
  const series: Series[] = [];
  for (const [name, args] of Object.entries(commands)) {
    const [none, ...others] = await costsOf(args, SIZES);
    const of = (what: string, unit: Series["unit"], key: Exclude<keyof Cost, "size">): Series => ({
      what: `\`${name}\`: ${what}`,
      unit,
      base: none?.[key] ?? 0,
      points: others.map((each) => ({ size: each.size, value: each[key] })),
    });
    series.push(
      of("requests to SQS", "requests", "requests"),
      of("CPU", "µs", "cpu"),
      of("peak memory", "bytes", "peak"),
    );
  }
  return { series: [...series, ...(await drainSeries())] };
}

async function drainSeries(): Promise<Series[]> {
  const script = path.join(__dirname, "drainCase.ts");
  const sizes = SIZES.filter((size) => size > 0).map(String);
  const costs = await resultOf<readonly DrainCost[]>(script, sizes, ["--expose-gc"]);
  const points = (key: "cpu" | "heap") =>
    costs.map((each) => ({ size: each.size, value: each[key] }));
  return [
    { what: "forwarder: CPU", unit: "µs", base: 0, points: points("cpu") },
    {
      what: "forwarder: heap after collection",
      unit: "bytes",
      base: 0,
      isWhole: true,
      points: points("heap"),
    },
  ];
}
