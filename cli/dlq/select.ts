import type { DlqMessage } from "./deadLetterQueue";

/** Which messages a command applies to. A message must match all that is given; nothing given is all. */
export interface Selection {
  readonly ids: readonly string[];
  readonly reason?: string;
  readonly event?: string;
  readonly widget?: string;
  /** Milliseconds since its request was received, at least. */
  readonly olderThan?: number;
  /** Milliseconds since its request was received, at most. */
  readonly newerThan?: number;
}

const texts = ["reason", "event", "widget"] as const;
const ages = ["olderThan", "newerThan"] as const;

/** Whether anything is given, so that it is never all messages unintentionally. */
export function isNarrowed(selection: Selection): boolean {
  return (
    selection.ids.length > 0 || [...texts, ...ages].some((key) => selection[key] !== undefined)
  );
}

/** What a selection looks at. */
type Facts = Pick<DlqMessage, "id" | "reason" | "event" | "widget" | "receivedAt" | "enteredAt">;

/** @param now - milliseconds since 1970 */
export function isSelected(
  message: Facts,
  { ids, newerThan, olderThan, ...wanted }: Selection,
  now: number,
): boolean {
  if (ids.length > 0 && !ids.includes(message.id)) return false;
  const age = ageOf(message, now);
  // Nothing is true of an age that is not known.
  if (olderThan !== undefined && !(age >= olderThan)) return false;
  if (newerThan !== undefined && !(age <= newerThan)) return false;
  return texts.every((key) => wanted[key] === undefined || message[key] === wanted[key]);
}

/** Milliseconds since the request, else since SQS got the message; NaN when neither is known. */
function ageOf({ enteredAt, receivedAt }: Facts, now: number): number {
  const received = Date.parse(receivedAt);
  return now - (Number.isNaN(received) ? enteredAt : received);
}
