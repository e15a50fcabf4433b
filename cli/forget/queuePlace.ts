import type { DeadLetterQueue } from "../dlq/deadLetterQueue";
import type { Look, Place } from "./places";

/** What the passes have seen of the dead-letter queue. */
export interface DlqCounts {
  /** Messages that a pass has seen and left in the queue. */
  readonly there: number;
  /** Messages that a pass has left in the queue and a later one did not see. */
  readonly missed: number;
}

/**
 * The dead-letter queue. The messages of others are visible again at the end of each pass. SQS shows a message to one
 * receiver at a time, so it remembers which messages were there: one that a later pass does not see is with somebody else.
 */
export class QueuePlace implements DlqCounts {
  missed = 0;
  private ids: ReadonlySet<string> = new Set();

  constructor(private readonly queue: DeadLetterQueue) {}

  get there(): number {
    return this.ids.size;
  }

  readonly visit: Place = async ({ isTheirs, remove }) => {
    const look: Look = { searched: 0, found: 0, removed: 0 };
    const seen = new Set<string>();
    const removed = new Set<string>();
    await this.queue.visit(async (message) => {
      look.searched += 1;
      seen.add(message.messageId);
      if (!isTheirs(message.text, "deadLetterQueue")) return "kept";
      look.found += 1;
      if (!remove) return "kept";
      await this.queue.delete(message);
      look.removed += 1;
      removed.add(message.messageId);
      return "taken";
    });
    this.missed += [...this.ids].filter((id) => !seen.has(id)).length;
    this.ids = new Set([...seen].filter((id) => !removed.has(id)));
    return look;
  };
}
