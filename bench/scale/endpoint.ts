import { Readable } from "node:stream";

import type { Fetch } from "../../adobe/client/exchange";
import type { SimulatedClock } from "./clock";
import { TokenBucket } from "./tokenBucket";

/** Limits of streaming ingestion (Adobe, streaming ingestion overview). An organization's contract may say less. */
export const aepLimits = { requestsPerSecond: 1_000, messagesPerSecond: 10_000 } as const;

/** Assumed: milliseconds from a request to its response. */
export const LATENCY_MS = { least: 40, most: 100 } as const;

export interface EndpointOptions {
  readonly clock: SimulatedClock;
  readonly random: () => number;
  /** Span in which it responds 503 to everything, in milliseconds since 1970. */
  readonly outage?: { readonly from: number; readonly to: number } | undefined;
}

/** What one process spends on requests: its part of a CPU does one thing at a time. */
export interface Cpu {
  freeAt: number;
  /** Milliseconds that one message costs. */
  readonly msPerMessage: number;
}

function statusText(status: number, messages: number, isBatch: boolean): string {
  if (status !== 200 && status !== 207) return "{}";
  if (!isBatch) return '{"inletId":"i","xactionId":"1:1:1"}';
  return JSON.stringify({
    responses: Array.from({ length: messages }, () => ({ xactionId: "1:1:1" })),
  });
}

/** AEP's streaming endpoint with its documented limits. Beyond them it responds 429, without `Retry-After`. */
export class LimitedEndpoint {
  tooMany = 0;
  private readonly requests = new TokenBucket(
    aepLimits.requestsPerSecond,
    aepLimits.requestsPerSecond,
  );
  private readonly messages = new TokenBucket(
    aepLimits.messagesPerSecond,
    aepLimits.messagesPerSecond,
  );

  constructor(private readonly options: EndpointOptions) {}

  /** `fetch` of one process. */
  fetchOf(cpu: Cpu): Fetch {
    return async (url, { body }) => {
      const { clock, random } = this.options;
      const isBatch = String(url).includes("/batch/");
      const count = isBatch ? String(body).split('{"header":').length - 1 : 1;
      cpu.freeAt = Math.max(cpu.freeAt, clock.now) + count * cpu.msPerMessage;
      await clock.until(cpu.freeAt);
      const status = this.statusOf(count, isBatch);
      await clock.until(
        clock.now + LATENCY_MS.least + random() * (LATENCY_MS.most - LATENCY_MS.least),
      );
      return {
        status,
        headers: { get: () => null },
        body: Readable.from([statusText(status, count, isBatch)]),
      };
    };
  }

  private statusOf(messages: number, isBatch: boolean): number {
    const { clock, outage } = this.options;
    if (outage && clock.now >= outage.from && clock.now < outage.to) return 503;
    const isAllowed = this.requests.take(1, clock.now) && this.messages.take(messages, clock.now);
    if (!isAllowed) this.tooMany += 1;
    if (!isAllowed) return 429;
    return isBatch ? 207 : 200;
  }
}
