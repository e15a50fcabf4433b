import { randomUUID } from "node:crypto";

import { redrive } from "../../handlers/ingestion/redrive";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import type { DlqArchive } from "./archive";
import type { DeadLetterQueue, DlqMessage } from "./deadLetterQueue";
import type { Others } from "./others";
import { isSelected, type Selection } from "./select";

/** What `dlq redrive` did. */
export interface RedriveResult {
  /** Ids of the messages that were sent, or would be. */
  readonly sent: readonly string[];
  readonly kept: readonly { readonly id: string; readonly reason: string }[];
  /** Ids that were given and are not in the queue. */
  readonly missing: readonly string[];
  /** How many copies of messages that were sent could not be deleted; left out when there are none. */
  readonly copiesLeft?: number;
}

export interface RedriveParts {
  readonly dryRun: boolean;
  /** Awaited before each message that is sent. */
  readonly pace: () => Promise<void>;
  /** Undefined: the stack has none. */
  readonly archive?: DlqArchive | undefined;
  /** Gets the messages that are not selected. */
  readonly others?: Others;
  /** Gets each message that was sent, and when: the forwarder may deliver it long before the last one is. */
  readonly onSent?: (message: DlqMessage, at: Date) => void;
}

/** Reason of a message that came back to the dead-letter queue while the command was still running. */
const FAILED_AGAIN = "failed-again";

/** How far the clocks of two servers of AWS may differ. */
const CLOCK_TOLERANCE_MS = 5_000;

/**
 * Sends all selected messages to the forwarder's queue again, until the dead-letter queue holds none
 * that was there at the start. A message that would only fail again is kept. The copy of a message that was sent is
 * deleted: if it fails once more, it gets another. That may be there already, under a name of its own, for each
 * sending makes another text.
 *
 * @param settings of the deployed receiver: raw bodies are converted with them
 */
export async function redriveSelected(
  queue: DeadLetterQueue,
  settings: ReceiverSettings,
  selection: Selection,
  { archive, dryRun, onSent, others, pace }: RedriveParts,
): Promise<RedriveResult> {
  const now = Date.now();
  const sent: string[] = [];
  const kept: { id: string; reason: string }[] = [];
  const seen = new Set<string>();
  let copiesLeft = 0;
  await queue.visit(async (message) => {
    if (!isSelected(message, selection, now)) {
      others?.add(message);
      return "kept";
    }
    const { id } = message;
    const outcome = redrive(message.text, settings, randomUUID());
    // Otherwise a message that fails again meanwhile would be sent again without end. Both times are of AWS.
    // Where one is unknown (NaN), the second message with an id counts as one that has failed again.
    const isOlder = message.enteredAt < queue.startedAt - CLOCK_TOLERANCE_MS;
    const failedAgain = seen.has(id) && !isOlder;
    seen.add(id);
    if (outcome.kind === "keep" || failedAgain) {
      kept.push({ id, reason: outcome.kind === "keep" ? outcome.reason : FAILED_AGAIN });
      return "kept";
    }
    sent.push(id);
    if (dryRun) return "kept";
    await pace();
    const at = new Date();
    await queue.redrive(message, outcome.text);
    onSent?.(message, at);
    // The message is where it should be. A copy that stays must not keep the others from being sent.
    await archive?.deleteCopy(message.text).catch(() => (copiesLeft += 1));
    return "taken";
  });
  const missing = selection.ids.filter((id) => !seen.has(id));
  return { sent, kept, missing, ...(copiesLeft > 0 && { copiesLeft }) };
}
