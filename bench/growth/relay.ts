import { Agent } from "node:http";

import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import { eventSlugs } from "../../handlers/model";
import { httpFetch } from "../../handlers/shared/httpFetch";
import { startEndpoint } from "../relay/endpoint";
import { deliverAll, forwarderOf } from "../relay/forwarder";
import { fixture, type Payload } from "../relay/payloads";
import { receiverOf } from "../relay/receiver";

/** Messages that Lambda passes to one invocation of the forwarder. */
const BATCH = 10;

/** Requests at once, as the stack sets it. */
const CONCURRENCY = 10;

const samples = eventSlugs.map(fixture);

/** A webhook with ids and an address that no other has. */
export function webhookOf(number: number): Payload {
  const { body, event } = samples[number % samples.length] as Payload;
  const id = number.toString(16).padStart(12, "0");
  return {
    event,
    body: body
      .replace("0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02", `0b8d5c5a-31d7-4c59-8a38-${id}`)
      .replace("5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3", `5f0c2b1e-7a44-4d3b-9c1d-${id}`)
      .replaceAll("maria.keller@", `maria.keller.${number}@`),
  };
}

/** Receiver and forwarder in this process, with a queue between them and a streaming endpoint in another process. */
export interface Relay {
  /** Takes webhooks into the queue. All must be accepted. */
  receive(payloads: readonly Payload[]): Promise<void>;
  /** Delivers everything that is in the queue. */
  drain(): Promise<void>;
  close(): void;
}

/** Starts them. `policy`: what happens to personal data. */
export async function startRelay(policy: "keep" | "hash"): Promise<Relay> {
  let queue: string[] = [];
  const receive = receiverOf(policy, (text) => void queue.push(text));
  const { url, close } = await startEndpoint(0);
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const secret = { inletUrl: url, flowId: "flow" };
  const forwarder = forwarderOf(secret, CONCURRENCY, () => chatlioSender(secret, httpFetch, agent));
  return {
    async receive(payloads) {
      const before = queue.length;
      for (const payload of payloads) await receive(payload);
      if (queue.length - before !== payloads.length)
        throw new Error("Some webhooks were not accepted.");
    },
    async drain() {
      for (let from = 0; from < queue.length; from += BATCH)
        await deliverAll(forwarder, queue.slice(from, from + BATCH));
      queue = [];
    },
    close() {
      agent.destroy();
      close();
    },
  };
}
