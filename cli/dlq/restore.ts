import { UserError } from "../userError";
import type { DlqArchive } from "./archive";
import { factsOf, type DeadLetterQueue, type MessageFacts } from "./deadLetterQueue";
import type { Others } from "./others";
import { readSaved } from "./saved";
import { isSelected, type Selection } from "./select";

/** A message that can be restored. */
interface Restorable {
  readonly facts: MessageFacts;
  readonly text: string;
  /** What is to be done when it is in the dead-letter queue. */
  readonly done?: () => Promise<void>;
}

/** Where the messages are taken from: a file of `drop --save`, or the archive. */
export type RestoreSource = { readonly file: string } | { readonly expired: boolean };

export interface RestoreParts {
  readonly queue: DeadLetterQueue;
  /** Undefined: the stack has none. */
  readonly archive: DlqArchive | undefined;
  readonly dryRun: boolean;
  /** Awaited before each message. */
  readonly pace: () => Promise<void>;
  /** Gets the messages that are not selected. */
  readonly others: Others;
}

async function* messagesOf(
  source: RestoreSource,
  archive: DlqArchive | undefined,
): AsyncGenerator<Restorable> {
  if ("file" in source) {
    for await (const { message: text, ...facts } of readSaved(source.file)) yield { facts, text };
    return;
  }
  if (archive === undefined)
    throw new UserError(
      "The stack has no archive: `chatlio-aep:deadLetterCopies` is off, or an earlier release has deployed it. Give a file of `dlq drop --save`.",
    );
  if (source.expired) {
    for await (const { key, text } of archive.expired(Date.now()))
      yield { facts: factsOf(text, key), text };
    return;
  }
  for await (const { key, text } of archive.dropped())
    yield { facts: factsOf(text, key), text, done: () => archive.delete(key) };
}

/**
 * Puts messages into the dead-letter queue again. Each is copied before, so that it outlives the queue once more.
 *
 * @returns the ids of the messages
 */
export async function restoreSelected(
  source: RestoreSource,
  selection: Selection,
  { archive, dryRun, others, pace, queue }: RestoreParts,
): Promise<readonly string[]> {
  const restored: string[] = [];
  const now = Date.now();
  for await (const { facts, text, done } of messagesOf(source, archive)) {
    if (!isSelected({ ...facts, enteredAt: NaN }, selection, now)) {
      others.add(facts);
      continue;
    }
    if (!dryRun) {
      await pace();
      await archive?.copy(text);
      await queue.restore(text);
      await done?.();
    }
    restored.push(facts.id);
  }
  return restored;
}
