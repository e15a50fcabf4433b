import {
  ChronoField,
  DateTimeException,
  LocalDate,
  LocalDateTime,
  LocalTime,
  ZonedDateTime,
  ZoneId,
  ZoneOffset,
} from "@js-joda/core";
import "@js-joda/timezone/dist/js-joda-timezone-1970-2030.js";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** The usual abbreviations; others have no single meaning. */
const abbreviations: Readonly<Record<string, string>> = {
  UTC: "+00:00",
  GMT: "+00:00",
  Z: "+00:00",
  PST: "-08:00",
  PDT: "-07:00",
  MST: "-07:00",
  MDT: "-06:00",
  CST: "-06:00",
  CDT: "-05:00",
  EST: "-05:00",
  EDT: "-04:00",
  CET: "+01:00",
  CEST: "+02:00",
};

/** One run of a pattern: a letter and how often, or literal text. */
type Token = { readonly letter: string; readonly count: number } | { readonly text: string };

const tokensByPattern = new Map<string, readonly Token[]>();

/** Reads a pattern of the data handling guide; text between quotes is literal. */
function tokensOf(pattern: string): readonly Token[] {
  const known = tokensByPattern.get(pattern);
  if (known !== undefined) return known;
  const tokens = [...pattern.matchAll(/'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)/gu)].map(
    ([, quoted, run, letter, text]): Token => {
      if (run !== undefined && letter !== undefined) return { letter, count: run.length };
      return {
        text:
          quoted === undefined ? (text ?? "") : quoted === "" ? "'" : quoted.replaceAll("''", "'"),
      };
    },
  );
  tokensByPattern.set(pattern, tokens);
  return tokens;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
}

/** Letters that stand for a number, with most digits when given once and followed by no other number. */
const widths: Readonly<Record<string, number>> = {
  y: 9,
  Y: 9,
  u: 1,
  M: 2,
  L: 2,
  d: 2,
  D: 3,
  H: 2,
  k: 2,
  K: 2,
  h: 2,
  m: 2,
  s: 2,
  w: 2,
  W: 1,
  F: 1,
};

function matcherOf(token: Token): string {
  if ("text" in token) return escape(token.text);
  const { letter, count } = token;
  if (letter === "S") return `(\\d{${count}})`;
  if ((letter === "M" || letter === "L") && count >= 3) return "([A-Za-z]+)";
  if (letter === "E") return "([A-Za-z]+)";
  if (letter === "a") return "([AaPp]\\.?[Mm]\\.?)";
  if (letter === "X") return "(Z|[+-]\\d{2}(?::?\\d{2})?)";
  if (letter === "Z") return "([+-]\\d{2}:?\\d{2}|Z)";
  if (letter === "z" || letter === "V" || letter === "O")
    return "([A-Za-z][A-Za-z_/+:0-9-]*|[+-]\\d{2}:?\\d{2})";
  const width = widths[letter];
  if (width === undefined) return "(.+?)";
  if (letter === "y" || letter === "Y")
    return count === 2 ? "(\\d{2})" : count >= 4 ? "(\\d{4})" : "(\\d{1,9})";
  return count === 1 ? `(\\d{1,${width}})` : `(\\d{${count}})`;
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known =
    expressions.get(pattern) ?? new RegExp(`^${tokensOf(pattern).map(matcherOf).join("")}$`, "u");
  expressions.set(pattern, known);
  return known;
}

/** The zone a text names: an offset, an abbreviation or an id. Throws a DateTimeException for none. */
export function zoneOf(text: string): ZoneId {
  const offset = abbreviations[text.toUpperCase()] ?? text.replace(/^GMT(?=[+-])/u, "");
  if (/^[+-]/u.test(offset)) return ZoneOffset.of(offset.replace(/^([+-]\d{2})(\d{2})$/u, "$1:$2"));
  return ZoneId.of(offset);
}

/** Reads a date by a pattern; undefined when the text does not fit it. Without a zone it is UTC. */
export function parseDate(text: string, pattern: string): ZonedDateTime | undefined {
  const found = expressionOf(pattern).exec(text);
  if (found === null) return undefined;
  const fields = new Map<string, { value: string; count: number }>();
  let at = 0;
  for (const token of tokensOf(pattern)) {
    if (!("letter" in token)) continue;
    at += 1;
    fields.set(token.letter, { value: found[at] ?? "", count: token.count });
  }
  try {
    return assemble(fields);
  } catch (error) {
    if (error instanceof DateTimeException) return undefined;
    throw error;
  }
}

function assemble(fields: ReadonlyMap<string, { value: string; count: number }>): ZonedDateTime {
  const number = (...letters: readonly string[]): number | undefined => {
    const value = letters
      .map((letter) => fields.get(letter)?.value)
      .find((one) => one !== undefined);
    return value === undefined ? undefined : Number(value);
  };
  const year = yearOf(fields.get("y") ?? fields.get("Y"));
  const month = monthOf(fields.get("M") ?? fields.get("L"));
  const dayOfYear = number("D");
  const date =
    dayOfYear === undefined
      ? LocalDate.of(year, month, number("d") ?? 1)
      : LocalDate.ofYearDay(year, dayOfYear);
  const time = LocalTime.of(
    hourOf(fields, number),
    number("m") ?? 0,
    number("s") ?? 0,
    nanoOf(fields.get("S")?.value),
  );
  const zone = ["X", "Z", "z", "V", "O"]
    .map((letter) => fields.get(letter)?.value)
    .find((one) => one !== undefined);
  return ZonedDateTime.of(
    LocalDateTime.of(date, time),
    zone === undefined ? ZoneOffset.UTC : zoneOf(zone),
  );
}

function yearOf(field: { value: string; count: number } | undefined): number {
  if (field === undefined) return 1970;
  return field.count === 2 ? 2000 + Number(field.value) : Number(field.value);
}

function monthOf(field: { value: string; count: number } | undefined): number {
  if (field === undefined) return 1;
  if (field.count < 3) return Number(field.value);
  const wanted = field.value.toLowerCase();
  const index = months.findIndex((name) => {
    const known = name.toLowerCase();
    return known === wanted || known.slice(0, 3) === wanted;
  });
  if (index < 0) throw new DateTimeException(`${field.value} is not a valid month`);
  return index + 1;
}

function hourOf(
  fields: ReadonlyMap<string, { value: string }>,
  number: (...letters: readonly string[]) => number | undefined,
): number {
  const afternoon = fields.get("a")?.value.toLowerCase().startsWith("p") === true;
  const half = number("h", "K");
  if (half !== undefined) return (half % 12) + (afternoon ? 12 : 0);
  return (number("H", "k") ?? 0) % 24;
}

function nanoOf(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.padEnd(9, "0").slice(0, 9));
}

/** Writes a date by a pattern. */
export function formatDate(date: ZonedDateTime, pattern: string): string {
  return tokensOf(pattern)
    .map((token) => ("text" in token ? token.text : formatted(date, token.letter, token.count)))
    .join("");
}

function padded(value: number, count: number): string {
  return String(value).padStart(count, "0");
}

function formatted(date: ZonedDateTime, letter: string, count: number): string {
  const hour = date.hour();
  switch (letter) {
    case "y":
    case "Y":
      return count === 2 ? padded(date.year() % 100, 2) : padded(date.year(), count);
    case "M":
    case "L":
      return named(months, date.monthValue() - 1, count) ?? padded(date.monthValue(), count);
    case "d":
      return padded(date.dayOfMonth(), count);
    case "D":
      return padded(date.dayOfYear(), count);
    case "E":
      return named(days, date.dayOfWeek().value() - 1, Math.max(count, 3)) ?? "";
    case "u":
      return padded(date.dayOfWeek().value(), count);
    case "Q":
    case "q":
      return padded(Math.ceil(date.monthValue() / 3), count);
    case "a":
      return hour < 12 ? "AM" : "PM";
    case "H":
      return padded(hour, count);
    case "k":
      return padded(hour === 0 ? 24 : hour, count);
    case "K":
      return padded(hour % 12, count);
    case "h":
      return padded(hour % 12 === 0 ? 12 : hour % 12, count);
    case "m":
      return padded(date.minute(), count);
    case "s":
      return padded(date.second(), count);
    case "S":
      return padded(date.nano(), 9).slice(0, count);
    case "G":
      return "AD";
    case "w":
      return padded(date.get(ChronoField.ALIGNED_WEEK_OF_YEAR), count);
    case "W":
    case "F":
      return padded(date.get(ChronoField.ALIGNED_WEEK_OF_MONTH), count);
    default:
      return zoneText(date, letter, count);
  }
}

function named(names: readonly string[], index: number, count: number): string | undefined {
  return count < 3 ? undefined : count === 3 ? names[index]?.slice(0, 3) : names[index];
}

function zoneText(date: ZonedDateTime, letter: string, count: number): string {
  const offset = date.offset().id() === "Z" ? "+00:00" : date.offset().id();
  if (letter === "X") {
    if (offset === "+00:00") return "Z";
    return count === 1 ? offset.slice(0, 3) : count === 2 ? offset.replace(":", "") : offset;
  }
  if (letter === "Z") return offset.replace(":", "");
  if (letter === "V") return date.zone().id();
  return offset === "+00:00" ? (letter === "O" ? "GMT" : "UTC") : `GMT${offset}`;
}

/** The formats Data Prep tries, in its order, when none is given (data handling guide). */
const guesses = [
  "yyyy-MM-dd HH:mm:ssZ",
  "yyyy-MM-dd HH:mm:ss.SSSZ",
  "yyyy-MM-dd HH:mm:ss.SSS",
  "yyyy-MM-dd'T'HH:mm:ss.SSSX",
  "yyyy-MM-dd'T'HH:mm:ss'Z'",
  "yyyy-MM-dd",
  "yyyy/MM/dd",
  "yyyy.MM.dd",
  "yyyy-MMM-dd",
  "yyyyMMdd",
  "MM-dd-yyyy",
  "MMddyyyy",
  "M/dd/yyyy",
  "dd.M.yyyy",
  "M/dd/yyyy hh:mm:ss a",
  "dd.M.yyyy hh:mm:ss a",
  "dd.MMM.yyyy",
  "dd-MMM-yyyy",
  // The functions guide shows these in its samples of date() with no format, and 8601 without milliseconds.
  "yyyy-MM-dd HH:mm:ss",
  "yyyy-MM-dd HH:mm",
  "yyyy-MM-dd'T'HH:mm:ssX",
  "yyyy-MM-dd'T'HH:mm:ss.SSS",
  "yyyy-MM-dd'T'HH:mm:ss",
] as const;

/** Reads a date in the first of the guide's formats it fits; undefined when in none, as with micro- and nanoseconds. */
export function guessDate(text: string): ZonedDateTime | undefined {
  for (const pattern of guesses) {
    const date = parseDate(text, pattern);
    if (date !== undefined) return date;
  }
  return undefined;
}
