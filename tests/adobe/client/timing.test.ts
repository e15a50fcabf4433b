import { realTiming } from "../../../adobe/client/backoff";

test("any number of waits may share one signal, without a warning on the user's terminal", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on("warning", onWarning);
  const stop = new AbortController();
  const waits = Array.from({ length: 50 }, () => realTiming.sleep(60_000, stop.signal));
  const results = Promise.allSettled(waits);
  stop.abort(new Error("interrupted"));
  const reasons = (await results).map((result) =>
    result.status === "rejected" ? (result.reason as Error).message : "waited",
  );
  // Node.js emits its warnings in a later tick.
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);
  expect(new Set(reasons)).toEqual(new Set(["interrupted"]));
  expect(warnings).toEqual([]);
});
