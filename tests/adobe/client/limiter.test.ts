import { Limiter } from "../../../adobe/client";

/** Runs `work` some microtasks from now. */
function later(depth: number, work: () => void): void {
  queueMicrotask(() => (depth === 0 ? work() : later(depth - 1, work)));
}

test("a new request never starts before those that wait", async () => {
  const limiter = new Limiter(1);
  let running = 0;
  let most = 0;
  const all: Promise<void>[] = [];
  const enter = (work: () => void = () => undefined) =>
    all.push(
      limiter.run(async () => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        work();
        running--;
      }),
    );
  enter(() => {
    for (let depth = 0; depth < 12; depth++) later(depth, () => enter());
  });
  enter();
  await all[0];
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all(all);
  expect(all).toHaveLength(14);
  expect(most).toBe(1);
});

test("a task that fails makes room for the next one, and a canceled one takes no place", async () => {
  const limiter = new Limiter(1);
  const abort = new AbortController();
  const failing = limiter.run(() => Promise.reject(new Error("no")));
  const cancelled = limiter.run(() => Promise.resolve("never"), abort.signal);
  const last = limiter.run(() => Promise.resolve("done"));
  abort.abort(new Error("cancelled"));
  await expect(failing).rejects.toThrow("no");
  await expect(cancelled).rejects.toThrow("cancelled");
  await expect(last).resolves.toBe("done");
  await expect(limiter.run(() => Promise.resolve("again"))).resolves.toBe("again");
});

test("a pause is never shortened", () => {
  const limiter = new Limiter();
  limiter.pause(20);
  limiter.pause(10);
  expect(limiter.pausedUntil).toBe(20);
});
