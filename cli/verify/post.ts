import * as z from "zod";

import { exchange, ExchangeError } from "../../adobe/client/exchange";
import { httpFetch as fetch } from "../../handlers/shared/httpFetch";
import type { Webhook } from "../webhooks/read";
import { markedUrl, sampleOf } from "../webhooks/sample";
import type { Verified } from "./step";

const TIMEOUT_MS = 35_000;
const MAX_BYTES = 10_000;

const receiverResponse = z.object({
  status: z.string().optional(),
  reason: z.string().optional(),
  id: z.string().optional(),
});

/** Whether a webhook is Adobe's streaming endpoint itself. The URLs of the relay have a token. */
export function isDirect({ next, url }: Pick<Webhook, "next" | "url">): boolean {
  return next || !new URL(url).searchParams.has("token");
}

/** What every result of a webhook says. */
export function webhookFacts(webhook: Webhook): Pick<Verified, "widget" | "event" | "mode"> {
  const mode = isDirect(webhook) ? "direct" : "relay";
  return { widget: webhook.widget, event: webhook.event.slug, mode };
}

/** Posts a marked sample to a webhook, as Chatlio does. The URL is a secret and never part of what is returned. */
export async function postSample(webhook: Webhook): Promise<Verified> {
  const { event, url } = webhook;
  const facts = webhookFacts(webhook);
  const started = performance.now();
  try {
    const { status, text } = await exchange({
      url: markedUrl(url),
      method: "POST",
      headers: { "content-type": "application/json" },
      body: sampleOf(event),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      fetch,
    });
    const responseMs = Math.round(performance.now() - started);
    const judged =
      facts.mode === "direct" ? directOutcome(status, responseMs) : relayOutcome(status, text);
    return { ...facts, status, responseMs, ...judged };
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    return { ...facts, problem: `no response (${error.code ?? "the connection failed"})` };
  }
}

/** In direct mode the webhook is Adobe's streaming endpoint. */
function directOutcome(status: number, responseMs: number): Partial<Verified> {
  if (status === 200) return { endpointMs: responseMs };
  return { problem: `Adobe's streaming endpoint responded with ${status}` };
}

function relayOutcome(status: number, text: string): Partial<Verified> {
  const { id, reason, status: outcome } = responseOf(text);
  if (status === 202 && outcome === "accepted" && id !== undefined) return { id };
  const details = [outcome, reason].filter((part) => part !== undefined).join(": ");
  return {
    problem: `the relay responded with ${status}${details && ` (${details.slice(0, 100)})`}`,
  };
}

function responseOf(text: string): z.output<typeof receiverResponse> {
  try {
    const read = receiverResponse.safeParse(JSON.parse(text));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}
