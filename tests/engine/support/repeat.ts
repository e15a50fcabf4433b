import { setTimeout as sleep } from "node:timers/promises";

/** What is still repeated. */
const repeated = new Set<object>();

/**
 * Does something again and again, until it is stopped or the stack under test is closed: a test that fails half-way
 * stops nothing, and would keep its process busy for ever.
 *
 * @param pauseMs - milliseconds between two times
 */
export function repeat(work: () => Promise<void>, pauseMs: number): { stop(): Promise<void> } {
  const own = {};
  repeated.add(own);
  const done = (async () => {
    while (repeated.has(own)) {
      await work();
      await sleep(pauseMs);
    }
  })();
  return {
    stop: () => {
      repeated.delete(own);
      return done;
    },
  };
}

/** Ends all that is repeated. */
export function endRepeated(): void {
  repeated.clear();
}
