import { cpuClock } from "../support/paired";
import { silently } from "../support/silence";
import { finish } from "./child";
import { startRelay, webhookOf, type Relay } from "./relay";

/** What the forwarder needs for a queue with so many messages. */
export interface DrainCost {
  readonly size: number;
  /** Processor time, in microseconds. */
  readonly cpu: number;
  /** What is still in use after everything else was collected, in bytes. */
  readonly heap: number;
}

const WARM_UP = 1_000;
const ROUNDS = 3;

async function costOf(relay: Relay, size: number): Promise<DrainCost> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await relay.receive(Array.from({ length: size }, (_, number) => webhookOf(number)));
    const begin = cpuClock();
    await relay.drain();
    rounds.push(cpuClock() - begin);
  }
  globalThis.gc?.();
  return { size, cpu: Math.min(...rounds), heap: process.memoryUsage().heapUsed };
}

async function main(sizes: readonly string[]): Promise<void> {
  const relay = await startRelay("keep");
  const costs: DrainCost[] = [];
  await silently(async () => {
    await costOf(relay, WARM_UP);
    for (const size of sizes) costs.push(await costOf(relay, Number(size)));
  });
  relay.close();
  finish(costs);
}

if (require.main === module) void main(process.argv.slice(2));
