import type { Timing } from "./backoff";

/** The three forms of an HTTP date that a recipient must accept (RFC 9110, section 5.6.7). */
const HTTP_DATES = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/** More seconds than anybody waits. A header may have thousands of digits. */
const LONGEST_SECONDS = 1_000_000_000;

/**
 * Reads a `Retry-After` header: seconds in decimal digits, or an HTTP date.
 *
 * @returns milliseconds from now, never negative; undefined when the header is missing or malformed.
 */
export function parseRetryAfter(
  header: string | null | undefined,
  { now }: Pick<Timing, "now">,
): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS) * 1000;
  if (!HTTP_DATES.some((form) => form.test(text))) return undefined;
  const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now());
}
