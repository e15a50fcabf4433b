import { attempt } from "../status/read";
import type { Read } from "../status/report";

/** What was read, and when. */
export interface Reading<T> {
  /** Undefined: it has not been read yet. */
  readonly read?: Read<T>;
  /** RFC 3339. */
  readonly at?: string;
}

/** A part of the stack that is read again when what was read has become old, and somebody looks. */
export class Part<T> {
  private current: Reading<T> = {};
  private readAt = -Infinity;
  private running: Promise<void> | undefined;

  /**
   * @param maxAgeMs - how old the reading may be
   * @param work - reads it. An error that the user can fix becomes the reading; any other is a bug.
   */
  constructor(
    private readonly maxAgeMs: number,
    private readonly work: () => Promise<T>,
    private readonly now: () => number = Date.now,
  ) {}

  get reading(): Reading<T> {
    return this.current;
  }

  /** Reads again when the reading is too old. One reading runs at a time. */
  refresh(): Promise<void> {
    if (this.running !== undefined) return this.running;
    if (this.now() - this.readAt < this.maxAgeMs) return Promise.resolve();
    this.running = this.readAgain().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** The next look reads again. */
  expire(): void {
    this.readAt = -Infinity;
  }

  private async readAgain(): Promise<void> {
    const started = this.now();
    try {
      this.current = { read: await attempt(this.work), at: new Date(started).toISOString() };
    } finally {
      this.readAt = started;
    }
  }
}
