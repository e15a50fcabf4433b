import { readFileSync } from "node:fs";

import type { Payload } from "../relay/payloads";
import { transcript } from "../relay/payloads";
import { receiverOf } from "../relay/receiver";
import { cpuClock } from "../support/paired";
import { finish } from "./child";

/** What one transcript costs the receiver, and what becomes of it. */
export interface TranscriptCost {
  /** Processor time, in microseconds. */
  readonly cpu: number;
  /** Memory that is requested, whether or not it is given back meanwhile, in bytes. */
  readonly allocated: number;
  /** Most memory of the process, in bytes. */
  readonly peak: number;
  readonly status: number;
  /** Messages that are left out because the row would be too large. */
  readonly messagesCut: number;
  /** Fields that are left out or shortened. */
  readonly fieldsCut: readonly string[];
}

const ROUNDS = 3;
const ROUND_US = 80_000;
const WARM_UP = 500;
/** So much is received for one value of the memory, in bytes: that of a short transcript alone would be lost in the noise. */
const LEAST_RECEIVED = 1_000_000;

/** What becomes of a transcript, and the most memory of the process by then. */
type Outcome = Pick<TranscriptCost, "peak" | "status" | "messagesCut" | "fieldsCut">;

type Receive = (payload: Payload) => Promise<{ readonly statusCode?: number | undefined }>;

let sent = "";

async function outcomeOf(receive: Receive, payload: Payload): Promise<Outcome> {
  sent = "";
  const { statusCode: status = NaN } = await receive(payload);
  const peak = process.resourceUsage().maxRSS * 1_024;
  const { body = {} } = (sent === "" ? {} : JSON.parse(sent)) as {
    body?: { relayCutMessages?: number; relayCutFields?: readonly string[] };
  };
  const { relayCutFields: fieldsCut = [], relayCutMessages: messagesCut = 0 } = body;
  return { peak, status, messagesCut, fieldsCut };
}

async function leastTime(work: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await timeOf(work));
  return Math.min(...rounds);
}

async function allocatedBy(work: () => Promise<unknown>, runs: number): Promise<number> {
  await work();
  globalThis.gc?.();
  const before = inUse();
  for (let run = 0; run < runs; run += 1) await work();
  return (inUse() - before) / runs;
}

/**
 * With `cpu`: processor time, peak and outcome of each transcript, smallest first. With `allocated`: memory, in a process whose
 * heap is never collected meanwhile.
 */
async function main([mode, policy, ...files]: readonly string[]): Promise<void> {
  const receive = receiverOf(policy === "hash" ? "hash" : "keep", (text) => (sent = text));
  for (let index = 0; index < WARM_UP; index += 1) await receive(transcript);
  const payloads = files.map((file) => {
    return { event: transcript.event, body: readFileSync(file, "utf8") };
  });
  const results: Partial<TranscriptCost>[] = [];
  if (mode === "allocated") {
    for (const each of payloads) {
      const runs = Math.ceil(LEAST_RECEIVED / each.body.length);
      results.push({ allocated: await allocatedBy(() => receive(each), runs) });
    }
    finish(results);
    return;
  }
  for (const each of payloads) results.push(await outcomeOf(receive, each));
  const timed: Partial<TranscriptCost>[] = [];
  for (const [index, each] of payloads.entries())
    timed.push({ ...results[index], cpu: await leastTime(() => receive(each)) });
  finish(timed);
}

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begin = cpuClock();
  for (let runs = 1; ; runs += 1) {
    await work();
    const taken = cpuClock() - begin;
    if (taken >= ROUND_US) return taken / runs;
  }
}

if (require.main === module) void main(process.argv.slice(2));
