/** A limit on how often something may happen: so often a second, and so often at once. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number | undefined;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  /** Takes some tokens; false when there are not enough, and then none are taken. */
  take(count: number, now: number): boolean {
    const elapsed = (now - (this.filledAt ?? now)) / 1_000;
    this.tokens = Math.min(this.burst, this.tokens + elapsed * this.perSecond);
    this.filledAt = now;
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }
}
