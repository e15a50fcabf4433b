import { randomUUID } from "node:crypto";

const attempts = 15;
const pauseMs = 2_000;

/** Longest part of a response's text that a failure quotes, in characters. */
const maxDetail = 100;

/** Statuses that a new API or function may return for some seconds, until AWS has deployed it everywhere. */
const transient = new Set([403, 404, 429, 500, 502, 503, 504]);

/** The response, or the code of the failure. An error's message may contain the URL, so it is left out. */
async function post(url: string): Promise<Response | string> {
  try {
    return await fetch(`${url}&synthetic=true`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      // Different each time: otherwise the relay would treat the event as a duplicate.
      body: JSON.stringify({ conversationUUID: randomUUID(), message: "Smoke test." }),
      // Another host would get the event.
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name?: string };
    return cause?.code ?? name ?? "unknown";
  }
}

/** A text with `?` for all that is not printable ASCII: the operator's terminal would act on some of it. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}

interface Body {
  readonly status?: unknown;
  readonly reason?: unknown;
}

/** The receiver's response has less than a hundred bytes; whoever sends more is not the receiver. */
const maxBytes = 10_000;

/** Throws when the body is not JSON, or too long. */
async function bodyOf(response: Response): Promise<Body> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > maxBytes) throw new Error("The body is too long.");
  }
  const body = JSON.parse(text) as Body | null;
  return body ?? {};
}

/** Why a response does not prove delivery; undefined when it does. Never the URL, which holds a token. */
async function failureOf(response: Response | string): Promise<string | undefined> {
  if (typeof response === "string") return `no response (${response})`;
  const body = await bodyOf(response).catch((): Body => ({}));
  if (response.status === 202 && body.status === "accepted") return undefined;
  const details = [body.status, body.reason]
    .filter((part) => typeof part === "string")
    .map((part) => printable(part.slice(0, maxDetail)))
    .join(": ");
  return `status ${response.status}${details && ` (${details})`}`;
}

/**
 * Posts one event, marked synthetic, until the relay accepts it or retrying cannot help.
 *
 * @param url - Webhook URL, with its token.
 * @returns Why the relay did not accept the event, without the URL; undefined when it did.
 */
export async function smokeTest(
  url: string,
  sleep: (milliseconds: number) => Promise<unknown>,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const response = await post(url);
    const failure = await failureOf(response);
    const isFinal = typeof response !== "string" && !transient.has(response.status);
    if (failure === undefined || isFinal || attempt === attempts) return failure;
    await sleep(pauseMs);
  }
}
