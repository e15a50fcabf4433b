/** A message of the simulated queue. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** Number of its event; undefined when it cannot be read. */
  readonly event: number | undefined;
  /** Whether the visibility timeout was extended after this receive. */
  backoff: "none" | "set" | "rejected";
  /** The next delete of it has no effect. */
  undying: boolean;
  visibleAt: number;
  receiveCount: number;
  deleted: boolean;
  /** Counts the changes of `visibleAt`, so that outdated entries of the heap are recognized. */
  version: number;
}

/** When a message becomes visible. */
export interface Entry {
  readonly at: number;
  readonly message: Message;
  readonly version: number;
}

/** A heap whose first entry is the next to become visible. */
export class VisibilityHeap {
  private readonly entries: Entry[] = [];

  get first(): Entry | undefined {
    return this.entries[0];
  }

  push(entry: Entry): void {
    const { entries } = this;
    let index = entries.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.at(parent) <= this.at(index)) return;
      this.swap(parent, index);
      index = parent;
    }
  }

  pop(): Entry | undefined {
    const [first] = this.entries;
    const last = this.entries.pop();
    if (this.entries.length > 0 && last) {
      this.entries[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (this.at(left) < this.at(least)) least = left;
      if (this.at(right) < this.at(least)) least = right;
      if (least === index) return;
      this.swap(least, index);
      index = least;
    }
  }

  private at(index: number): number {
    return this.entries[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  private swap(one: number, other: number): void {
    const { entries } = this;
    [entries[one], entries[other]] = [entries[other] as Entry, entries[one] as Entry];
  }
}
