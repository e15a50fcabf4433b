import { Agent, request } from "node:http";

import { buildPipeline, sampleRecord } from "./pipeline";
import type { BenchServer, Kind } from "./server";

export const connections = 32;

/** Where posts go. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Rate {
  /** Per second of wall-clock time. */
  readonly perSecond: number;
  /** Per second of the server's processor time: what one core achieves without other load. */
  readonly perCpuSecond: number;
}

/** The address to post to; on the emulator with a dataflow that is made for it. */
export async function targetOn(
  server: BenchServer,
  kind: Kind,
): Promise<Target & { readonly datasetId?: string }> {
  if (kind === "bare") return { url: `${server.url}/collection/x`, headers: {} };
  const { inletUrl, flowId, datasetId } = await buildPipeline(server.url);
  return { url: inletUrl, headers: { "x-adobe-flow-id": flowId }, datasetId };
}

/** Posts over kept-alive connections, one at a time on each, while `goOn` returns true; how many. */
export async function flood(
  { url, headers }: Target,
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

/** How fast a server takes posts, after it is warm. */
export async function rateOf(server: BenchServer, target: Target, seconds: number): Promise<Rate> {
  await flood(target, (sent) => sent < 2000);
  return measure(server, target, seconds);
}

/** How fast a warm server takes posts. */
export async function measure(server: BenchServer, target: Target, seconds: number): Promise<Rate> {
  const before = await server.report();
  const begin = performance.now();
  const until = begin + seconds * 1000;
  const sent = await flood(target, () => performance.now() < until);
  const elapsed = (performance.now() - begin) / 1000;
  const after = await server.report();
  return {
    perSecond: Math.round(sent / elapsed),
    perCpuSecond: Math.round(sent / (after.cpuSeconds - before.cpuSeconds)),
  };
}
