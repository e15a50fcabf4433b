import { readMessages } from "../../../handlers/forwarder/messages";
import { RetryPolicy } from "../../../handlers/forwarder/retryPolicy";
import { deliverySettings } from "../../../handlers/forwarder/settings";
import { FLOW_NOT_READY, type Failure } from "../../../handlers/forwarder/verdict";
import { messageText, record } from "../support/messages";

const DAY_MS = 86_400_000;
const SENT_AT = Date.parse("2026-11-23T10:05:00.000Z");
const TOO_OLD_AT = SENT_AT + 13 * DAY_MS;

const policy = new RetryPolicy(
  { maxReceiveCount: 5, delivery: deliverySettings.parse({}) },
  () => 0.5,
);

/** A message that has been received so many times. */
function delivery(receiveCount: number) {
  const one = record("m0", messageText({ message: "text" }), receiveCount, SENT_AT);
  const [found] = readMessages([one], SENT_AT).deliveries;
  if (!found) throw new Error("The message cannot be read.");
  return found;
}

function retry(reason: string, retryAfterMs?: number): Failure {
  return { kind: "retry", reason, systemic: true, retryAfterMs };
}

const rejected: Failure = { kind: "deadLetter", reason: "inlet-400" };
const notReady = retry(FLOW_NOT_READY, 200_000);

describe("the reason to give up", () => {
  it.each<[string, Failure, number, number, string | undefined]>([
    ["a rejection, at once", rejected, 1, SENT_AT, "inlet-400"],
    ["a rejection, even when too old", rejected, 1, TOO_OLD_AT, "inlet-400"],
    ["a failure before the last receive", retry("inlet-busy"), 4, SENT_AT, undefined],
    ["a failure at the last receive", retry("inlet-busy"), 5, SENT_AT, "inlet-busy"],
    ["a failure after the last receive", retry("inlet-busy"), 6, SENT_AT, "inlet-busy"],
    ["no attempt at the last receive", undefined, 5, SENT_AT, undefined],
    ["a dataflow that is not ready, at the last receive", notReady, 5, SENT_AT, undefined],
    ["a message that is not too old yet", retry("inlet-busy"), 1, TOO_OLD_AT - 1, undefined],
    ["a message that is too old", retry("inlet-busy"), 1, TOO_OLD_AT, "too-old"],
    ["a message that is too old, without an attempt", undefined, 1, TOO_OLD_AT, "too-old"],
  ])("after %s", (_, failure, receiveCount, now, reason) => {
    expect(policy.reasonToGiveUp(delivery(receiveCount), failure, now)).toBe(reason);
  });
});

describe("the seconds to the next attempt", () => {
  it.each<[string, Failure, number, number, number]>([
    ["a failure: the backoff of that receive", retry("inlet-busy"), 3, SENT_AT, 60],
    ["a failure with Retry-After", retry("inlet-busy", 90_000), 1, SENT_AT, 105],
    ["no attempt: two", undefined, 3, SENT_AT, 2],
    ["a dataflow that is not ready: the rest of its time", notReady, 9, SENT_AT, 215],
    ["one that is not ready, without a time", retry(FLOW_NOT_READY), 9, SENT_AT, 15],
    ["a rejection that the dead-letter queue does not accept", rejected, 3, SENT_AT, 60],
    ["a message that becomes too old before", retry("x"), 8, TOO_OLD_AT - 90_500, 91],
    ["a message that is too old: soon", retry("x", 90_000), 8, TOO_OLD_AT, 15],
  ])("after %s", (_, failure, receiveCount, now, seconds) => {
    expect(policy.secondsToRetry(delivery(receiveCount), failure, now)).toBe(seconds);
  });
});
