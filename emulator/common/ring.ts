/** Keeps the newest `capacity` entries and counts all of them. */
export class Ring<T> {
  private entries: T[] = [];
  private start = 0;
  private seen = 0;

  constructor(private readonly capacity: number) {}

  push(entry: T): void {
    this.seen += 1;
    if (this.entries.length < this.capacity) {
      this.entries.push(entry);
      return;
    }
    this.entries[this.start] = entry;
    this.start = (this.start + 1) % this.capacity;
  }

  /** Number of entries that were pushed so far. */
  get total(): number {
    return this.seen;
  }

  /** The entries that are kept, oldest first. */
  toArray(): T[] {
    return [...this.entries.slice(this.start), ...this.entries.slice(0, this.start)];
  }

  /** The newest `count` entries, newest first. */
  latest(count: number): T[] {
    const size = this.entries.length;
    return Array.from({ length: Math.min(count, size) }, (_, back) => {
      const at = (this.start + size - 1 - back) % size;
      return this.entries[at] as T;
    });
  }

  clear(): void {
    this.entries = [];
    this.start = 0;
    this.seen = 0;
  }
}
