interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Lets promises and streams go on until only timers are left to wait for. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Simulated time: it stands still while there is work, and then jumps to the next timer. */
export class SimulatedClock {
  private readonly heap: Timer[] = [];
  private count = 0;

  /** @param now - Milliseconds since 1970. */
  constructor(public now: number) {}

  /** Runs something at a time. When times are equal, the first call runs first. */
  at(time: number, run: () => void): void {
    const { heap } = this;
    const timer = { at: Math.max(time, this.now), order: (this.count += 1), run };
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) break;
      this.swap(parent, index);
      index = parent;
    }
  }

  /** Resolves at a time. */
  until(time: number): Promise<void> {
    return new Promise((resolve) => this.at(time, resolve));
  }

  /** Plays everything up to a time. */
  async play(end: number): Promise<void> {
    await settle();
    for (let [next] = this.heap; next && next.at <= end; [next] = this.heap) {
      // What is due within the same millisecond may as well go on together.
      for (let timer = this.heap[0]; timer && timer.at < next.at + 1; [timer] = this.heap) {
        this.now = timer.at;
        this.pop()?.run();
      }
      await settle();
    }
    this.now = end;
  }

  private pop(): Timer | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (heap.length > 0 && last) {
      heap[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (this.isBefore(left, least)) least = left;
      if (this.isBefore(right, least)) least = right;
      if (least === index) return;
      this.swap(least, index);
      index = least;
    }
  }

  private isBefore(one: number, other: number): boolean {
    const [left, right] = [this.heap[one], this.heap[other]];
    if (!left || !right) return false;
    return left.at === right.at ? left.order < right.order : left.at < right.at;
  }

  private swap(one: number, other: number): void {
    const { heap } = this;
    [heap[one], heap[other]] = [heap[other] as Timer, heap[one] as Timer];
  }
}
