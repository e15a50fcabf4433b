/** The newest `capacity` entries of an endless list, and how many there have been. */
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

  /** How many entries were ever pushed. */
  get total(): number {
    return this.seen;
  }

  /** What is kept, oldest first. */
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
