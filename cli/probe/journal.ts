import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { AdobeSettings } from "../adobeSettings";
import { isObject, stringAt } from "./json";
import { kinds, type KindName } from "./kinds";

/** An object of the probe. */
export interface Marked {
  readonly kind: KindName;
  readonly id: string;
}

/** The ids of what the probe has made and not deleted yet, kept over the end of a run. */
export interface Journal {
  /** What earlier runs have left, as far as this journal knows. */
  read(): readonly Marked[];
  /** Notes an object that was made just now. */
  add(made: Marked): void;
  /** Notes that these are the only ones left. */
  keepOnly(left: readonly Marked[]): void;
}

/** A journal that ends with the run. */
export function memoryJournal(): Journal {
  let entries: readonly Marked[] = [];
  return {
    read: () => entries,
    add: (made) => (entries = [...entries, made]),
    keepOnly: (left) => (entries = left),
  };
}

/** The file of a sandbox's journal. Its name tells nothing of the organization. */
export function journalFile(directory: string, { orgId, sandbox }: AdobeSettings): string {
  const digest = createHash("sha256").update(`${orgId}/${sandbox}`).digest("hex").slice(0, 12);
  return path.join(directory, `.chatlio-aep-probe-${digest}.jsonl`);
}

/** A journal in a file, one object a line. There is no file while nothing is left. */
export function fileJournal(file: string): Journal {
  return {
    read: () => readEntries(file),
    add: (made) => appendFileSync(file, lineOf(made)),
    keepOnly: (left) => {
      if (left.length === 0) rmSync(file, { force: true });
      else writeFileSync(file, left.map(lineOf).join(""));
    },
  };
}

function lineOf({ kind, id }: Marked): string {
  return `${JSON.stringify({ kind, id })}\n`;
}

function readEntries(file: string): readonly Marked[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap(entryIn);
}

/** The last line of a killed run may be incomplete: its object names the run in its description. */
function entryIn(line: string): readonly Marked[] {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return [];
  }
  const [kind, id] = [stringAt(entry, "kind"), stringAt(entry, "id")];
  if (!isObject(entry) || kind === undefined || id === undefined) return [];
  return Object.hasOwn(kinds, kind) ? [{ kind: kind as KindName, id }] : [];
}
