import type { DeadLetterQueue, DlqMessage } from "./deadLetterQueue";
import type { SavedMessages } from "./saved";
import { isSelected, type Selection } from "./select";

/** What `dlq drop` did. */
export interface DropResult {
  /** Ids of the messages that were dropped, or would be. */
  readonly dropped: readonly string[];
  /** Ids that were given and are not in the queue. */
  readonly missing: readonly string[];
}

export interface DropParts {
  /** Undefined: the messages are not kept anywhere. */
  readonly saved: SavedMessages | undefined;
  readonly dryRun: boolean;
  /** Awaited before each message. */
  readonly pace: () => Promise<void>;
}

/** Deletes all selected messages from the dead-letter queue. Each is saved first: when killed, none is lost. */
export async function dropSelected(
  queue: DeadLetterQueue,
  selection: Selection,
  { dryRun, pace, saved }: DropParts,
): Promise<DropResult> {
  const dropped: string[] = [];
  const seen = new Set<string>();
  const now = Date.now();
  await queue.visit(async (message: DlqMessage) => {
    if (!isSelected(message, selection, now)) return "kept";
    seen.add(message.id);
    if (!dryRun) {
      await pace();
      saved?.add(message);
      await queue.delete(message);
    }
    dropped.push(message.id);
    return dryRun ? "kept" : "taken";
  });
  return { dropped, missing: selection.ids.filter((id) => !seen.has(id)) };
}
