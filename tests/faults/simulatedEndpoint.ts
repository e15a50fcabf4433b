import { Response } from "node-fetch";

import type { Fetch } from "../../adobe/client/exchange";
import type { TokenSource } from "../../adobe/client/ims";
import type { TimeoutSignal } from "../../handlers/shared/within";
import type { Random } from "../support/random";
import type { InvariantChecker } from "./invariantChecker";
import { eventsIn, type Faults, type Recorder } from "./recorder";
import type { Platform, Process } from "./relay";

/** Half-open span of simulated time. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Flow {
  readonly settledAt: number;
  /** When it was deleted, after draining. */
  deletedAt: number;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined: the body is cut off or no JSON. */
  readonly body?: unknown;
}

/** No response at all. */
type NoResponse = "hang" | "reset" | "unreachable";

interface Init {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A request's cost in simulated milliseconds. */
const LATENCY_MS = 40;

export interface EndpointOptions {
  readonly outage: Span;
  /** `Retry-After` of every response in the outage. Default: various values, or none. */
  readonly outageRetryAfter?: string | undefined;
  readonly now: () => number;
  /** Events that it always rejects. */
  readonly rejected: (event: number) => boolean;
  /** Events to which it always responds 503. */
  readonly stuck: (event: number) => boolean;
}

function networkError(code: string) {
  return Object.assign(new Error(code), { code });
}

/**
 * A streaming endpoint of AEP that fails in every way: before the work, after it, and in the response. It
 * knows whether a row was written, even when the response does not tell.
 */
export class SimulatedEndpoint implements Platform {
  readonly flows = new Map<string, Flow>();
  /** Rows whose response was unambiguous. */
  plainRows = 0;
  private goodToken = 1;
  private minted = 1;

  constructor(
    private readonly options: EndpointOptions,
    private readonly random: Random,
    private readonly faults: Faults,
    private readonly recorder: Recorder,
    private readonly checker: InvariantChecker,
  ) {}

  readonly tokens: TokenSource = {
    token: () => Promise.resolve(`token-${this.minted}`),
    discard: () => {
      this.goodToken = this.minted += 1;
    },
  };

  /** `fetch` and timeouts for one process of the forwarder. */
  connect(process: Process): { readonly fetch: Fetch; readonly timeoutSignal: TimeoutSignal } {
    const pending = new Set<AbortController>();
    const timeoutSignal: TimeoutSignal = () => {
      const controller = new AbortController();
      pending.add(controller);
      return controller.signal;
    };
    const fireTimeouts = () => {
      for (const controller of pending) controller.abort(new Error("TimeoutError"));
      pending.clear();
    };
    /** Once everything else is done, only requests that hang remain, and their timeouts fire. */
    const hang = (signal: AbortSignal) => {
      process.busyMs += process.requestTimeoutMs;
      setImmediate(fireTimeouts);
      return new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(networkError("AbortError")));
      });
    };
    const fetch = async (url: string, init: Init) => {
      const never = new Promise<never>(() => undefined);
      if (!process.alive) return never;
      process.busyMs += LATENCY_MS;
      const events = [...new Set(eventsIn(init.body))];
      this.checker.posted(events);
      const reply = this.respond(url, init, process);
      const after = typeof reply === "string" ? undefined : reply.headers?.["retry-after"];
      if (after !== undefined) this.checker.retryAfter(events, Number(after));
      if (process.killIn !== undefined && (process.killIn -= 1) <= 0) {
        process.kill();
        return never;
      }
      if (reply === "hang") return hang(init.signal);
      if (reply === "reset") throw networkError("ECONNRESET");
      if (reply === "unreachable") throw networkError("ECONNREFUSED");
      const { status, headers: sent = {} } = reply;
      const body = reply.body === undefined ? "{" : JSON.stringify(reply.body);
      return new Response(body, { status, headers: { ...sent } });
    };
    return { fetch: fetch as unknown as Fetch, timeoutSignal };
  }

  private respond(url: string, { body, headers }: Init, process: Process): Reply | NoResponse {
    const { now, outage } = this.options;
    const batch = url.includes("/batch/");
    const flowId = headers["x-adobe-flow-id"] ?? /"flowId":"([^"]+)"/.exec(body)?.[1] ?? "";
    if (now() >= outage.from && now() < outage.to) return this.down();
    const flow = this.flows.get(flowId);
    if (!flow || now() >= flow.deletedAt) {
      this.faults.add("flowGone");
      return { status: 404, body: { title: "not found" } };
    }
    if (batch && this.random.chance(0.01)) this.goodToken += 1;
    if (batch && headers["authorization"] !== `Bearer token-${this.goodToken}`) {
      this.faults.add("tokenRefused");
      return { status: 401, body: { title: "Authorization" } };
    }
    const before = this.failBefore(batch && body.split('{"header":').length > 2);
    if (before) return before;
    const { reply, written } = batch ? this.takeBatch(body, flow) : this.takeOne(body, flow);
    process.written.push(...written);
    return this.failAfter(reply, written, process);
  }

  /** A total outage: no response, or only one of the load balancer. */
  private down(): Reply | NoResponse {
    this.faults.add("outage");
    const { outageRetryAfter } = this.options;
    const random = this.random.next();
    if (outageRetryAfter === undefined && random < 0.5) return "unreachable";
    if (outageRetryAfter === undefined && random < 0.75) return { status: 503 };
    this.faults.add("outageRetryAfter");
    const after = outageRetryAfter ?? String([0, 30, 120][this.random.below(3)]);
    return { status: 503, headers: { "retry-after": after } };
  }

  private failBefore(several: boolean): Reply | NoResponse | undefined {
    const random = this.random.next();
    const fail = (name: string) => this.faults.add(name);
    if (random < 0.01) {
      fail("429");
      return { status: 429, headers: { "retry-after": String(1 + this.random.below(60)) } };
    }
    if (random < 0.02) {
      fail("503RetryAfter");
      return { status: 503, headers: { "retry-after": String(1 + this.random.below(120)) } };
    }
    if (random < 0.03) {
      fail("503");
      return { status: 503 };
    }
    if (random < 0.035) {
      fail("timeoutBefore");
      return "hang";
    }
    if (random < 0.04) {
      fail("resetBefore");
      return "reset";
    }
    if (random < 0.042) {
      fail("notJson");
      return { status: 200 };
    }
    if (random < 0.045) {
      // For a moment, the dataflow or the token is unknown.
      fail("strange");
      return { status: random < 0.0435 ? 404 : 401, body: {} };
    }
    if (several && random < 0.055) {
      fail("413");
      return { status: 413 };
    }
    return undefined;
  }

  /** The work is done, but the response is lost or damaged. */
  private failAfter(
    reply: Reply,
    written: readonly number[],
    process: Process,
  ): Reply | NoResponse {
    const random = this.random.next();
    if (random >= 0.025) {
      this.plainRows += written.length;
      return reply;
    }
    for (const event of written) this.recorder.allowDuplicate(event);
    // Their duplicates are allowed already, so killing the process adds nothing.
    process.written.length -= written.length;
    if (random < 0.005) {
      this.faults.add("timeoutAfter");
      return "hang";
    }
    if (random < 0.01) {
      this.faults.add("resetAfter");
      return "reset";
    }
    if (random < 0.015) {
      this.faults.add("500AfterWork");
      return { status: 500, body: {} };
    }
    this.faults.add("halfBody");
    return { status: reply.status };
  }

  private takeOne(body: string, flow: Flow): { reply: Reply; written: number[] } {
    const [event = -1] = eventsIn(body);
    if (this.options.rejected(event)) {
      this.faults.add("400");
      return { reply: { status: 400, body: { title: "Invalid" } }, written: [] };
    }
    if (this.options.stuck(event)) {
      this.faults.add("stuck");
      return { reply: { status: 503, headers: { "retry-after": "0" }, body: {} }, written: [] };
    }
    const written = this.write(event, body, flow);
    return { reply: { status: 200, body: { inletId: "i", xactionId: "1:1:1" } }, written };
  }

  private takeBatch(body: string, flow: Flow): { reply: Reply; written: number[] } {
    const written: number[] = [];
    const partly = this.random.chance(0.1);
    if (partly) this.faults.add("batchPartFailed");
    const texts = body.split('{"header":').slice(1);
    const responses = texts.map((text) => {
      const [event = -1] = eventsIn(text);
      if (this.options.rejected(event)) {
        this.faults.add("400");
        return { statusCode: 400, message: "Invalid" };
      }
      if (this.options.stuck(event)) {
        this.faults.add("stuck");
        return { status: "503" };
      }
      if (partly && this.random.chance(0.3)) return { status: "503" };
      written.push(...this.write(event, text, flow));
      return { xactionId: "1:1:1" };
    });
    return { reply: { status: 207, body: { responses } }, written };
  }

  /** AEP responds 200 to data that comes too early, and loses it. */
  private write(event: number, text: string, flow: Flow): number[] {
    if (this.options.now() < flow.settledAt) {
      this.faults.add("droppedUnsettled");
      return [];
    }
    this.recorder.row(event, text);
    this.checker.row(event, text);
    return [event];
  }
}
