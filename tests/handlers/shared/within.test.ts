import { within } from "../../../handlers/shared/within";
import { SimulatedTime } from "../support/simulatedTime";

function never(): Promise<never> {
  return new Promise(() => undefined);
}

describe("within", () => {
  it("returns the result of work that ends in time", async () => {
    const time = new SimulatedTime();
    const work = within(1_000, () => Promise.resolve("done"), time.timeoutSignal);
    expect(await time.run(work)).toBe("done");
    expect(time.now).toBe(0);
  });

  it("passes on the error of work that fails in time", async () => {
    const time = new SimulatedTime();
    const work = within(1_000, () => Promise.reject(new Error("no")), time.timeoutSignal);
    await expect(time.run(work)).rejects.toThrow("no");
  });

  it("aborts the signal when the time is up, and rejects even if the work ignores it", async () => {
    const time = new SimulatedTime();
    let seen: AbortSignal | undefined;
    const work = within(
      1_000,
      (signal) => {
        seen = signal;
        return never();
      },
      time.timeoutSignal,
    );
    await expect(time.run(work)).rejects.toThrow("TimeoutError");
    expect([time.now, seen?.aborted]).toEqual([1_000, true]);
  });

  it.each([0, -5, 0.2])(
    "treats %d ms as a very short time, with the platform's timer",
    async (ms) => {
      await expect(within(ms, never)).rejects.toMatchObject({ name: "TimeoutError" });
    },
  );
});
