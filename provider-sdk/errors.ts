import { limitFailures } from "./limits";
import type { CheckFailure, Properties } from "./types";

/**
 * The object exists but its initialization failed: it is not ready. The engine keeps id, inputs and
 * outputs in the state, and the next `pulumi up` calls `update`, which finishes the work.
 */
export class InitializationFailedError extends Error {
  override readonly name = "InitializationFailedError";
  constructor(
    readonly id: string,
    readonly outputs: Properties,
    readonly inputs: Properties,
    /** What failed, for the user. */
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
  }
}

/** The user pressed Ctrl-C, or the engine stopped the provider. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** The operation took longer than the user's `customTimeouts` allow. */
export class TimedOutError extends Error {
  override readonly name = "TimedOutError";
}

/** The failures (the first ten of each input, and how many more) as one line, for places where only the message of an error reaches the user. */
export function formatFailures(failures: readonly CheckFailure[]): string {
  return limitFailures(failures)
    .map(({ property, reason }) => (property === "" ? reason : `${property}: ${reason}`))
    .join("; ");
}
