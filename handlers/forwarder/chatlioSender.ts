import type { Agent } from "node:http";
import { toJson } from "../shared/json";
import { post, type Fetch } from "./post";
import type { Sender } from "./sender";
import type { InletSecret } from "./settings";

/**
 * Adobe's Chatlio source: raw JSON to a mapped flow. One message a request: batches of raw messages
 * are documented nowhere. The flow is named in a header (Adobe, streaming ingestion of raw data).
 */
export function chatlioSender(secret: InletSecret, fetch: Fetch, agent?: Agent): Sender {
  return {
    group: (deliveries) => deliveries.map((delivery) => [delivery]),
    send: ([delivery], signal) =>
      post(fetch, agent, {
        url: secret.inletUrl,
        headers: { "x-adobe-flow-id": secret.flowId },
        body: toJson(delivery?.envelope.body),
        signal,
      }),
  };
}
