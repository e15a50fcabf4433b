import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";

import { UserError } from "../userError";
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
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new UserError(`Cannot write to ${file} (${code}). Give --save with another file.`);
  }
}

function lineOf({ event, id, reason, receivedAt, text, widget }: DlqMessage): object {
  return { id, receivedAt, event, widget, reason, message: text };
}
