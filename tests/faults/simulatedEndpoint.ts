import type { Fetch } from "../../handlers/forwarder/post";
import type { TimeoutSignal } from "../../handlers/shared/within";
import type { TokenSource } from "../../adobe/client/ims";
import { eventsIn, type Faults, type Recorder } from "./recorder";
import type { Random } from "../support/random";
import type { Platform, Process } from "./relay";
import type { InvariantChecker } from "./invariantChecker";

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

/** No answer at all. */
type Silence = "hang" | "reset" | "unreachable";

interface Init {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A request's cost in simulated milliseconds. */
const LATENCY_MS = 40;

export interface EndpointOptions {
  readonly outage: Span;
  /** What it says in the outage, always; else now and then, or nothing. */
  readonly outageRetryAfter?: string | undefined;
  readonly now: () => number;
  /** Events that it refuses for what they are. */
  readonly refused: (event: number) => boolean;
  /** Events for which it never has room. */
  readonly stuck: (event: number) => boolean;
}

const networkError = (code: string) => Object.assign(new Error(code), { code });

/**
 * AEP's inlet, with every way to fail: before the work, after it, and in the answer. It knows whether
 * a row landed; whoever only sees the answer may not.
 */
export class SimulatedEndpoint implements Platform {
  readonly flows = new Map<string, Flow>();
  /** Rows written under an answer that said so plainly. */
  plainRows = 0;
  private goodToken = 1;
  private minted = 1;

  constructor(
    private readonly options: EndpointOptions,
    private readonly random: Random,
    private readonly faults: Faults,
    private readonly ledger: Recorder,
    private readonly witness: InvariantChecker,
  ) {}

  readonly tokens: TokenSource = {
    token: () => Promise.resolve(`token-${this.minted}`),
    discard: () => {
      this.goodToken = this.minted += 1;
    },
  };

  /** `fetch` and timers as one process of the forwarder has them. */
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
      this.witness.posted(events);
      const reply = this.answer(url, init, process);
      const after = typeof reply === "string" ? undefined : reply.headers?.["retry-after"];
      if (after !== undefined) this.witness.retryAfter(events, Number(after));
      if (process.killIn !== undefined && (process.killIn -= 1) <= 0) {
        process.kill();
        return never;
      }
      if (reply === "hang") return hang(init.signal);
      if (reply === "reset") throw networkError("ECONNRESET");
      if (reply === "unreachable") throw networkError("ECONNREFUSED");
      return {
        status: reply.status,
        headers: { get: (name: string) => reply.headers?.[name] ?? null },
        json: () =>
          reply.body === undefined
            ? Promise.reject(new SyntaxError("Unexpected end of JSON input"))
            : Promise.resolve(reply.body),
      };
    };
    return { fetch: fetch as unknown as Fetch, timeoutSignal };
  }

  private answer(url: string, { body, headers }: Init, process: Process): Reply | Silence {
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

  /** A total outage: nobody answers, or only the load balancer does. */
  private down(): Reply | Silence {
    this.faults.add("outage");
    const { outageRetryAfter } = this.options;
    const dice = this.random.next();
    if (outageRetryAfter === undefined && dice < 0.5) return "unreachable";
    if (outageRetryAfter === undefined && dice < 0.75) return { status: 503 };
    this.faults.add("outageRetryAfter");
    const after = outageRetryAfter ?? String([0, 30, 120][this.random.below(3)]);
    return { status: 503, headers: { "retry-after": after } };
  }

  private failBefore(several: boolean): Reply | Silence | undefined {
    const dice = this.random.next();
    const fail = (name: string) => this.faults.add(name);
    if (dice < 0.01) {
      fail("429");
      return { status: 429, headers: { "retry-after": String(1 + this.random.below(60)) } };
    }
    if (dice < 0.02) {
      fail("503RetryAfter");
      return { status: 503, headers: { "retry-after": String(1 + this.random.below(120)) } };
    }
    if (dice < 0.03) {
      fail("503");
      return { status: 503 };
    }
    if (dice < 0.035) {
      fail("timeoutBefore");
      return "hang";
    }
    if (dice < 0.04) {
      fail("resetBefore");
      return "reset";
    }
    if (dice < 0.042) {
      fail("notJson");
      return { status: 200 };
    }
    if (dice < 0.045) {
      // For a moment nobody there knows the flow, or the sender.
      fail("strange");
      return { status: dice < 0.0435 ? 404 : 401, body: {} };
    }
    if (several && dice < 0.055) {
      fail("413");
      return { status: 413 };
    }
    return undefined;
  }

  /** The work is done; the answer does not arrive as it should. */
  private failAfter(reply: Reply, written: readonly number[], process: Process): Reply | Silence {
    const dice = this.random.next();
    if (dice >= 0.025) {
      this.plainRows += written.length;
      return reply;
    }
    for (const event of written) this.ledger.allowDuplicate(event);
    // Excused already: a kill of the process adds nothing.
    process.written.length -= written.length;
    if (dice < 0.005) {
      this.faults.add("timeoutAfter");
      return "hang";
    }
    if (dice < 0.01) {
      this.faults.add("resetAfter");
      return "reset";
    }
    if (dice < 0.015) {
      this.faults.add("500AfterWork");
      return { status: 500, body: {} };
    }
    this.faults.add("halfBody");
    return { status: reply.status };
  }

  private takeOne(body: string, flow: Flow): { reply: Reply; written: number[] } {
    const [event = -1] = eventsIn(body);
    if (this.options.refused(event)) {
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
      if (this.options.refused(event)) {
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

  /** AEP says 200 to what comes too early, and loses it: the reason for waiting. */
  private write(event: number, text: string, flow: Flow): number[] {
    if (this.options.now() < flow.settledAt) {
      this.faults.add("droppedUnsettled");
      return [];
    }
    this.ledger.row(event, text);
    this.witness.row(event, text);
    return [event];
  }
}
