import type { Benchmark } from "../benchmark";
import { compared } from "../support/paired";
import { flood, measure, targetOn, type Target } from "./load";
import { startServer, type BenchServer, type Kind } from "./server";

async function warmServer(kind: Kind): Promise<{ server: BenchServer; target: Target }> {
  const server = await startServer(kind);
  const target = await targetOn(server, kind);
  await flood(target, (sent) => sent < 2000);
  return { server, target };
}

/** Processor time of the server for each post, in microseconds. */
async function costOf({ server, target }: { server: BenchServer; target: Target }) {
  const { perCpuSecond } = await measure(server, target, 1);
  return 1e6 / perCpuSecond;
}

export const emulatorBenchmarks: readonly Benchmark[] = [
  {
    name: "emulator-inlet",
    part: "Emulator",
    what: "post of 1 KB to the streaming endpoint, 32 connections",
    against: "a bare server of the same framework that parses the body",
    time: "CPU",
    async run(pairs) {
      const ours = await warmServer("emulator");
      const rival = await warmServer("bare");
      try {
        const measured = [];
        for (let pair = 0; pair < pairs; pair++) {
          measured.push({ ours: await costOf(ours), rival: await costOf(rival) });
        }
        return compared(measured);
      } finally {
        ours.server.stop();
        rival.server.stop();
      }
    },
  },
];
