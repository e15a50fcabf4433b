const form = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** Earlier times mean "not set": Go writes a time that is not set as the year 1. */
const EARLIEST = Date.UTC(1971, 0, 1);

/** Zero for `Z`, which has no digits. */
function offsetMinutes(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return offset.startsWith("-") ? -minutes : minutes;
}

/**
 * Returns an RFC 3339 time in the form that AEP accepts: UTC with milliseconds. Smaller fractions are
 * truncated, not rounded, so that a time never moves into the future. Undefined when the text is not an RFC
 * 3339 time, not a real date, or a time that is not set.
 */
export function normalizeTime(text: string): string | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ""] = match;
  // RFC 3339 allows second 60; JavaScript's calendar does not.
  const seconds = Math.min(Number(second), 59);
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    seconds,
    Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  // February 30 or hour 24 would silently become another time.
  const real =
    new Date(local).toISOString().startsWith(`${year}-${month}-${day}T${hour}:${minute}`) &&
    Number(second) <= 60;
  const time = local - offsetMinutes(match[8] as string) * 60_000;
  return real && time >= EARLIEST && Number(year) < 9999 ? new Date(time).toISOString() : undefined;
}
