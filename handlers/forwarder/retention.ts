import { TOO_OLD_SECONDS } from "./settings";

/** Milliseconds until a message is too old to be put back once more; none or less: it is. */
export function timeToKeep(sentAt: number, now: number): number {
  return sentAt + TOO_OLD_SECONDS * 1_000 - now;
}
