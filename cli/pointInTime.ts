import { InvalidArgumentError } from "commander";

import { duration } from "./duration";

/** A point in time: `2d` ago, or an RFC 3339 date or time; in milliseconds since 1970. */
export function pointInTime(text: string): number {
  if (/^\d+[dhms]$/.test(text)) return Date.now() - duration(text);
  const isWritten = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = isWritten ? Date.parse(text) : NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError(
    "Give a duration such as 12h or 3d, a date such as 2026-11-28, or a time such as 2026-11-28T09:30:00Z.",
  );
}
