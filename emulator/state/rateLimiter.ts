/** Counts events per key in windows of fixed length. */
export class RateLimiter {
  private readonly windows = new Map<string, { readonly window: number; count: number }>();

  /** Adds `count` events; returns whether the window is still within the limit. */
  take(key: string, now: number, windowMs: number, limit: number, count = 1): boolean {
    const window = Math.floor(now / windowMs);
    const known = this.windows.get(key);
    if (known?.window !== window) {
      this.windows.set(key, { window, count });
      return limit >= count;
    }
    known.count += count;
    return known.count <= limit;
  }
}
