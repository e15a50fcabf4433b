/** Counts events in windows of fixed length, one per key. */
export class RateLimiter {
  private readonly windows = new Map<string, { readonly window: number; count: number }>();

  /** Counts one more, or `many`, and tells whether it is still within the limit. */
  take(key: string, now: number, windowMs: number, limit: number, many = 1): boolean {
    const window = Math.floor(now / windowMs);
    const known = this.windows.get(key);
    if (known?.window !== window) {
      this.windows.set(key, { window, count: many });
      return limit >= many;
    }
    known.count += many;
    return known.count <= limit;
  }
}
