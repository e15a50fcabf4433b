import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { keepAll, keepsAll, type ApplyPrivacy } from "../privacy/policy";
import { log } from "../shared/log";
import { createMeter } from "../shared/metrics";
import { sqsQueue } from "../shared/queue";
import { createReceiver, type ReceiverHandler, type ReceiverInvocation } from "./handler";
import type { WebhookResponse } from "./response";
import { saltsOf } from "./salts";
import { readReceiverSettings } from "./settings";

const settings = readReceiverSettings(process.env);

const readSalts = saltsOf(settings);
// Before the first webhook needs them. If it fails, the first webhook tries again.
readSalts().catch(() => undefined);

async function loadPrivacy(): Promise<ApplyPrivacy> {
  if (keepsAll(settings)) return keepAll;
  // By the name that it has in the function's package.
  const { applyPrivacy } = await import("./privacy.js");
  return applyPrivacy;
}

async function start(): Promise<ReceiverHandler> {
  return createReceiver({
    settings,
    readSalts,
    applyPrivacy: await loadPrivacy(),
    // Half of the time, so that a request that hangs leaves time for a second one.
    queue: sqsQueue(settings.sendTimeoutMs / 2),
    log,
    meter: createMeter(settings),
    now: Date.now,
  });
}

const receiver = start();
// A package without its file fails each invocation, and not the process between two of them.
receiver.catch(() => undefined);

/** Lambda's entry point. Takes a request of the HTTP API and returns its response. */
export async function handler(
  gatewayRequest: APIGatewayProxyEventV2,
  invocation: ReceiverInvocation,
): Promise<WebhookResponse> {
  const handle = await receiver;
  return await handle(gatewayRequest, invocation);
}
