import type { DeadLetters } from "./deadLetters";
import type { EventWay, Place } from "./events";

/** How long a message takes through the keeper, and SQS to count it, in milliseconds. SQS says about a minute. */
const MOVE_MS = 90_000;

/** What is known of the dead-letter queue, and of what waits for the keeper. */
export interface KnownDlq {
  /** Undefined: it has not been read, or cannot be. */
  readonly deadLetters: Pick<DeadLetters, "list" | "listedAt" | "isWhole"> | undefined;
  /** Messages that wait for the keeper; undefined when that is not known. 0 in a stack without a keeper. */
  readonly undelivered: number | undefined;
}

/**
 * Where events are now. The logs alone do not say it: nothing writes a line when somebody drops a message or sends it
 * again, or when SQS moves or deletes it.
 */
export function placesNow(ways: readonly EventWay[], dlq: KnownDlq): readonly EventWay[] {
  const listed = new Set(dlq.deadLetters?.list.map(({ id }) => id));
  return ways.map((way) => ({ ...way, place: placeNow(way, dlq, listed) }));
}

function placeNow(
  { place, requestId, steps }: EventWay,
  { deadLetters, undelivered }: KnownDlq,
  listed: ReadonlySet<string>,
): Place {
  const age = Date.parse(deadLetters?.listedAt ?? "") - Date.parse(steps.at(-1)?.at ?? "");
  // What was logged after the list was read is newer.
  if (listed.has(requestId) && age >= 0) return "dead";
  if (place !== "dead") return place;
  const hasLeft = deadLetters?.isWhole === true && undelivered === 0 && age >= MOVE_MS;
  return hasLeft ? "left" : "moved";
}
