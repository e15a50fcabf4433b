import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

import { s3Bucket } from "../shared/aws/bucket";
import { log } from "../shared/log";
import { sqsQueue } from "../shared/queue";
import type { Invocation } from "../shared/within";
import { Keeper } from "./keeper";
import { readKeeperSettings } from "./settings";

const settings = readKeeperSettings(process.env);

const keeper = new Keeper({
  settings,
  queue: sqsQueue(),
  bucket: settings.copies && s3Bucket(settings.copies),
  log,
});

/** Lambda's entry point: takes messages that could not be delivered and returns those that must stay in the queue. */
export async function handler(
  sqsEvent: SQSEvent,
  invocation: Invocation,
): Promise<SQSBatchResponse> {
  return await keeper.handle(sqsEvent, invocation);
}
