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
  /** Assertions that passed; 0 when the request was not sent. */
  readonly passed: number;
  /**
   * Assertions that have not run to their end: of a request that was not sent, behind a condition, or that wait for a
   * `done` which nobody calls.
   */
  readonly unrun: number;
  /** The assertions that failed and the scripts that threw, in their own words; none when the request was not sent. */
  readonly failures: readonly string[];
  /** What the reader should know in addition to them: a file that is missing, or the assertions that did not run. */
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
  /** Names of the assertions that have run. */
  readonly ran: string[];
  /** Errors that scripts threw. They are among the failures too. */
  readonly thrown: string[];
}

/** Whether the emulator responded to a request. */
export function wasSent({ status, unsent }: Replayed): boolean {
  return status !== undefined && unsent === undefined;
}

/**
 * The result of an entry. Postman runs the scripts also when a request was not sent. What they then assert says
 * nothing, so those assertions neither pass nor fail: they count as not run.
 */
function toResult({ result, written, ran, thrown }: Entry): Replayed {
  if (wasSent(result)) return { ...result, unrun: Math.max(0, written - ran.length) };
  const unrun = Math.max(written, ran.length);
  const unnamed = unrun - ran.length;
  const names = [...ran, ...(unnamed > 0 ? [`${unnamed} in the scripts`] : [])];
  return {
    ...result,
    passed: 0,
    unrun,
    failures: [],
    warnings: [
      ...result.warnings,
      ...thrown.map((message) => `a script threw: ${message}`),
      ...(unrun > 0 ? [`did not run: ${names.join(", ")}`] : []),
    ],
  };
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
  const text = ["prerequest", "test"]
    .flatMap((when) => item.events.listeners(when))
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
    return this.all.map(toResult);
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
    this.all.push({ id: item.id, result, written: writtenAssertions(item), ran: [], thrown: [] });
    return result;
  }

  /** The callbacks without `done`; `abort` ends the run. Those of one request come before those of the next one. */
  callbacks(abort: () => void): Partial<RunCallbacks> {
    return {
      beforeItem: (_error, _cursor, item) => {
        if (this.all.filter(({ id }) => id === item.id).length === mostRepeats) {
          this.addThrown({ message: `stopped: the scripts have repeated it ${mostRepeats} times` });
          abort();
          return;
        }
        this.add(item);
      },
      script: (error) => this.addThrown(error),
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
        for (const { name, passed, skipped, error } of assertions) {
          this.all.at(-1)?.ran.push(name);
          this.change((last) => {
            if (!passed) last.failures.push(`${name}: ${error?.message ?? "failed"}`);
            else if (!skipped) last.passed += 1;
          });
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

  private addThrown(error: { readonly message: string } | null | undefined): void {
    if (!error) return;
    this.change(({ failures }) => failures.push(error.message));
    this.all.at(-1)?.thrown.push(error.message);
  }

  private change(edit: (last: Growing) => unknown): void {
    const last = this.all.at(-1)?.result;
    if (last !== undefined) edit(last);
  }
}
