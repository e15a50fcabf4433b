import { waysOf } from "../../../cli/console/events";
import { placesNow, type KnownDlq } from "../../../cli/console/places";
import { knownDlq } from "../../../cli/console/state";

const start = Date.parse("2026-11-29T10:00:00Z");

function at(seconds: number): string {
  return new Date(start + seconds * 1_000).toISOString();
}

/** Where an event is whose last line, at the start, says this. */
function placeOf(message: string, dlq: KnownDlq): string | undefined {
  const line = { timestamp: at(0), message, requestId: "r-1", event: "feedback-left" };
  return placesNow(waysOf([{ stage: "forwarder", line }]), dlq)[0]?.place;
}

/** A list of the dead-letter queue, read so many seconds after the line. */
function listed(seconds: number, ids: readonly string[], isWhole = true) {
  const list = ids.map((id) => ({
    id,
    receivedAt: at(0),
    event: "feedback-left",
    widget: "main",
    reason: "inlet-400",
    kind: "event" as const,
  }));
  return { list, listedAt: at(seconds), isWhole };
}

const ofDlq = ["quarantined", "moved to the dead-letter queue", "kept", "not kept"];

describe.each(ofDlq)("an event of which the logs say last: %s", (message) => {
  test.each([
    ["dead", "the list has it", listed(1, ["r-1"]), 0],
    ["dead", "a list that was cut has it", listed(1, ["r-1"], false), 0],
    ["dead", "the list has it, and others wait for the keeper", listed(1, ["r-1"]), 3],
    ["left", "a whole list of later does not have it", listed(600, ["r-2"]), 0],
    ["left", "the queue is empty", listed(600, []), 0],
    ["moved", "it may wait for the keeper", listed(600, []), 1],
    ["moved", "nobody knows what waits for the keeper", listed(600, []), undefined],
    ["moved", "the list was cut", listed(600, ["r-2"], false), 0],
    ["moved", "the list is about as old as the line", listed(30, ["r-2"]), 0],
    ["moved", "the list is older, whatever it has", listed(-5, ["r-1"]), 0],
    ["moved", "the list cannot be read", undefined, 0],
  ])("is %s when %s", (place, _when, deadLetters, undelivered) => {
    expect(placeOf(message, { deadLetters, undelivered })).toBe(place);
  });
});

test("an event that SQS moved, or that somebody restored, is in the DLQ without a line that says so", () => {
  for (const message of ["retry", "accepted", "delivered"])
    expect(placeOf(message, { deadLetters: listed(60, ["r-1"]), undelivered: 0 })).toBe("dead");
});

test("what was logged after the list was read is newer: an event sent again leaves the DLQ", () => {
  const dlq = { deadLetters: listed(-1, ["r-1"]), undelivered: 0 };
  expect(placeOf("delivered", dlq)).toBe("delivered");
  expect(placeOf("sent again", dlq)).toBe("queue");
});

test("events that never were in the DLQ are where the logs say, whatever its list is", () => {
  for (const deadLetters of [undefined, listed(600, []), listed(600, [], false)])
    expect(placeOf("delivered", { deadLetters, undelivered: 0 })).toBe("delivered");
});

test("all that waits for the keeper counts, and a stack without a keeper has nothing there", () => {
  const deadLetters = { read: { ok: false as const, problem: "Log in again." } };
  const value = { waiting: 1, inFlight: 2, delayed: 4 };
  const undelivered = { read: { ok: true as const, value } };
  expect(knownDlq({ deadLetters, undelivered }).undelivered).toBe(7);
  expect(knownDlq({ deadLetters, undelivered: deadLetters }).undelivered).toBeUndefined();
  expect(knownDlq({ deadLetters })).toEqual({ deadLetters: undefined, undelivered: 0 });
});
