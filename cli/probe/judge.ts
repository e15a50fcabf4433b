import type { Response } from "./api";

/** Judges by the status: the value of the status, undefined for any other one. */
export function byStatus<Value extends string>(
  values: Readonly<Record<number, Value>>,
): (seen: Pick<Response, "status">) => Value | undefined {
  return ({ status }) => values[status];
}

/** Statuses that say something about the credential or the probe, and nothing about the question. */
const unrelated = new Set([401, 403]);

/** Judges whether Adobe has carried a request out or has rejected it. */
export function whether<Value extends string>(
  accepted: Value,
  rejected: Value,
): (seen: Pick<Response, "status">) => Value | undefined {
  return ({ status }) => {
    if (status < 300) return accepted;
    return status >= 400 && status < 500 && !unrelated.has(status) ? rejected : undefined;
  };
}
