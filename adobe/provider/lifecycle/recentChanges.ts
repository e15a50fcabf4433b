import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Something that was just done at Adobe, in milliseconds since 1970. */
export interface RecentChange {
  readonly at: number;
  /** The part of a new object's id that distinguishes it. */
  readonly made?: string;
  /** With `made`: it is the code of a namespace. */
  readonly isCode?: true | undefined;
  /** The same of an object that was deleted. */
  readonly gone?: string;
  /** What an object referred to that was deleted or changed, as text. */
  readonly released?: string;
  /** The name of a new sandbox that has become active. */
  readonly sandbox?: string;
  /** A schema has joined the union of its class. */
  readonly joinedUnion?: true;
}

/** Where an object is. In another place, one of the same name is another object. */
export interface Place {
  /** Undefined: that of Adobe. */
  readonly platformUrl?: string | undefined;
  readonly orgId: string;
  readonly sandbox: string;
}

/** A line of the file: a change, and where it was. */
interface Line extends RecentChange {
  /** Address of the platform and organization. */
  readonly organization: string;
  /** The sandbox of the calls. */
  readonly by: string;
}

/** Larger than what a run writes. */
const MAX_BYTES = 256 * 1024;

/**
 * What the providers on this machine have just done in one sandbox, in a file of JSON lines: a program with several
 * providers has a process for each, and one `pulumi` command follows another.
 */
export class RecentChanges {
  readonly #file: string | undefined;
  readonly #organization: string;
  readonly #sandbox: string;

  /** @param directory - undefined: nothing is shared. */
  constructor(directory: string | undefined, { platformUrl = "", orgId, sandbox }: Place) {
    this.#file = directory === undefined ? undefined : path.join(directory, "recent.jsonl");
    this.#organization = `${platformUrl} ${orgId}`;
    this.#sandbox = sandbox;
  }

  note(change: RecentChange): void {
    if (this.#file === undefined) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      const line: Line = { ...change, organization: this.#organization, by: this.#sandbox };
      appendFileSync(this.#file, asText(line));
    } catch {
      // The home directory is read-only: then each process knows its own changes.
    }
  }

  /** The changes in the sandbox since then, by any process, and those that opened it. */
  since(time: number): RecentChange[] {
    if (this.#file === undefined) return [];
    try {
      const text = readFileSync(this.#file, "utf8");
      const recent = text
        .split("\n")
        .flatMap(lineIn)
        .filter(({ at }) => at >= time);
      if (text.length > MAX_BYTES) writeFileSync(this.#file, recent.map(asText).join(""));
      return recent.filter((one) => this.#isHere(one));
    } catch {
      return [];
    }
  }

  #isHere({ organization, by, sandbox = by }: Line): boolean {
    return organization === this.#organization && sandbox === this.#sandbox;
  }
}

function asText(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** A line may be empty, or incomplete while another process writes it. */
function lineIn(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}
