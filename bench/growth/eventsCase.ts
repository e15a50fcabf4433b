import { cpuClock } from "../support/paired";
import { silently } from "../support/silence";
import { finish } from "./child";
import { startRelay, webhookOf } from "./relay";

/** What so many events have cost by now. */
export interface EventsCost {
  readonly events: number;
  /** Processor time of the receiver and of the forwarder, in microseconds. */
  readonly receiver: number;
  readonly forwarder: number;
  /** What is still in use after everything else was collected, in bytes. */
  readonly heap: number;
  /** Most memory of the process, in bytes. */
  readonly peak: number;
}

/** Events between two looks at the clock. */
const BLOCK = 100;

const WARM_UP = 1_000;

/** Takes events through receiver and forwarder, a hundred and then the next: the queue between them holds no more. */
async function play(policy: "keep" | "hash", sizes: readonly number[]): Promise<EventsCost[]> {
  const relay = await startRelay(policy);
  let number = 0;
  const spent = { receiver: 0, forwarder: 0 };

  async function block(): Promise<void> {
    const payloads = Array.from({ length: BLOCK }, () => webhookOf((number += 1)));
    const begin = cpuClock();
    await relay.receive(payloads);
    const received = cpuClock();
    await relay.drain();
    spent.receiver += received - begin;
    spent.forwarder += cpuClock() - received;
  }

  try {
    while (number < WARM_UP) await block();
    Object.assign(spent, { receiver: 0, forwarder: 0 });
    const costs: EventsCost[] = [];
    for (const events of sizes) {
      while (number < WARM_UP + events) await block();
      globalThis.gc?.();
      const heap = process.memoryUsage().heapUsed;
      costs.push({ events, ...spent, heap, peak: process.resourceUsage().maxRSS * 1_024 });
    }
    return costs;
  } finally {
    relay.close();
  }
}

async function main([policy, ...sizes]: readonly string[]): Promise<void> {
  const all = sizes.map(Number);
  finish(await silently(() => play(policy === "hash" ? "hash" : "keep", all)));
}

if (require.main === module) void main(process.argv.slice(2));
