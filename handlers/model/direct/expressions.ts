import { nobodyPattern } from "../identityValue";

/**
 * Pieces of Data Prep's expression language. They use only functions of Adobe's guide, and no backslash:
 * the guide does not say how a text escapes one. Every argument of a function is evaluated, also the
 * branch of `iif` that is not taken, so each piece accepts a missing value.
 */

/** A path of the payload. The first name is always wrapped: Data Prep reserves the names of its functions. */
export function at(path: string): string {
  const [first = "", ...rest] = path.split(".");
  return [`\${${first}}`, ...rest].join(".");
}

/** A text in quotation marks. Only for texts without quotation marks and backslashes. */
export function quote(text: string): string {
  if (/["\\]/.test(text)) throw new Error(`This text needs an escape in an expression: ${text}`);
  return `"${text}"`;
}

export function call(name: string, ...args: readonly string[]): string {
  return `${name}(${args.join(", ")})`;
}

const nothing = "nullify()";

/** The first of several values that is there. */
export function firstOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] as string) : call("coalesce", ...values);
}

/** The value unless it is an empty text, which AEP rejects. */
export function unlessEmpty(value: string): string {
  return call("iif", `${value} == ""`, nothing, value);
}

/** The value at a path, an empty text when there is none. */
export function given(path: string): string {
  return call("coalesce", at(path), quote(""));
}

/** The text at a path without spaces around it; empty when there is none. */
export function trimmed(path: string): string {
  return call("trim", given(path));
}

export function matches(text: string, pattern: string): string {
  return call("matches_regex", text, quote(pattern));
}

/** Whether a text stands for nobody, so that it must not become an identity or a part of one. */
export function isNobody(text: string): string {
  return matches(call("lower", text), nobodyPattern);
}

/** The text when all of it has the form, else nothing. */
export function ifMatches(text: string, pattern: string): string {
  return call("iif", matches(text, pattern), text, nothing);
}

/** The part of a text that the only group of the pattern matches. */
function part(text: string, pattern: string): string {
  return call("last", call("extract_regex", text, quote(pattern)));
}

/** Leap days only in leap years, because a date that does not exist fails the transform. */
const date = [
  "(?:197[1-9]|19[89][0-9]|[2-8][0-9]{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
  "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
  "02-(?:0[1-9]|1[0-9]|2[0-8]))",
].join("|");
const leapDay =
  "(?:(?:19|[2-8][0-9])(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[357][26])00)-02-29";

/**
 * RFC 3339, a real date from 1971 on: Chatlio writes a time that is not set as the year 1. A leap second is
 * not among them, because Data Prep's dates have none.
 */
export const timePattern = `(?:${date}|${leapDay})[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]+)?(?:[Zz]|[+-](?:0[0-9]|1[0-7]):[0-5][0-9])`;

/**
 * A date of a text that matches {@link timePattern}. Data Prep reads milliseconds and Chatlio sends up to
 * nanoseconds, so finer fractions are truncated.
 */
export function toDate(text: string): string {
  const milliseconds = call(
    "left",
    call("concat", part(text, "^.{19}[.]?([0-9]*)[^0-9].*$"), quote("000")),
    "3",
  );
  const zone = call("upper", part(text, "^.{19}[.0-9]*(.+)$"));
  const written = call(
    "concat",
    call("substr", text, "0", "10"),
    quote("T"),
    call("substr", text, "11", "8"),
    quote("."),
    milliseconds,
    zone,
  );
  return call("zone_date_to_utc", call("date", written, quote("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")));
}

/** The time at a path, nothing when it is not a time. */
export function timeAt(path: string): string {
  const text = trimmed(path);
  return call("iif", matches(text, timePattern), toDate(text), nothing);
}

/** An absolute URL with a host, of characters that RFC 3986 allows. */
const rest = "[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}";
export const uriPattern = `[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._~-]+(?::[0-9]+)?(?:[/?](?:${rest})*)?(?:#(?:${rest})*)?`;

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
export const ipV4Pattern = `(?:${octet}[.]){3}${octet}`;

const h = "[0-9A-Fa-f]{1,4}";
/** Every form of RFC 4291 but those that end with an IPv4 address. */
export const ipV6Pattern = [
  `(?:${h}:){7}${h}`,
  `(?:${h}:){1,7}:`,
  ...[1, 2, 3, 4, 5].map((count) => `(?:${h}:){1,${7 - count}}(?::${h}){1,${count}}`),
  `${h}:(?::${h}){1,6}`,
  `:(?:(?::${h}){1,7}|:)`,
].join("|");

/** Stands between the texts of a list; no chat contains it twice in a row. */
const mark = "\u241e";

/** The texts of a list as one text. */
export function joined(list: string): string {
  return call("join", quote(mark), list);
}

/** Whether a list has only texts, and none of them is empty. AEP rejects a row with an empty text. */
export function isComplete(list: string): string {
  const text = call("concat", quote(mark), joined(list), quote(mark));
  return `${call("replacestr", text, quote(mark + mark), quote(""))} == ${text}`;
}

/** The list when the condition holds, else nothing. */
export function listIf(condition: string, list: string): string {
  return call("iif", condition, list, nothing);
}
