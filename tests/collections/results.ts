import type { Item } from "postman-collection";
import type { RunCallbacks } from "postman-runtime";

import { textOf } from "../../emulator/common/json";

/** The result of one request of a collection. A request that a script repeats has several. */
export interface Replayed {
  /** Folders and name, as `Schemas / Create a schema`. */
  readonly name: string;
  /** Status of the emulator's response; undefined when there is none. */
  readonly status: number | undefined;
  /** Why the request was not sent; undefined when it was. */
  readonly unsent: string | undefined;
  readonly passed: number;
  /**
   * Assertions that have not run to their end: of a request that was not sent, behind a condition, or that wait for a
   * `done` which nobody calls.
   */
  readonly unrun: number;
  /** The assertions that failed and the scripts that threw, in their own words. */
  readonly failures: readonly string[];
  /** What the reader should know in addition to them, as a file that is missing. */
  readonly warnings: readonly string[];
}

/** A collection whose scripts send a request more often waits for something that does not come. */
const mostRepeats = 100;

type Growing = { -readonly [K in keyof Replayed]: Replayed[K] } & {
  failures: string[];
  warnings: string[];
};

interface Entry {
  readonly id: string;
  readonly result: Growing;
  /** Assertions in the text of the scripts. */
  readonly written: number;
  /** Assertions that have run. */
  ran: number;
}

/** The names of the folders and the item itself, without that of the collection. */
function nameOf(item: Item): string {
  const names = [item.name];
  item.forEachParent({}, ({ name }: { readonly name: string }) => names.unshift(name));
  return names.join(" / ");
}

/**
 * How many assertions the scripts of a request have, with those of its folders and the collection. Only running them
 * would show the exact number, so this counts how often one is written.
 */
function writtenAssertions(item: Item): number {
  const text = item.events
    .listeners("test")
    .map(({ script }) => script.toSource())
    .join("\n");
  return text.match(/\bpm\.test\s*\(|\btests\s*\[[^\]\n]+\]\s*=(?!=)/gu)?.length ?? 0;
}

/** A body in one line of a table's remarks. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ");
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}

/** Collects the results from a runner's callbacks. */
export class Results {
  private readonly all: Entry[] = [];

  list(): readonly Replayed[] {
    return this.all.map(({ result, written, ran }) => ({
      ...result,
      unrun: Math.max(0, written - ran),
    }));
  }

  /** Notes a request that the run has not come to, because a script went on elsewhere or ended it. */
  addUnreached(item: Item): void {
    if (this.all.some(({ id }) => id === item.id)) return;
    this.add(item).unsent = "a script went on elsewhere, or ended the run";
  }

  private add(item: Item): Growing {
    const result = {
      name: nameOf(item),
      status: undefined,
      unsent: undefined,
      passed: 0,
      unrun: 0,
      failures: [],
      warnings: [],
    };
    this.all.push({ id: item.id, result, written: writtenAssertions(item), ran: 0 });
    return result;
  }

  /** The callbacks without `done`; `abort` ends the run. Those of one request come before those of the next one. */
  callbacks(abort: () => void): Partial<RunCallbacks> {
    return {
      beforeItem: (_error, _cursor, item) => {
        if (this.all.filter(({ id }) => id === item.id).length === mostRepeats) {
          this.fail({ message: `stopped: the scripts have repeated it ${mostRepeats} times` });
          abort();
          return;
        }
        this.add(item);
      },
      script: (error) => this.fail(error),
      response: (error, _cursor, response) => {
        this.change((last) => {
          last.status = response?.code;
          last.unsent = error?.message;
          if (response !== undefined && response.code >= 400) {
            last.warnings.push(`${response.code} ${shortened(response.text() ?? "")}`);
          }
        });
      },
      assertion: (_cursor, assertions) => {
        const entry = this.all.at(-1);
        if (entry !== undefined) entry.ran += assertions.length;
        for (const { name, passed, skipped, error } of assertions) {
          if (!passed) this.fail({ message: `${name}: ${error?.message ?? "failed"}` });
          else if (!skipped) this.change((last) => (last.passed += 1));
        }
      },
      console: (_cursor, level, ...messages) => {
        const text = messages.map(textOf).join(" ");
        // The runner warns of a file that it cannot read. What scripts print is theirs, and old words still work.
        if (level === "warn" && text.startsWith("Form param ")) {
          this.change((last) => last.warnings.push(text));
        }
      },
      item: (_error, _cursor, _item, _visualizer, result) => {
        if (result?.isSkipped === true) {
          this.change((last) => (last.unsent = "skipped by its script"));
        }
      },
    };
  }

  private fail(error: { readonly message: string } | null | undefined): void {
    if (error) this.change(({ failures }) => failures.push(error.message));
  }

  private change(edit: (last: Growing) => unknown): void {
    const last = this.all.at(-1)?.result;
    if (last !== undefined) edit(last);
  }
}
