import { randomUUID } from "node:crypto";

const attempts = 15;
const pauseMs = 2_000;

/** Answers a new API or function may give for some seconds, until AWS has carried it everywhere. */
const passing = new Set([403, 404, 429, 500, 502, 503, 504]);

/** The answer, or the code of the failure: its message may name the URL. */
async function post(url: string): Promise<Response | string> {
  try {
    return await fetch(`${url}&synthetic=true`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      // Never the same twice: the relay would take it for a repeat.
      body: JSON.stringify({ conversationUUID: randomUUID(), message: "Smoke test." }),
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name?: string };
    return cause?.code ?? name ?? "unknown";
  }
}

/** What is wrong with an answer; undefined: nothing. Never the URL, which holds a token. */
async function fault(answer: Response | string): Promise<string | undefined> {
  if (typeof answer === "string") return `no answer (${answer})`;
  const body = (await answer.json().catch(() => ({}))) as { status?: unknown; reason?: unknown };
  if (answer.status === 202 && body.status === "accepted") return undefined;
  const said = [body.status, body.reason].filter((part) => typeof part === "string").join(": ");
  return `status ${answer.status}${said && ` (${said})`}`;
}

/**
 * Posts one event, marked synthetic, until the relay takes it or it is clear that it will not.
 *
 * @param url - Webhook URL, with its token.
 * @returns What is wrong, without the URL; undefined when the event was taken.
 */
export async function smokeTest(
  url: string,
  sleep: (milliseconds: number) => Promise<unknown>,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const answer = await post(url);
    const found = await fault(answer);
    const final = typeof answer !== "string" && !passing.has(answer.status);
    if (found === undefined || final || attempt === attempts) return found;
    await sleep(pauseMs);
  }
}
