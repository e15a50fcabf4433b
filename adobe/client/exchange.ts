import type { Agent } from "node:http";

import { reasonOf } from "./backoff";
import { plain } from "./text";

/** The part of node-fetch's `fetch` that is used here. */
export type Fetch = (
  url: URL | string,
  init: {
    readonly method: string;
    readonly redirect: "manual";
    readonly signal: AbortSignal;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | URLSearchParams;
    readonly agent?: Agent;
  },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: NodeJS.ReadableStream | null;
}>;

/** Largest body of a response, decompressed, in bytes. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Largest head of a response that Node.js accepts, in bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

/** One HTTP request and its limits. */
export interface Exchange {
  readonly url: URL | string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  /** Milliseconds until the whole response, body included, must be there. Default: only `signal` ends it. */
  readonly timeoutMs?: number;
  /** Largest body of the response, decompressed. Default {@link MAX_BODY_BYTES}. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly agent?: Agent | undefined;
  /** Default: node-fetch, which is loaded with the first request. */
  readonly fetch?: Fetch | undefined;
}

/** A response whose head has arrived. */
export interface Reply {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** The body; only its beginning when it is larger than allowed, and empty when none arrived. */
  readonly text: string;
  /** Bytes of the body, decompressed, as far as it was read. */
  readonly bytes: number;
  /** Why the body is incomplete: it is larger than allowed, or reading it failed. */
  readonly problem?: "too-large" | ExchangeError | undefined;
}

/** There was no response, or it could not be read completely. The message is the network's, not redacted. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";

  constructor(
    message: string,
    /** Node's code, such as `ECONNREFUSED`; `time-out` when the time was up. */
    readonly code: string | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Sends one request and reads its response: the one place from which client, token source and
 * forwarder reach a server. It follows no redirect, because the next host would get the credential or
 * the event; reads at most `maxBytes` of the decompressed body; and ends when the time is over, even
 * in the middle of a body. A head over 16 KiB is an error (the limit of Node.js).
 *
 * @throws ExchangeError when there is no response; the reason of `signal` when that has aborted
 */
export async function exchange(request: Exchange): Promise<Reply> {
  const { signal, timeoutMs, maxBytes = MAX_BODY_BYTES } = request;
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const end = AbortSignal.any([signal, timeout].filter((one) => one !== undefined));
  const errorOf = (error: unknown) =>
    timeout?.aborted === true
      ? new ExchangeError(`no response within ${(timeoutMs ?? 0) / 1000} s`, "time-out")
      : toExchangeError(error);
  // Node.js may hang in the middle of a body although its signal has aborted.
  const response = await untilAborted(send(request, end), end).catch((error: unknown) => {
    if (signal?.aborted) throw reasonOf(signal);
    throw errorOf(error);
  });
  const { status, headers, body } = response;
  if (body === null) return { status, headers, text: "", bytes: 0 };
  // A signal that aborts later reports its error to the body, where nobody may be listening any more.
  body.on("error", () => {});
  try {
    return { status, headers, ...(await untilAborted(readBody(body, maxBytes), end)) };
  } catch (error) {
    return { status, headers, text: "", bytes: 0, problem: errorOf(error) };
  }
}

async function send(request: Exchange, signal: AbortSignal): ReturnType<Fetch> {
  const { url, method, headers, body, agent } = request;
  const fetch: Fetch = request.fetch ?? (await import("node-fetch")).default;
  return fetch(url, {
    method,
    redirect: "manual",
    signal,
    ...(headers && { headers }),
    ...(body === undefined ? {} : { body }),
    ...(agent && { agent }),
  });
}

/** Bytes of the buffer that a body is collected in, at first. */
const FIRST_BUFFER_BYTES = 16 * 1024;

/**
 * Reads a body up to the limit, and closes the connection when there is more. Copies what arrives into
 * one buffer: a server may send each byte as a chunk of its own.
 */
async function readBody(
  body: AsyncIterable<string | Buffer>,
  maxBytes: number,
): Promise<Pick<Reply, "text" | "bytes" | "problem">> {
  let buffer = Buffer.alloc(Math.min(FIRST_BUFFER_BYTES, maxBytes));
  let bytes = 0;
  let isTooLarge = false;
  for await (const part of body) {
    const chunk = Buffer.from(part);
    const needed = Math.min(bytes + chunk.length, maxBytes);
    if (needed > buffer.length) {
      const larger = Buffer.alloc(Math.min(Math.max(needed, buffer.length * 2), maxBytes));
      buffer.copy(larger, 0, 0, bytes);
      buffer = larger;
    }
    const copied = chunk.copy(buffer, bytes);
    bytes += copied;
    isTooLarge = copied < chunk.length;
    if (isTooLarge) break;
  }
  const text = new TextDecoder().decode(buffer.subarray(0, bytes));
  return { text, bytes, problem: isTooLarge ? "too-large" : undefined };
}

function toExchangeError(error: unknown): ExchangeError {
  const code = (error as { code?: unknown } | undefined)?.code;
  const known = typeof code === "string" ? code : undefined;
  const message =
    known === "HPE_HEADER_OVERFLOW"
      ? `the head of the response is larger than ${MAX_HEADER_BYTES / 1024} KiB`
      : error instanceof Error
        ? error.message
        : String(error);
  return new ExchangeError(message, known, { cause: error });
}

/** Waits for some work until the signal aborts, whether or not the work pays attention to it. */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return work;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(reasonOf(signal));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}

/** Says that a response is a redirect and where to; undefined when it is none. */
export function redirectIn({ status, headers }: Reply): string | undefined {
  if (status < 300 || status > 399 || status === 304) return undefined;
  const location = headers.get("location") ?? "";
  const to = URL.canParse(location) ? ` to ${plain(new URL(location).host)}` : "";
  return `a redirect${to}, which is not followed`;
}
