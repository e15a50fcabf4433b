import {
  ChronoField,
  DateTimeException,
  Instant,
  LocalDateTime,
  ZonedDateTime,
  ZoneOffset,
  type TemporalField,
} from "@js-joda/core";

import { formatDate, guessDate, parseDate, zoneOf } from "../datePattern";
import { asNumber, asText, isTime, TransformError, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const date = group("date");

function utc(ms: number): ZonedDateTime {
  return ZonedDateTime.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
}

function asTime(value: Value): ZonedDateTime {
  if (isTime(value)) return value;
  const found = typeof value === "string" ? guessDate(value) : undefined;
  if (found === undefined) throw new TransformError("a date was expected");
  return found;
}

function inZone(value: Value, zone: string): ZonedDateTime {
  try {
    return asTime(value).withZoneSameInstant(zoneOf(zone));
  } catch (error) {
    if (error instanceof DateTimeException)
      throw new TransformError(`\`${zone}\` is not a valid time zone`);
    throw error;
  }
}

/** Names of the parts of a date; a name of two meanings has the first the guide lists. */
const parts: readonly (readonly [
  names: readonly string[],
  field: TemporalField | "quarter" | "half-hour",
])[] = [
  [["year", "yyyy", "yy"], ChronoField.YEAR],
  [["quarter", "qq", "q"], "quarter"],
  [["month", "mm", "m"], ChronoField.MONTH_OF_YEAR],
  [["dayofyear", "dy", "y"], ChronoField.DAY_OF_YEAR],
  [["day", "dd", "d"], ChronoField.DAY_OF_MONTH],
  [["week", "ww", "w"], ChronoField.ALIGNED_WEEK_OF_YEAR],
  [["weekday", "dw"], ChronoField.DAY_OF_WEEK],
  [["hour", "hh", "hh24"], ChronoField.HOUR_OF_DAY],
  [["hh12"], "half-hour"],
  [["minute", "mi", "n"], ChronoField.MINUTE_OF_HOUR],
  [["second", "ss", "s"], ChronoField.SECOND_OF_MINUTE],
  [["millisecond", "ms", "sss"], ChronoField.MILLI_OF_SECOND],
];

const settable: ReadonlySet<TemporalField> = new Set([
  ChronoField.YEAR,
  ChronoField.MONTH_OF_YEAR,
  ChronoField.DAY_OF_MONTH,
  ChronoField.HOUR_OF_DAY,
  ChronoField.MINUTE_OF_HOUR,
  ChronoField.SECOND_OF_MINUTE,
]);

function partOf(component: Value): TemporalField | "quarter" | "half-hour" {
  const name = asText(component).toLowerCase();
  const found = parts.find(([names]) => names.includes(name));
  if (found === undefined) throw new TransformError(`\`${name}\` is not a part of a date`);
  return found[1];
}

/** Names of parts that come as a text of two digits, as a person saw it at AEP; all others come as a number. */
const padded: ReadonlySet<string> = new Set(["mm", "dd"]);

function readPart(component: Value, value: Value): Value {
  const time = asTime(value);
  const part = partOf(component);
  const number = numberOfPart(part, time);
  return padded.has(asText(component).toLowerCase()) ? String(number).padStart(2, "0") : number;
}

function numberOfPart(part: ReturnType<typeof partOf>, time: ZonedDateTime): number {
  if (part === "quarter") return Math.ceil(time.monthValue() / 3);
  if (part === "half-hour") return time.hour() % 12 === 0 ? 12 : time.hour() % 12;
  return time.get(part);
}

function setPart(component: Value, value: Value, base: Value): ZonedDateTime {
  const part = partOf(component);
  if (typeof part === "string" || !settable.has(part)) {
    throw new TransformError("this part cannot be set");
  }
  return guarded(() => asTime(base).with(part, asNumber(value)));
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DateTimeException) throw new TransformError(error.message);
    throw error;
  }
}

function make(args: readonly Value[]): ZonedDateTime {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, nano = 0] = args
    .slice(0, 7)
    .map(asNumber);
  const zone = zoneOf(asText(args[7] ?? "UTC"));
  return ZonedDateTime.of(LocalDateTime.of(year, month, day, hour, minute, second, nano), zone);
}

function toDate(text: Value, pattern: Value | undefined, fallback: Value | undefined): Value {
  if (text === null) return fallback ?? null;
  if (isTime(text)) return text;
  const found =
    pattern === undefined || pattern === null
      ? guessDate(asText(text))
      : parseDate(asText(text), asText(pattern));
  if (found === undefined) throw new TransformError("the text is not a date of this format");
  return found;
}

export const dateFunctions: readonly MappingFunction[] = [
  date("now", [0, 0], (_args, { now }) => utc(now())),
  date("timestamp", [0, 0], (_args, { now }) => now()),
  date("format", [2, 2], ([value = null, pattern = null]) =>
    formatDate(asTime(value), asText(pattern)),
  ),
  date("dformat", [2, 2], ([value = null, pattern = null]) =>
    formatDate(utc(asNumber(value)), asText(pattern)),
  ),
  date("date", [1, 3], ([text = null, pattern, fallback]) => toDate(text, pattern, fallback), {
    takesNull: true,
  }),
  date("date_part", [2, 2], ([component = null, value = null]) => readPart(component, value)),
  date("set_date_part", [3, 3], ([component = null, value = null, base = null]) =>
    setPart(component, value, base),
  ),
  date("make_date_time", [8, 8], (args) => guarded(() => make(args))),
  date("make_timestamp", [8, 8], (args) => guarded(() => make(args))),
  date("zone_date_to_utc", [1, 1], ([value = null]) => inZone(value, "UTC")),
  date("zone_date_to_zone", [2, 2], ([value = null, zone = null]) => inZone(value, asText(zone))),
];
