import type { Timing } from "../../adobe/client";
import { exchange, type Fetch, type Reply } from "../../adobe/client/exchange";
import { createTokenSource, type TokenSource } from "../../adobe/client/ims";
import { parseRetryAfter } from "../../adobe/client/retryAfter";
import type { AdobeSettings } from "../adobeSettings";
import { codeOf } from "./code";
import type { Moment } from "./delays";
import { Gate } from "./gate";

/** One request to Adobe. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with `{name}` for each part that differs between organizations: only this goes into the report. */
  readonly path: string;
  /** The values of those parts. Of a change they must be ids of objects that this run may change. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** In addition to the usual ones; undefined removes a header. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** A body as a form sends it, in place of JSON. */
  readonly form?: Readonly<Record<string, string>>;
  /** The request changes nothing that a second one would not change, so it may be sent again. */
  readonly repeatable?: boolean;
  /** Its response says something only right after the request before, so it is never sent again. */
  readonly immediate?: boolean;
  /** The whole URL, for a streaming endpoint and for IMS: it gets no credentials. */
  readonly url?: string;
}

export interface Response {
  readonly status: number;
  /** Parsed JSON; the text where it is none; undefined when there is no body. */
  readonly body: unknown;
  readonly headers: Reply["headers"];
  /** Adobe's error code. */
  readonly code: string | undefined;
  /** When the request was sent, and when this came. */
  readonly moment: Moment;
}

/** A request and its outcome, as the report shows them: nothing of the organization is in it. */
export interface TraceEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code?: string;
}

/** Nobody knows whether Adobe has carried the request out, so what depends on it must start again. */
export class DisturbedError extends Error {
  override readonly name = "DisturbedError";
}

export interface ApiOptions {
  readonly settings: AdobeSettings;
  readonly timing: Timing;
  /** How long one response may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** When nothing is repeated any more, and no response may take longer, in milliseconds since 1970. */
  readonly deadline: number;
  /** Where its tokens come from. Default: a source of its own. */
  readonly tokens?: TokenSource;
  /** For tests that cut the network off. */
  readonly fetch?: Fetch | undefined;
}

const ATTEMPTS = 6;
/** Requests at the same time: Adobe may take seconds for each, and the run has minutes. */
const AT_ONCE = 8;
const LONGEST_WAIT_MS = 20_000;
/** Least time that a response gets, even after the deadline. */
const LEAST_MS = 2_000;

/** What all scopes of one `Api` have in common. */
interface Shared {
  readonly own: Set<string>;
  /** How long each response took, in milliseconds. */
  readonly times: number[];
  readonly gate: Gate;
}

interface Attempted {
  readonly reply: Reply;
  readonly moment: Moment;
}

/**
 * Sends the probe's requests. What may be sent again is, after no response, 429 and 5xx: these say nothing
 * about the question. Remembers what this run may change, and sends no change of anything else.
 */
export class Api {
  readonly tokens: TokenSource;
  #trace: TraceEntry[] = [];

  constructor(
    private readonly options: ApiOptions,
    private readonly shared: Shared = { own: new Set(), times: [], gate: new Gate(AT_ONCE) },
  ) {
    this.tokens = options.tokens ?? createTokenSource(options.settings, options.timing);
  }

  /** The same with a trace of its own, for work at the same time as other work. */
  scoped(): Api {
    return new Api({ ...this.options, tokens: this.tokens }, this.shared);
  }

  /** The object with this id was made by the probe, so the probe may change and delete it. */
  owns(id: string): void {
    this.shared.own.add(id);
  }

  /** How long a response takes, in milliseconds: the median; undefined before the first one. */
  responseMs(): number | undefined {
    const sorted = [...this.shared.times].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }

  /** The responses since the last call. */
  takeTrace(): readonly TraceEntry[] {
    const trace = this.#trace;
    this.#trace = [];
    return trace;
  }

  /**
   * Sends a request and returns the response, whatever its status.
   *
   * @throws DisturbedError when no usable response came, or none that says anything
   */
  async send(request: Request): Promise<Response> {
    this.#checkOwn(request);
    const mayRepeat = request.repeatable ?? request.method === "GET";
    for (let attempt = 1; ; attempt++) {
      const attempted = await this.#inTurn(request);
      const reply = attempted?.reply;
      if (attempted !== undefined && !isTransient(attempted.reply.status)) {
        return this.#read(request, attempted);
      }
      const isLate = this.options.timing.now() >= this.options.deadline;
      const isOnce = isLate || request.immediate === true;
      const again = !isOnce && (mayRepeat || reply?.status === 429);
      if (!again || attempt === ATTEMPTS) throw new DisturbedError(describe(request, reply));
      const wanted = parseRetryAfter(
        reply?.headers.get("retry-after") ?? null,
        this.options.timing,
      );
      const waitMs = Math.min(wanted ?? 500 * 2 ** (attempt - 1), LONGEST_WAIT_MS);
      await this.options.timing.sleep(waitMs, this.options.signal);
    }
  }

  /** What must come right after another request does not wait for its turn. */
  #inTurn(request: Request): Promise<Attempted | undefined> {
    return request.immediate === true
      ? this.#attempt(request)
      : this.shared.gate.run(() => this.#attempt(request));
  }

  async #attempt(request: Request): Promise<Attempted | undefined> {
    const { signal, fetch, deadline, timing } = this.options;
    const leftMs = Math.max(Math.ceil(deadline - timing.now()), LEAST_MS);
    const timeoutMs = Math.min(this.options.timeoutMs, leftMs);
    signal.throwIfAborted();
    const token = request.url === undefined ? await this.tokens.token(signal) : undefined;
    const sentAt = timing.now();
    try {
      const reply = await exchange({
        url: this.#urlOf(request),
        method: request.method,
        headers: this.#headersOf(request, token),
        ...bodyOf(request),
        timeoutMs,
        signal,
        fetch,
      });
      if (reply.problem !== undefined) return undefined;
      return { reply, moment: { sentAt, receivedAt: timing.now() } };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && error.name === "ExchangeError") return undefined;
      throw error;
    }
  }

  #urlOf({ url, path, params = {}, query = {} }: Request): URL {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ""),
    );
    const whole =
      url === undefined ? new URL(filled, this.options.settings.platformUrl) : new URL(url);
    for (const [name, value] of Object.entries(query)) whole.searchParams.append(name, value);
    return whole;
  }

  #headersOf({ headers = {}, body }: Request, token: string | undefined): Record<string, string> {
    const { clientId, orgId, sandbox } = this.options.settings;
    const all: Record<string, string | undefined> = {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined
        ? {}
        : {
            authorization: `Bearer ${token}`,
            "x-api-key": clientId,
            "x-gw-ims-org-id": orgId,
            "x-sandbox-name": sandbox,
          }),
      ...headers,
    };
    const given = Object.entries(all).filter((entry) => entry[1] !== undefined);
    return Object.fromEntries(given) as Record<string, string>;
  }

  #read({ method, path }: Request, { reply, moment }: Attempted): Response {
    const body = parse(reply.text);
    const code = codeOf(body, reply.text);
    this.shared.times.push(moment.receivedAt - moment.sentAt);
    this.#trace.push({
      method,
      path,
      status: reply.status,
      ...(code === undefined ? {} : { code }),
    });
    return { status: reply.status, body, headers: reply.headers, code, moment };
  }

  #checkOwn({ method, path, params = {} }: Request): void {
    if (method === "GET") return;
    const other = Object.values(params).find((id) => !this.shared.own.has(id));
    if (other !== undefined) {
      throw new Error(
        `The probe has not made the object of ${method} ${path}, so it is not changed.`,
      );
    }
  }
}

function bodyOf({ body, form }: Request): { body?: string | URLSearchParams } {
  if (form !== undefined) return { body: new URLSearchParams(form) };
  return body === undefined ? {} : { body: JSON.stringify(body) };
}

/** 501 is the response of an endpoint that does not validate synchronously. */
function isTransient(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

function describe({ method, path }: Request, reply: Reply | undefined): string {
  return `${method} ${path}: ${reply === undefined ? "no response" : `status ${reply.status}`}`;
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
