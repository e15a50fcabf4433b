import { SQSClient } from "@aws-sdk/client-sqs";

import { regionOf, type StackOutputs } from "../stackOutputs";
import { DeadLetterQueue } from "./deadLetterQueue";

/** The dead-letter queue of a stack. */
export function deadLetterQueueOf(outputs: StackOutputs): DeadLetterQueue {
  return new DeadLetterQueue(new SQSClient({ region: regionOf(outputs) }), outputs);
}

/** How many of the first `max` messages have which reason. */
export async function countReasons(
  queue: DeadLetterQueue,
  max: number,
): Promise<Readonly<Record<string, number>>> {
  const counts = new Map<string, number>();
  let read = 0;
  await queue.visit(({ reason }) => {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    read += 1;
    return Promise.resolve(read >= max ? "enough" : "kept");
  });
  return Object.fromEntries(counts);
}
