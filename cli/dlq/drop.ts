import type { DlqArchive } from "./archive";
import type { DeadLetterQueue, DlqMessage } from "./deadLetterQueue";
import type { Others } from "./others";
import type { SavedMessages } from "./saved";
import { isSelected, type Selection } from "./select";

/** What `dlq drop` did. */
export interface DropResult {
  /** Ids of the messages that were dropped, or would be. */
  readonly dropped: readonly string[];
  /** Ids that were given and are not in the queue. */
  readonly missing: readonly string[];
}

/** Where dropped messages are kept: in a file, in the archive, or nowhere. */
export type Keep = SavedMessages | "archive" | "nowhere";

export interface DropParts {
  readonly keep: Keep;
  /** Undefined: the stack has none. */
  readonly archive: DlqArchive | undefined;
  readonly dryRun: boolean;
  /** Awaited before each message. */
  readonly pace: () => Promise<void>;
  /** Gets the messages that are not selected. */
  readonly others?: Others;
}

/** Deletes all selected messages from the dead-letter queue. Each is kept first: when killed, none is lost. */
export async function dropSelected(
  queue: DeadLetterQueue,
  selection: Selection,
  parts: DropParts,
): Promise<DropResult> {
  const { dryRun, others, pace } = parts;
  const dropped: string[] = [];
  const seen = new Set<string>();
  const now = Date.now();
  await queue.visit(async (message: DlqMessage) => {
    if (!isSelected(message, selection, now)) {
      others?.add(message);
      return "kept";
    }
    seen.add(message.id);
    if (!dryRun) {
      await pace();
      await drop(queue, message, parts);
    }
    dropped.push(message.id);
    return dryRun ? "kept" : "taken";
  });
  return { dropped, missing: selection.ids.filter((id) => !seen.has(id)) };
}

async function drop(
  queue: DeadLetterQueue,
  message: DlqMessage,
  { archive, keep }: DropParts,
): Promise<void> {
  if (keep === "archive") await archive?.keepDropped(message.text);
  else if (keep !== "nowhere") keep.add(message);
  await queue.delete(message);
  await archive?.deleteCopy(message.text);
}
