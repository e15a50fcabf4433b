import { SQSClient } from "@aws-sdk/client-sqs";

import { readEnvelope } from "../../handlers/shared/envelope";
import { regionOf, type StackOutputs } from "../stackOutputs";
import { DeadLetterQueue, type DlqMessage } from "./deadLetterQueue";
import { rawText } from "./rawTexts";

/**
 * The dead-letter queue of a stack.
 *
 * @param pace awaited before each request. Default: none is delayed
 */
export function deadLetterQueueOf(
  outputs: StackOutputs,
  pace?: () => Promise<void>,
): DeadLetterQueue {
  return new DeadLetterQueue(new SQSClient({ region: regionOf(outputs) }), outputs, pace);
}

/** What a message says about itself, without its content. */
export type DlqFacts = Pick<
  DlqMessage,
  "id" | "receivedAt" | "event" | "widget" | "reason" | "kind"
>;

/** What a list of messages shows of one: never its content. */
export function factsOf({ id, receivedAt, event, widget, reason, kind }: DlqMessage): DlqFacts {
  return { id, receivedAt, event, widget, reason, kind };
}

/** The first `max` messages. */
export async function readFacts(queue: DeadLetterQueue, max: number): Promise<readonly DlqFacts[]> {
  const found: DlqFacts[] = [];
  await queue.visit((message) => {
    found.push(factsOf(message));
    return Promise.resolve(found.length >= max ? "enough" : "kept");
  });
  return found;
}

/** How many messages have which reason. */
export function countByReason(facts: readonly DlqFacts[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { reason } of facts) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** A message with its content; a raw body is unpacked and decoded, so that it can be read. */
export function contentOf(text: string): object | string {
  const envelope = readEnvelope(text);
  if (envelope === undefined) return text;
  const decoded = envelope.kind === "raw" ? rawText(envelope) : undefined;
  return { ...envelope, body: decoded ?? envelope.body };
}
