import { SimulatedClock } from "../../bench/scale/clock";
import { simulateLoad, type Load } from "../../bench/scale/simulation";
import { TokenBucket } from "../../bench/scale/tokenBucket";

const base: Load = {
  perSecond: 50,
  seconds: 20,
  source: "chatlio",
  maxConcurrency: 5,
  rateLimit: { perSecond: 200, burst: 500 },
  msPerMessage: 0.4,
  seed: 7,
};

test("timers run in order of time, and those of one time in the order in which they were set", async () => {
  const clock = new SimulatedClock(0);
  const seen: string[] = [];
  clock.at(30, () => seen.push(`c ${clock.now}`));
  clock.at(10, () => {
    seen.push(`a ${clock.now}`);
    clock.at(5, () => seen.push(`late ${clock.now}`));
  });
  clock.at(30, () => seen.push(`d ${clock.now}`));
  clock.at(20.5, () => seen.push(`b ${clock.now}`));
  clock.at(50, () => seen.push("after the end"));
  await clock.play(40);
  expect(seen).toEqual(["a 10", "late 10", "b 20.5", "c 30", "d 30"]);
  expect(clock.now).toBe(40);
});

test("a limit allows a burst, and then so many a second", () => {
  const bucket = new TokenBucket(10, 3);
  const allowed = (now: number) =>
    Array.from({ length: 5 }, () => bucket.take(1, now)).filter(Boolean).length;
  expect([0, 100, 1_000, 60_000].map(allowed)).toEqual([3, 1, 3, 3]);
  expect(bucket.take(4, 120_000)).toBe(false);
  expect(bucket.take(3, 120_000)).toBe(true);
});

test("within all limits, every event is delivered at once", async () => {
  const outcome = await simulateLoad(base);
  expect(outcome).toMatchObject({ turnedAway: 0, dead: 0, tooMany: 0 });
  expect(outcome.sent).toBeGreaterThan(800);
  expect(outcome.delivered + outcome.waiting).toBe(outcome.accepted);
  expect(outcome.longestLag).toBeLessThan(2);
});

test("webhooks over the limit of the API are turned away", async () => {
  const { sent, accepted, turnedAway } = await simulateLoad({
    ...base,
    perSecond: 300,
    rateLimit: { perSecond: 100, burst: 100 },
  });
  expect(accepted).toBeGreaterThanOrEqual(20 * 100);
  expect(accepted).toBeLessThanOrEqual(20 * 100 + 100);
  expect(turnedAway).toBe(sent - accepted);
});

test("after an outage of AEP the queue empties, and nothing is lost", async () => {
  const outcome = await simulateLoad({ ...base, seconds: 150, perSecond: 5, outage: [10, 40] });
  expect(outcome.mostWaiting).toBeGreaterThan(100);
  expect(outcome.dead).toBe(0);
  expect(outcome.delivered + outcome.waiting).toBe(outcome.accepted);
  expect(outcome.waiting).toBeLessThan(20);
  const inOutage = outcome.points.filter(({ second }) => second >= 30 && second <= 40);
  expect(inOutage.every(({ lag }) => lag > 15)).toBe(true);
});

test("AEP responds 429 above 1,000 requests a second; a batch is one request", async () => {
  const load: Load = {
    ...base,
    perSecond: 2_500,
    seconds: 4,
    maxConcurrency: 50,
    rateLimit: { perSecond: 10_000, burst: 5_000 },
    msPerMessage: 0.1,
  };
  const single = await simulateLoad(load);
  expect(single.tooMany).toBeGreaterThan(0);
  expect(single.delivered).toBeLessThanOrEqual(4 * 1_000 + 1_000);
  const batched = await simulateLoad({ ...load, source: "http-api" });
  expect(batched.tooMany).toBe(0);
  expect(batched.delivered).toBeGreaterThan(7_000);
}, 300_000);
