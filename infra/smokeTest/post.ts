import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Posts one event, marked synthetic, to the relay that was just deployed. Run by Pulumi as the
 * last step of an update; the URL comes by environment, because it holds a token.
 */

const attempts = 15;
const pauseMs = 2_000;

/** Answers a new API or function may give for some seconds, until AWS has carried it everywhere. */
const passing = new Set([403, 404, 429, 500, 502, 503, 504]);

async function post(url: string): Promise<Response | Error> {
  try {
    return await fetch(`${url}&synthetic=true`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        conversationUUID: randomUUID(),
        // Never the same twice: the relay would take it for a repeat.
        message: `Smoke test ${randomUUID()}`,
      }),
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function outcome(answer: Response | Error): Promise<string | undefined> {
  // The message of a failed fetch names the URL at times; its cause's code does not.
  if (answer instanceof Error) {
    const { code } = (answer.cause ?? {}) as { code?: unknown };
    return `no answer (${typeof code === "string" ? code : answer.name})`;
  }
  const body = (await answer.json().catch(() => ({}))) as { status?: unknown; reason?: unknown };
  if (answer.status === 202 && body.status === "accepted") return undefined;
  const said = [body.status, body.reason].filter((part) => typeof part === "string").join(": ");
  return `status ${answer.status}${said && ` (${said})`}`;
}

async function main(): Promise<void> {
  const url = process.env["CHATLIO_AEP_URL"];
  if (!url) throw new Error("CHATLIO_AEP_URL is not set.");
  let failure: string | undefined;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = await post(url);
    failure = await outcome(answer);
    if (failure === undefined) {
      process.stdout.write("The relay took the smoke test's event.\n");
      return;
    }
    if (!(answer instanceof Error) && !passing.has(answer.status)) break;
    if (attempt < attempts) await sleep(pauseMs);
  }
  throw new Error(
    `The relay did not take the smoke test's event: ${failure ?? ""}. Look into the log of the receiver (${process.env["CHATLIO_AEP_LOGS"] ?? ""}).`,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
