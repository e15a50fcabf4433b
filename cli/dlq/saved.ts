import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline/promises";

import * as z from "zod";

import { fileError } from "../fileError";
import { UsageError, UserError } from "../userError";
import type { DlqMessage } from "./deadLetterQueue";

/** A file to which dropped messages are appended, one a line. It contains personal data. */
export interface SavedMessages {
  /** Returns when the message is on the disk. */
  add(message: DlqMessage): void;
  close(): void;
}

/**
 * Opens the file, which only its owner may read when it is new.
 *
 * @throws UserError when it cannot be written
 */
export function openSaved(file: string): SavedMessages {
  try {
    const descriptor = openSync(file, "a", 0o600);
    return {
      add: (message) => {
        writeSync(descriptor, `${JSON.stringify(lineOf(message))}\n`);
        fsyncSync(descriptor);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    throw fileError(`write to ${file}`, error, "Give --save with another file.");
  }
}

function lineOf({ event, id, reason, receivedAt, text, widget }: DlqMessage): object {
  return { id, receivedAt, event, widget, reason, message: text };
}

const savedLine = z.looseObject({
  id: z.string(),
  receivedAt: z.string(),
  event: z.string(),
  widget: z.string(),
  reason: z.string(),
  message: z.string().min(1),
});

/** A message of a file that `dlq drop --save` wrote. */
export type SavedMessage = z.output<typeof savedLine>;

/**
 * Reads the messages of a file one after the other: all of them may not fit in memory.
 *
 * @throws UserError when it cannot be read, or a line is not a saved message
 */
export async function* readSaved(file: string): AsyncGenerator<SavedMessage> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      number += 1;
      if (line !== "") yield savedLine.parse(JSON.parse(line));
    }
  } catch (error) {
    // Once a message was read, it may have been sent: the command has begun then.
    const Failure = number > 1 ? UserError : UsageError;
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new Failure(
        `Line ${number} of ${file} is not a message that \`dlq drop --save\` wrote. A last line that was cut off when the command was killed can be removed: its message is still in the queue.`,
      );
    }
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Failure(`Cannot read ${file} (${code}). Give a file of \`dlq drop --save\`.`);
  }
}
