import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { log } from "../shared/log";
import { createMeter } from "../shared/metrics";
import { sqsQueue } from "../shared/queue";
import { createReceiver, type ReceiverInvocation } from "./handler";
import type { WebhookResponse } from "./response";
import { saltsOf } from "./salts";
import { readReceiverSettings } from "./settings";

const settings = readReceiverSettings(process.env);

const readSalts = saltsOf(settings);
// Before the first webhook needs them. If it fails, the first webhook tries again.
readSalts().catch(() => undefined);

const receiver = createReceiver({
  settings,
  readSalts,
  // Half of the time, so that a request that hangs leaves time for a second one.
  queue: sqsQueue(settings.sendTimeoutMs / 2),
  log,
  meter: createMeter(settings),
  now: Date.now,
});

/** Lambda's entry point. Takes a request of the HTTP API and returns its response. */
export async function handler(
  gatewayRequest: APIGatewayProxyEventV2,
  invocation: ReceiverInvocation,
): Promise<WebhookResponse> {
  return await receiver(gatewayRequest, invocation);
}
