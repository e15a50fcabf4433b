import { Agent } from "node:http";

import type { SQSRecord } from "aws-lambda";

import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import type { Sender } from "../../handlers/forwarder/delivery";
import { Forwarder } from "../../handlers/forwarder/forwarder";
import { httpApiSender } from "../../handlers/forwarder/httpApiSender";
import { forwarderSettings, type InletSecret } from "../../handlers/forwarder/settings";
import { httpFetch } from "../../handlers/shared/httpFetch";
import { log } from "../../handlers/shared/log";
import { EmfMeter } from "../../handlers/shared/metrics";
import type { Benchmark } from "../benchmark";
import { comparePaired, cpuClock, wallClock, type Contender } from "../support/paired";
import { startEndpoint } from "./endpoint";
import { envelope, httpApi } from "./messages";

/** Messages of one invocation: more than Lambda passes, so that the start of one does not count. */
const MESSAGES = 1_000;

/** The forwarder of one process, without AWS. */
export function forwarderOf(
  secret: InletSecret,
  concurrency: number,
  makeSender: () => Sender,
): Forwarder {
  return new Forwarder({
    settings: forwarderSettings.parse({
      queueUrl: "http://127.0.0.1:9/0/events",
      deadLetterQueueUrl: "http://127.0.0.1:9/0/dead-letters",
      inletSecretArn: "arn",
      inletSecretVersionId: "1",
      delivery: { concurrency },
    }),
    queue: { send: () => Promise.resolve(), extendVisibility: () => Promise.resolve() },
    inlet: { read: () => Promise.resolve(secret), invalidate: () => undefined },
    makeSender,
    log,
    meter: new EmfMeter("ChatlioAep"),
    now: Date.now,
    random: Math.random,
  });
}

/** Messages as Lambda passes them. */
function recordsOf(texts: readonly string[]): SQSRecord[] {
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) };
  return texts.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body,
    attributes,
  })) as unknown as SQSRecord[];
}

/** One invocation, in which every message has to be delivered. */
export async function deliverAll(forwarder: Forwarder, texts: readonly string[]): Promise<void> {
  const invocation = { getRemainingTimeInMillis: () => 600_000 };
  const { batchItemFailures } = await forwarder.handle({ Records: recordsOf(texts) }, invocation);
  if (batchItemFailures.length > 0) throw new Error("Some messages were not delivered.");
}

function forward(secret: InletSecret, concurrency: number, makeSender: () => Sender): Contender {
  const forwarder = forwarderOf(secret, concurrency, makeSender);
  const texts = new Array<string>(MESSAGES).fill(JSON.stringify(envelope()));
  return { run: () => deliverAll(forwarder, texts), units: MESSAGES };
}

/** Posts with Node's own `fetch`, one request for each record that is ready to send. */
function plainFetch(url: string, concurrency: number): Contender {
  const body = JSON.stringify(envelope().body);
  const headers = { "content-type": "application/json", "x-adobe-flow-id": "flow" };
  const run = async () => {
    let left = MESSAGES;
    const work = async () => {
      while (left > 0) {
        left -= 1;
        await (await fetch(url, { method: "POST", headers, body })).json();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  };
  return { run, units: MESSAGES };
}

interface Case {
  readonly name: string;
  readonly what: string;
  readonly source: "chatlio" | "http-api";
  readonly concurrency: number;
  readonly delayMs: number;
}

function benchmark({ name, what, source, concurrency, delayMs }: Case): Benchmark {
  const isWaiting = delayMs > 0;
  return {
    name,
    part: "Forwarder",
    what,
    against: "Node's `fetch` for each record, as many at once",
    time: isWaiting ? "wall" : "CPU",
    async run(pairs) {
      const { url, close } = await startEndpoint(delayMs);
      const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
      const secret = { inletUrl: url, flowId: "flow", httpApi };
      const tokens = { token: () => Promise.resolve("token"), discard: () => undefined };
      const makeSender = () =>
        source === "chatlio"
          ? chatlioSender(secret, httpFetch, agent)
          : httpApiSender(secret, { tokens, fetch: httpFetch, log }, agent);
      try {
        const ours = forward(secret, concurrency, makeSender);
        const clock = isWaiting ? wallClock : cpuClock;
        return await comparePaired(ours, plainFetch(url, concurrency), { pairs, clock });
      } finally {
        agent.destroy();
        close();
      }
    },
  };
}

export const forwarderBenchmarks: readonly Benchmark[] = [
  benchmark({
    name: "forwarder",
    what: "posts of one event, endpoint responds at once, 20 at once",
    source: "chatlio",
    concurrency: 20,
    delayMs: 0,
  }),
  benchmark({
    name: "forwarder-batches",
    what: "batches (`source: http-api`), endpoint responds at once",
    source: "http-api",
    concurrency: 20,
    delayMs: 0,
  }),
  benchmark({
    name: "forwarder-20ms-10",
    what: "posts of one event, endpoint responds after 20 ms, 10 at once (limit: 2,000 µs)",
    source: "chatlio",
    concurrency: 10,
    delayMs: 20,
  }),
  benchmark({
    name: "forwarder-20ms-50",
    what: "posts of one event, endpoint responds after 20 ms, 50 at once (limit: 400 µs)",
    source: "chatlio",
    concurrency: 50,
    delayMs: 20,
  }),
];
