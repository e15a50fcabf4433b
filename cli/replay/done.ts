import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync } from "node:fs";

import { fileError } from "../fileError";

/** The `_id`s of the events that earlier runs have sent. */
export interface Done {
  has(id: string): boolean;
  /** Returns when the id is on the disk. */
  add(id: string): void;
  close(): void;
}

function reading(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/**
 * Opens the file; without one, nothing is remembered.
 *
 * @throws UserError when it cannot be read or written
 */
export function openDone(file: string | undefined): Done {
  if (file === undefined) return { has: () => false, add: () => undefined, close: () => undefined };
  try {
    // A last line may have been cut off when the command was killed: it equals no id.
    const ids = new Set(reading(file).split("\n"));
    const descriptor = openSync(file, "a", 0o600);
    return {
      has: (id) => ids.has(id),
      add: (id) => {
        appendFileSync(descriptor, `\n${id}\n`);
        fsyncSync(descriptor);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    throw fileError(`use ${file}`, error, "Give --done with another file.");
  }
}
