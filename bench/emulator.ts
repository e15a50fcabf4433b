import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { cpus, loadavg } from "node:os";

import { Command, Option } from "commander";
import fastify from "fastify";

import { adminSecretHeader, adminSecretVariable, startEmulator } from "../emulator";
import { wholeNumber } from "../emulator/common/wholeNumber";
import { newSecret } from "../emulator/server/secret";
import { findOnPath } from "../local/toolchain/context";
import { buildPipeline, sampleRecord } from "./emulatorPipeline";

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
const connections = 32;

interface Report {
  readonly rssMb: number;
  readonly heapMb: number;
  /** Processor time the server has used since it started, in seconds. */
  readonly cpuSeconds: number;
}

interface Rate {
  /** Per second of wall-clock time. */
  readonly perSecond: number;
  /** Per second of the server's processor time: what one core achieves without other load. */
  readonly perCpuSecond: number;
}

async function server(kind: string): Promise<void> {
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

const adminSecret = newSecret();

const oneCore = findOnPath("taskset", process.env);

/** Starts this file again as a server, on one core, and gives its URL. */
async function startServer(kind: string): Promise<{ url: string; process: ChildProcess }> {
  const bound =
    oneCore === undefined
      ? {}
      : { execPath: oneCore, execArgv: ["-c", "0", process.execPath, ...process.execArgv] };
  const env = { ...process.env, [adminSecretVariable]: adminSecret };
  const child = fork(__filename, ["--server", kind], { ...bound, env });
  const [url] = (await once(child, "message")) as [string];
  return { url, process: child };
}

async function reportOf(child: ChildProcess): Promise<Report> {
  child.send("report");
  const [report] = (await once(child, "message")) as [Report];
  return report;
}

/** Posts over kept-alive connections, one at a time on each, while `goOn` returns true. */
async function flood(
  url: string,
  headers: Record<string, string>,
  goOn: (sent: number) => boolean,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let sent = 0;
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(sampleRecord(sent));
      const call = request(
        url,
        {
          method: "POST",
          agent,
          headers: {
            ...headers,
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
          },
        },
        (response) => {
          if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode ?? 0}`));
          response.resume().once("end", resolve);
        },
      );
      call.once("error", reject).end(body);
    });
  const worker = async (): Promise<void> => {
    while (goOn(sent)) {
      sent += 1;
      await post();
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return sent;
}

async function measure(
  server: ChildProcess,
  url: string,
  headers: Record<string, string>,
  seconds: number,
): Promise<Rate> {
  await flood(url, headers, (sent) => sent < 2000);
  const before = await reportOf(server);
  const begin = performance.now();
  const until = begin + seconds * 1000;
  const sent = await flood(url, headers, () => performance.now() < until);
  const elapsed = (performance.now() - begin) / 1000;
  const after = await reportOf(server);
  return {
    perSecond: Math.round(sent / elapsed),
    perCpuSecond: Math.round(sent / (after.cpuSeconds - before.cpuSeconds)),
  };
}

async function main(): Promise<void> {
  const options = new Command("npm run bench:emulator --")
    .description("How many posts a second the emulator takes, and what memory it has meanwhile.")
    .option("--seconds <n>", "time of each measurement", wholeNumber(1), 5)
    .option("--posts <n>", "posts for the memory", wholeNumber(), 0)
    .option("--json", "print one line of JSON")
    .addOption(new Option("--server <what>", "be the measured process").hideHelp())
    .parse()
    .opts<{ seconds: number; posts: number; json?: true; server?: string }>();
  if (options.server !== undefined) {
    await server(options.server);
    return;
  }
  const { seconds, posts } = options;
  const bare = await startServer("bare");
  const bareRate = await measure(bare.process, `${bare.url}/collection/x`, {}, seconds);
  bare.process.kill();

  const emulator = await startServer("emulator");
  const { inletUrl, flowId, datasetId } = await buildPipeline(emulator.url);
  const headers = { "x-adobe-flow-id": flowId };
  const emulatorRate = await measure(emulator.process, inletUrl, headers, seconds);
  const memory: (Report & { posts: number })[] = [];
  const step = Math.max(1, Math.ceil(posts / 10));
  for (let done = 0; done < posts; done += step) {
    await flood(inletUrl, headers, (sent) => sent < step);
    memory.push({ posts: done + step, ...(await reportOf(emulator.process)) });
    if (!options.json) process.stdout.write(`${JSON.stringify(memory.at(-1))}\n`);
  }
  const rows = (await (
    await fetch(`${emulator.url}/_emulator/datasets/${datasetId}/rows?limit=1`, {
      headers: { [adminSecretHeader]: adminSecret },
    })
  ).json()) as {
    total: { rows: number; rejected: number };
  };
  emulator.process.kill();

  const report = {
    machine: { cpu: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version },
    bodyBytes: JSON.stringify(sampleRecord(0)).length,
    connections,
    boundToOneCore: oneCore !== undefined,
    loadAverage: loadavg()[0]?.toFixed(1),
    bare: bareRate,
    emulator: emulatorRate,
    share: Number((emulatorRate.perCpuSecond / bareRate.perCpuSecond).toFixed(2)),
    rows: rows.total,
    memory,
  };
  process.stdout.write(`${JSON.stringify(report, null, options.json ? 0 : 2)}\n`);
}

void main();
