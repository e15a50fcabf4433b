import type { Sandbox } from "../../state/sandbox";
import type { Collection, Log } from "../../state/store";

/** A collection that shows its changes at once and makes them when it is committed. */
class DraftCollection<T> implements Collection<T> {
  private readonly changes = new Map<string, T | undefined>();

  constructor(private readonly base: Collection<T>) {}

  get(id: string): T | undefined {
    return this.changes.has(id) ? this.changes.get(id) : this.base.get(id);
  }
  set(id: string, value: T): void {
    this.changes.set(id, value);
  }
  delete(id: string): boolean {
    const was = this.get(id) !== undefined;
    this.changes.set(id, undefined);
    return was;
  }
  values(): T[] {
    const kept = this.base.values().filter((value) => !this.isChanged(value));
    return [...kept, ...[...this.changes.values()].filter((value) => value !== undefined)];
  }
  private isChanged(value: T): boolean {
    return [...this.changes.keys()].some((id) => this.base.get(id) === value);
  }
  get size(): number {
    return this.values().length;
  }
  commit(): void {
    for (const [id, value] of this.changes) {
      if (value === undefined) this.base.delete(id);
      else this.base.set(id, value);
    }
  }
}

/** A sandbox in which datasets can be tried out: nothing of it is real before `commit`. */
export interface Draft {
  readonly sandbox: Sandbox;
  commit(): void;
}

/** A draft of the sandbox: datasets are made, changed and deleted in it; all else is the sandbox's own. */
export const draftOf = (sandbox: Sandbox): Draft => {
  const datasets = new DraftCollection(sandbox.datasets);
  const cleared: Log<unknown>[] = [];
  const later = <T>(log: Log<T>): Log<T> =>
    Object.assign(Object.create(log) as Log<T>, {
      clear: () => {
        cleared.push(log);
      },
    });
  const draft = Object.create(sandbox, {
    datasets: { value: datasets },
    rows: { value: (id: string) => later(sandbox.rows(id)) },
    rejected: { value: (id: string) => later(sandbox.rejected(id)) },
  }) as Sandbox;
  return {
    sandbox: draft,
    commit: () => {
      datasets.commit();
      for (const log of cleared) log.clear();
    },
  };
};
