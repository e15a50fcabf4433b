import { DAY_MS } from "../../adobe/client/timeUnits";

const form = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Earlier times mean "not set": Go writes a time that is not set as the year 1. */
const EARLIEST = Date.UTC(1971, 0, 1);

const ZERO = 0x30;
const NINE = 0x39;

/** The number that two digits are. */
function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

/** Position of the first digit of a fraction, behind `2018-05-19T18:14:32.` */
const FRACTION = 20;

/** Milliseconds of the fraction that may follow the seconds. */
function milliseconds(text: string): number {
  let found = 0;
  let unit = 100;
  for (let at = FRACTION; unit >= 1; at += 1, unit /= 10) {
    const code = text.charCodeAt(at);
    // Where there is no fraction, a zone without digits ends here, or its hours begin.
    if (text.charAt(FRACTION - 1) !== "." || code < ZERO || code > NINE) break;
    found += (code - ZERO) * unit;
  }
  return found;
}

/** Zero for `Z`. */
function offsetMinutes(text: string): number {
  if (/[Zz]$/.test(text)) return 0;
  const sign = text.length - "+00:00".length;
  const minutes = twoDigits(text, sign + 1) * 60 + twoDigits(text, sign + 4);
  return text.charAt(sign) === "-" ? -minutes : minutes;
}

/**
 * Returns an RFC 3339 time in the form that AEP accepts: UTC with milliseconds. Smaller fractions are
 * truncated, not rounded, so that a time never moves into the future. Undefined when the text is not an RFC
 * 3339 time, not a real date, or a time that is not set.
 *
 * A transcript has a time in each message, so the parts are read from their positions: with a group for each, the
 * expression takes most of the time.
 */
export function normalizeTime(given: string): string | undefined {
  const text = given.trim();
  if (!form.test(text)) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  if (year < 1970 || year >= 9999 || hour > 23 || minute > 59 || second > 60) return undefined;
  // RFC 3339 allows second 60; JavaScript's calendar does not.
  const seconds = Math.min(second, 59);
  const local = Date.UTC(year, month - 1, day, hour, minute, seconds, milliseconds(text));
  if (!isRealDate(local, month, day)) return undefined;
  const time = local - offsetMinutes(text) * 60_000;
  return time >= EARLIEST ? isoText(time) : undefined;
}

/** The day of the last time, as text: the times of a transcript are of one or two days. */
let lastDay = { number: Number.NaN, text: "" };

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

/** What `toISOString` gives, in half of its time. */
function isoText(time: number): string {
  const number = Math.floor(time / DAY_MS);
  if (number !== lastDay.number)
    lastDay = { number, text: new Date(time).toISOString().slice(0, "2018-05-19T".length) };
  const ms = time - number * DAY_MS;
  const [hour, minute] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const second = Math.floor(ms / 1_000) % 60;
  const fraction = String(ms % 1_000).padStart(3, "0");
  return `${lastDay.text}${two[hour]}:${two[minute]}:${two[second]}.${fraction}Z`;
}

/** February 30 would silently become another day. */
function isRealDate(local: number, month: number, day: number): boolean {
  const date = new Date(local);
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1;
}
