import fetch from "node-fetch";

/** One HTTP request to a local service. */
export interface LocalRequest {
  /** Default `GET`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the whole response must be there. Default 30,000. */
  readonly timeoutMs?: number;
}

/** A response with its whole body. */
export interface LocalResponse {
  readonly status: number;
  /** Whether the status is one of success. */
  readonly ok: boolean;
  readonly text: string;
}

/** Largest body of a response, decompressed, in bytes. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Sends a request to a local service: the one place from which demo and services do so. It follows no redirect, because
 * the next host would get the webhook's or the emulator's token, and reads at most 32 MiB.
 *
 * @throws Error when there is no response, or its body is too large or incomplete
 */
export async function request(url: string, options: LocalRequest = {}): Promise<LocalResponse> {
  const { timeoutMs = 30_000, ...init } = options;
  const response = await fetch(url, {
    ...init,
    redirect: "manual",
    size: MAX_BYTES,
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, ok: response.ok, text: await response.text() };
}
