import type { Sandbox } from "../../state/sandbox";
import type { Collection, Log } from "../../state/store";

/** A collection that shows its changes at once and writes them to its base when it is committed. */
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
    const existed = this.get(id) !== undefined;
    this.changes.set(id, undefined);
    return existed;
  }
  values(): T[] {
    const kept = this.base.values().filter((value) => !this.isChanged(value));
    return [...kept, ...[...this.changes.values()].filter((value) => value !== undefined)];
  }
  ids(): string[] {
    const all = new Set([...this.base.ids(), ...this.changes.keys()]);
    return [...all].filter((id) => this.get(id) !== undefined);
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

/** A sandbox whose changes of datasets take effect with `commit` only. */
export interface Draft {
  readonly sandbox: Sandbox;
  commit(): void;
}

/** A draft of the sandbox: only its datasets are separate, everything else is shared. */
export function draftSandbox(sandbox: Sandbox): Draft {
  const datasets = new DraftCollection(sandbox.datasets);
  const logsToClear: Log<unknown>[] = [];
  const clearLater = <T>(log: Log<T>): Log<T> =>
    Object.assign(Object.create(log) as Log<T>, {
      clear: () => {
        logsToClear.push(log);
      },
    });
  const draft = Object.create(sandbox, {
    datasets: { value: datasets },
    rows: { value: (id: string) => clearLater(sandbox.rows(id)) },
    rejected: { value: (id: string) => clearLater(sandbox.rejected(id)) },
  }) as Sandbox;
  return {
    sandbox: draft,
    commit: () => {
      datasets.commit();
      for (const log of logsToClear) log.clear();
    },
  };
}
