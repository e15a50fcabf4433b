/** A heap: its first entry is one before which no other comes. */
export class Heap<T> {
  private readonly entries: T[] = [];

  /** @param isBefore - Whether the one comes before the other. Neither does when they are equal. */
  constructor(private readonly isBefore: (one: T, other: T) => boolean) {}

  get first(): T | undefined {
    return this.entries[0];
  }

  push(entry: T): void {
    let index = this.entries.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.precedes(index, parent)) return;
      this.swap(parent, index);
      index = parent;
    }
  }

  pop(): T | undefined {
    const [first] = this.entries;
    const last = this.entries.pop();
    if (this.entries.length > 0 && last !== undefined) {
      this.entries[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (this.precedes(left, least)) least = left;
      if (this.precedes(right, least)) least = right;
      if (least === index) return;
      this.swap(least, index);
      index = least;
    }
  }

  private precedes(one: number, other: number): boolean {
    const { entries } = this;
    return one < entries.length && this.isBefore(entries[one] as T, entries[other] as T);
  }

  private swap(one: number, other: number): void {
    const { entries } = this;
    [entries[one], entries[other]] = [entries[other] as T, entries[one] as T];
  }
}
