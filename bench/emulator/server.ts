import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";

import fastify from "fastify";

import { adminSecretVariable, startEmulator } from "../../emulator";
import { newSecret } from "../../emulator/server/secret";
import { findOnPath } from "../../local/toolchain/context";

/** The emulator, or the bare framework that parses the same bodies. */
export type Kind = "bare" | "emulator";

/** What a server says of itself. */
export interface Report {
  readonly rssMb: number;
  readonly heapMb: number;
  /** Processor time the server has used since it started, in seconds. */
  readonly cpuSeconds: number;
}

/** A server in a process of its own. */
export interface BenchServer {
  readonly url: string;
  report(): Promise<Report>;
  stop(): void;
}

/** Of each emulator that is started here. */
export const adminSecret = newSecret();

const oneCore = findOnPath("taskset", process.env);

/** Whether servers are bound to one core, with all their threads (Linux). */
export const boundToOneCore = oneCore !== undefined;

/** Starts a server in another process, on one core where the machine can do that. */
export async function startServer(kind: Kind): Promise<BenchServer> {
  const bound =
    oneCore === undefined
      ? {}
      : { execPath: oneCore, execArgv: ["-c", "0", process.execPath, ...process.execArgv] };
  const env = { ...process.env, [adminSecretVariable]: adminSecret };
  const child = fork(__filename, [kind], { ...bound, env });
  const [url] = (await once(child, "message")) as [string];
  return { url, report: () => reportOf(child), stop: () => void child.kill() };
}

async function reportOf(child: ChildProcess): Promise<Report> {
  child.send("report");
  const [report] = (await once(child, "message")) as [Report];
  return report;
}

async function serve(kind: string): Promise<void> {
  if (kind === "bare") {
    const app = fastify();
    app.post("/collection/:inlet", ({ body }) => ({
      inletId: "bare",
      xactionId: String(Object.keys(body as object).length),
      receivedTimeMs: Date.now(),
    }));
    process.send?.(await app.listen({ host: "127.0.0.1", port: 0 }));
  } else {
    const settings = { inletRate: 0, settleMs: 0, adminSecret: process.env[adminSecretVariable] };
    const { url } = await startEmulator(settings);
    process.send?.(url);
  }
  process.on("message", () => {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    process.send?.({
      rssMb: Math.round(rss / 2 ** 20),
      heapMb: Math.round(heapUsed / 2 ** 20),
      cpuSeconds: (user + system) / 1e6,
    });
  });
}

if (require.main === module) void serve(process.argv[2] ?? "");
