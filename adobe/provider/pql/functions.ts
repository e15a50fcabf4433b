import { plain } from "../../client/text";
import { nearNames, typoRank } from "../lifecycle/nearNames";
import type { FunctionCall, UnitWord } from "./parser";
import { infixWords, timeUnits } from "./words";

/** How many arguments a function takes: at least, at most. */
type Count = readonly [least: number, most: number];

const none: Count = [0, 0];
const one: Count = [1, 1];
const text: Count = [1, 2];
const list: Count = [0, 1];
/** The guide shows several values where its description has one. */
const values: Count = [1, Infinity];

/**
 * The functions of Adobe's PQL guide, with the arguments behind the dot. Some of these have more arguments in its examples, or in
 * expressions of Adobe's Segment Builder, than in its descriptions: then the larger number.
 */
const methods: Readonly<Record<string, Count>> = {
  intersects: text,
  intersection: one,
  subsetOf: text,
  supersetOf: text,
  includes: text,
  distinct: list,
  groupBy: one,
  filter: one,
  map: one,
  topN: [2, 2],
  bottomN: [2, 2],
  head: none,
  get: one,
  keys: none,
  values: none,
  startsWith: text,
  doesNotStartWith: text,
  endsWith: text,
  doesNotEndWith: text,
  contains: text,
  doesNotContain: text,
  equals: values,
  notEqualTo: values,
  matches: text,
  regexGroup: text,
  isNull: none,
  isNotNull: none,
  count: list,
  sum: list,
  average: list,
  min: list,
  max: list,
  getMonth: none,
  getYear: none,
  getDayOfMonth: none,
  exists: list,
};

/** The same for those that stand alone. */
const functions: Readonly<Record<string, Count>> = {
  if: [3, 3],
  currentMonth: none,
  currentYear: none,
  currentDayOfMonth: none,
  date: [3, 3],
  inSegment: values,
  chain: [3, 3],
};

/** Adobe's examples have these in either letter case. */
const inEitherCase = ["chain", "what", "when", "count", "not", ...infixWords];

/** A fault that Adobe may know better: functions that the guide does not have exist. */
export interface Remark {
  readonly reason: string;
  readonly at: number;
}

/** What looks wrong about the functions that an expression calls. */
export function remarksOnCalls(calls: readonly FunctionCall[]): Remark[] {
  return calls.flatMap((call) => {
    const reason = remarkOn(call);
    return reason === undefined ? [] : [{ reason, at: call.at }];
  });
}

function remarkOn({ name, argumentCount, isMethod }: FunctionCall): string | undefined {
  const known = isMethod ? methods : functions;
  const lower = name.toLowerCase();
  const key = !isMethod && lower === "chain" ? lower : name;
  const count = Object.hasOwn(known, key) ? known[key] : undefined;
  if (count === undefined) return inEitherCase.includes(lower) ? undefined : nearRemark(name);
  const [least, most] = count;
  if (argumentCount >= least && argumentCount <= most) return undefined;
  return `${name} takes ${rangeText(count)}, and has ${argumentCount} here`;
}

function rangeText([least, most]: Count): string {
  const least1 = least === 0 ? "no" : String(least);
  if (least === most) return `${least1} argument${least === 1 ? "" : "s"}`;
  if (most === Infinity) return `at least ${least1} argument${least === 1 ? "" : "s"}`;
  return `${least1} or ${most} argument${most === 1 ? "" : "s"}`;
}

/** Of a name that nobody knows nothing is said, unless it is a letter or two away from one. */
function nearRemark(name: string): string | undefined {
  const near = nearestOf(name, [...Object.keys(methods), ...Object.keys(functions)]);
  return near && `${plain(name)} is not a function of Adobe's PQL guide; did you mean ${near}?`;
}

/** What looks wrong about the units behind numbers. */
export function remarksOnUnits(units: readonly UnitWord[]): Remark[] {
  return units.flatMap(({ name, at }) => {
    if (timeUnits.includes(name.toLowerCase())) return [];
    const near = nearestOf(name, timeUnits);
    const hint = near === undefined ? "" : `; did you mean ${near}?`;
    return [{ reason: `${plain(name)} is not a unit of time${hint}`, at }];
  });
}

/** The name that was most likely meant; undefined: it has no more than some letters in common with any. */
function nearestOf(name: string, all: readonly string[]): string | undefined {
  const named = all.map((one) => ({ name: one }));
  return nearNames(name, named, typoRank)[0];
}
