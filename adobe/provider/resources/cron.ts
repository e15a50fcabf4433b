import type { CheckFailure } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { isUnknown } from "../lifecycle/unknown";

/**
 * The cron expressions of Query Service. The examples of Adobe's guide and reference have five fields, and the guide
 * sends its readers to the format of Quartz, which has one for seconds before them and a few signs more:
 * https://experienceleague.adobe.com/en/docs/experience-platform/query/api/scheduled-queries. So both are taken.
 */
interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Stand for the numbers from {@link from} on. */
  readonly words?: readonly string[];
  /** What else Quartz has for it. */
  readonly more?: RegExp;
}

const months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const weekdays = "SUN MON TUE WED THU FRI SAT".split(" ");

const seconds: Field = { name: "seconds", from: 0, to: 59 };
const monthField: Field = { name: "month", from: 1, to: 12, words: months };
const dayField: Field = {
  name: "day of the month",
  from: 1,
  to: 31,
  more: /^(\?|L|LW|L-([1-9]|[12]\d|30)|([1-9]|[12]\d|3[01])W)$/i,
};
const five: readonly Field[] = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  dayField,
  monthField,
  {
    name: "day of the week",
    // Sunday is 0 or 7 in cron, and 1 in Quartz.
    from: 0,
    to: 7,
    words: weekdays,
    more: /^(\?|L|([0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/i,
  },
];

/** Most days that a month has. */
const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What is wrong with the input `schedule`. The value may be unknown. */
export function cronFailures(schedule: string): CheckFailure[] {
  const reason = isUnknown(schedule) ? undefined : cronFault(schedule);
  return reason === undefined ? [] : [{ property: "schedule", reason }];
}

/** What is wrong with a cron expression; undefined: nothing. */
export function cronFault(text: string): string | undefined {
  if (text.startsWith("@")) return undefined;
  const parts = text.trim().split(/\s+/);
  const fields = parts.length === 6 ? [seconds, ...five] : five;
  if (parts.length !== fields.length) {
    return `has ${parts.length} fields; give five: minute, hour, day of the month, month, day of the week`;
  }
  const faults = fields.flatMap((field, index) => fieldFault(field, parts[index] ?? "") ?? []);
  if (faults.length > 0) return listed(faults, "; ");
  return dayFault(parts.at(-3) ?? "", parts.at(-2) ?? "", parts.at(-1) ?? "");
}

function fieldFault(field: Field, part: string): string | undefined {
  const wrong = part.split(",").find((one) => !isPart(field, one));
  if (wrong === undefined) return undefined;
  const { name, from, to, words } = field;
  const range = `${from} to ${to}${words === undefined ? "" : ` or ${words[0] ?? ""} to ${words.at(-1) ?? ""}`}`;
  const what =
    wrong === part ? JSON.stringify(part) : `${JSON.stringify(wrong)} in ${JSON.stringify(part)}`;
  return `has ${what} as its ${name}; give *, ${range}, a range as ${from + 1}-${from + 4}, or a step as */2`;
}

/** `*`, `5`, `MON`, `1-5`, each also with a step. */
function isPart(field: Field, part: string): boolean {
  if (field.more?.test(part) === true) return true;
  const [range = "", step, ...others] = part.split("/");
  if (others.length > 0) return false;
  if (step !== undefined && !isStep(field, step)) return false;
  if (range === "*") return true;
  const ends = range.split("-").map((end) => valueOf(field, end));
  const [first, last] = ends;
  if (ends.length > 2 || ends.includes(undefined)) return false;
  // Saturday to Monday is a range of days, and nothing else goes round.
  return ends.length === 1 || field.words === weekdays || Number(first) <= Number(last);
}

function isStep({ from, to }: Field, step: string): boolean {
  return /^\d{1,2}$/.test(step) && Number(step) >= 1 && Number(step) <= to - from + 1;
}

function valueOf({ from, to, words }: Field, text: string): number | undefined {
  const at = words?.indexOf(text.toUpperCase()) ?? -1;
  if (at >= 0) return from + at;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= from && value <= to ? value : undefined;
}

/** Whether no month of these has one of the days, as 31 in February: then it would never run. */
function dayFault(day: string, month: string, weekday: string): string | undefined {
  // With a day of the week too, cron takes either.
  if (weekday !== "*" && weekday !== "?") return undefined;
  const days = day.split(",").map((one) => valueOf(dayField, one));
  const inMonths = month.split(",").map((one) => valueOf(monthField, one));
  if (days.includes(undefined) || inMonths.includes(undefined)) return undefined;
  const longest = Math.max(...inMonths.map((one) => lengths[Number(one) - 1] ?? 0));
  return Math.min(...days.map(Number)) <= longest
    ? undefined
    : `never runs: month ${month} has no day ${day}`;
}
