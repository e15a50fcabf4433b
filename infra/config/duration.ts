import * as z from "zod";

import { formatDuration, inMilliseconds, parseDuration, type Unit } from "./durationText";

const names = { ms: "milliseconds", s: "seconds", m: "minutes", h: "hours", d: "days" } as const;

/** Shortest and longest value, and default where there is one, all in `unit`. */
export interface DurationBounds {
  /** The value must be a whole number of these. */
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  /** Whose bounds they are, where they are not ours. */
  readonly reason?: string;
}

/** A length of time as `500ms`, `90s`, `10m`, `24h` or `14d`. Parsed to milliseconds. */
export function duration({ unit, min, max, reason }: DurationBounds) {
  const [shortest, longest] = [min, max].map((count) => inMilliseconds(unit, count));
  const bounds = `from ${formatDuration(shortest ?? 0)} to ${formatDuration(longest ?? 0)}`;
  const range = reason === undefined ? bounds : `${bounds} (${reason})`;
  const message = `must be a length of time such as 90s, 10m or 24h, ${range}`;
  return z.string({ error: message }).transform((value, context) => {
    const milliseconds = parseDuration(value) ?? NaN;
    const isInRange = milliseconds >= (shortest ?? 0) && milliseconds <= (longest ?? 0);
    const isWhole = milliseconds % inMilliseconds(unit, 1) === 0;
    if (isInRange && isWhole) return milliseconds;
    context.addIssue({
      code: "custom",
      message: isInRange ? `must be a whole number of ${names[unit]}, ${range}` : message,
    });
    return z.NEVER;
  });
}
