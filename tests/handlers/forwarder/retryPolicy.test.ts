import { readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";

import {
  MAX_RETRY_AFTER_SECONDS,
  PROMISED_OUTAGE_HOURS,
  spreadSeconds,
  timeInQueue,
  backoffCeiling,
  backoffSeconds,
} from "../../../handlers/forwarder/retryPolicy";
import {
  deliverySettings,
  forwarderSettings,
  QUEUE_RETENTION_SECONDS,
  TOO_OLD_SECONDS,
} from "../../../handlers/forwarder/settings";
import { runsFull } from "../../support/full";
import { seededRandom } from "../../support/random";

const settings = deliverySettings.parse({});
const { maxReceiveCount } = forwarderSettings.parse({
  queueUrl: "https://a.example/q",
  deadLetterQueueUrl: "https://a.example/d",
  inletSecretArn: "arn",
  inletSecretVersionId: "v",
});

/** How many messages are simulated. */
const messages = runsFull ? 20_000 : 2_000;

/** `Retry-After` of the response to a receive, in seconds; undefined: none. */
type RetryAfter = (receive: number) => number | undefined;

function hoursInQueue(random: () => number, retryAfter: RetryAfter = () => undefined): number {
  let seconds = 0;
  for (let receive = 1; receive < maxReceiveCount; receive += 1) {
    const after = retryAfter(receive);
    seconds += backoffSeconds(
      receive,
      settings,
      random,
      after === undefined ? after : after * 1_000,
    );
  }
  return seconds / 3_600;
}

describe("the backoff", () => {
  it("grows from its base to its cap by factors of two", () => {
    expect([1, 2, 3, 7, 8, 79, 900].map((receive) => backoffCeiling(receive, settings))).toEqual([
      30, 60, 120, 1_920, 3_600, 3_600, 3_600,
    ]);
  });

  it("is full jitter: anything between a second and the bound", () => {
    expect(backoffSeconds(3, settings, () => 0)).toBe(1);
    const capped = { backoffBaseSeconds: 100, backoffCapSeconds: 10 };
    expect(backoffSeconds(1, capped, () => 1)).toBe(10);
    expect(backoffSeconds(3, settings, () => 0.5)).toBe(60);
    expect(backoffSeconds(3, settings, () => 0.999999)).toBe(120);
  });

  it("waits at least for Retry-After, spread over a base interval, and at most an hour for it", () => {
    expect(backoffSeconds(1, settings, () => 0, 0)).toBe(1);
    expect(backoffSeconds(1, settings, () => 0, 90_500)).toBe(91);
    expect(backoffSeconds(1, settings, () => 0.5, 90_000)).toBe(105);
    expect(backoffSeconds(9, settings, () => 0.5, 90_000)).toBe(1_800);
    expect(backoffSeconds(1, settings, () => 0, 21_600_000)).toBe(3_600);
    expect(backoffSeconds(1, settings, () => 0.5, 1e12)).toBe(3_615);
  });

  it("spreads a requested delay", () => {
    expect(spreadSeconds(200_000, settings, 0.5)).toBe(215);
    expect(spreadSeconds(0, settings, 0)).toBe(1);
    expect(spreadSeconds(1e12, settings, 0)).toBe(43_000);
  });

  it("is always a number of seconds that SQS accepts", () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const after = fc.option(fc.double({ min: 0, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), random, after, (receiveCount, value, ms) => {
        const seconds = backoffSeconds(receiveCount, settings, () => value, ms);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(43_000);
      }),
    );
  });
});

describe("the promise", () => {
  const hours = (seconds: number) => seconds / 3_600;

  it("holds for the default settings: all but one in three million messages stay longer", () => {
    const { mean, assured } = timeInQueue(maxReceiveCount, settings);
    expect(hours(assured)).toBeGreaterThan(PROMISED_OUTAGE_HOURS);
    // The bounds 30, 60, … 1,920 and 72 times 3,600 seconds; the mean is half of their sum.
    const sum = 30 * (2 ** 7 - 1) + 72 * 3_600;
    expect(mean).toBe(sum / 2);
    expect(mean - assured).toBeCloseTo(
      5 * Math.sqrt((900 * (4 ** 7 - 1)) / 3 / 12 + (72 * 3_600 ** 2) / 12),
      6,
    );
  });

  it("holds for thousands of random messages", () => {
    const random = seededRandom(20_261_123).next;
    const shortest = Math.min(...Array.from({ length: messages }, () => hoursInQueue(random)));
    expect(shortest).toBeGreaterThan(PROMISED_OUTAGE_HOURS);
  });

  it.each([0, 1, 30, 600, MAX_RETRY_AFTER_SECONDS, 21_600, Number.POSITIVE_INFINITY])(
    "holds when every response says Retry-After: %d, and ends before the queue forgets",
    (after) => {
      const random = seededRandom(20_261_126).next;
      const stays = Array.from({ length: messages / 10 }, () => hoursInQueue(random, () => after));
      expect(Math.min(...stays)).toBeGreaterThan(PROMISED_OUTAGE_HOURS);
      expect(Math.max(...stays)).toBeLessThan(hours(TOO_OLD_SECONDS));
    },
  );

  it("is not shortened by any Retry-After in any order", () => {
    const after = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined });
    const sequence = fc.array(after, { minLength: maxReceiveCount, maxLength: maxReceiveCount });
    fc.assert(
      fc.property(fc.integer(), sequence, (seed, afters) => {
        const withRetryAfter = hoursInQueue(seededRandom(seed).next, (receive) => afters[receive]);
        expect(withRetryAfter).toBeGreaterThanOrEqual(hoursInQueue(seededRandom(seed).next));
        expect(withRetryAfter).toBeLessThan(hours(TOO_OLD_SECONDS));
      }),
    );
  });

  it("is zero for settings that are too small", () => {
    expect(timeInQueue(2, settings).assured).toBe(0);
  });

  it("is documented in docs/delivery.md and the README, within the 14 days of the queue", () => {
    const read = (file: string) => readFileSync(path.join(__dirname, "../../..", file), "utf8");
    expect(read("docs/delivery.md")).toContain(`**${PROMISED_OUTAGE_HOURS} hours**`);
    expect(read("README.md")).toContain(`**${PROMISED_OUTAGE_HOURS} hours**`);
    expect(read("docs/delivery.md")).toContain(`${maxReceiveCount}th receive`);
    expect(read("docs/delivery.md")).toContain(`${QUEUE_RETENTION_SECONDS / 86_400} days`);
    expect(read("docs/delivery.md")).toContain(`${TOO_OLD_SECONDS / 86_400} days`);
  });
});
