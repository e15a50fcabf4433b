import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { log } from "../shared/log";
import { emfMeter } from "../shared/metrics";
import { sqsQueue } from "../shared/queue";
import type { Answer } from "./answer";
import { createReceiver, type Invocation } from "./handler";
import { readReceiverSettings } from "./settings";

const settings = readReceiverSettings(process.env);

const receiver = createReceiver({
  settings,
  // Half of it, so that a request that hangs leaves time for a second one.
  queue: sqsQueue(settings.sendTimeoutMs / 2),
  log,
  meter: emfMeter(settings.metricsNamespace),
  now: Date.now,
});

/** Lambda's entry point: a request of the HTTP API in, its answer out. */
export async function handler(
  event: APIGatewayProxyEventV2,
  invocation: Invocation,
): Promise<Answer> {
  return await receiver(event, invocation);
}
