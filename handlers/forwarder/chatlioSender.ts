import type { Agent } from "node:http";

import type { Fetch } from "../../adobe/client/exchange";
import { toJson } from "../shared/json";
import type { Sender } from "./delivery";
import { post } from "./post";
import type { InletSecret } from "./settings";

/**
 * Adobe's Chatlio source: raw JSON to a mapped dataflow. Each request holds one message, because Adobe
 * documents no batches of raw messages. A header names the dataflow (Adobe, streaming ingestion of raw
 * data).
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
