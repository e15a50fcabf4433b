import { randomUUID } from "node:crypto";

import { asBoolean, asNumber, asText, isTime, same, TransformError, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const logical = group("logical");
const aggregation = group("aggregation");
const conversion = group("type conversion");
const special = group("special");

/** `key, option, value, …, default`. */
function decode([key = null, ...options]: readonly Value[]): Value {
  for (let at = 0; at + 1 < options.length; at += 2) {
    if (same(key, options[at] ?? null)) return options[at + 1] ?? null;
  }
  return options.length % 2 === 1 ? (options.at(-1) ?? null) : null;
}

/** Numbers by value, times by time, all else as text. */
function compare(left: Value, right: Value): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (isTime(left) && isTime(right)) return left.compareTo(right);
  const [a, b] = [asText(left), asText(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function extreme(sign: 1 | -1) {
  return (args: readonly Value[]): Value =>
    args.reduce((best, value) => (compare(value, best) * sign > 0 ? value : best));
}

function whole(value: Value): number {
  const number = asNumber(value);
  if (!Number.isFinite(number)) throw new TransformError("a number was expected");
  return Math.trunc(number);
}

export const logicalFunctions: readonly MappingFunction[] = [
  logical("decode", [3, Infinity], decode, { takesNull: true }),
  logical("iif", [3, 3], ([test = null, yes = null, no = null]) => (asBoolean(test) ? yes : no), {
    takesNull: true,
  }),
  aggregation("min", [1, Infinity], extreme(-1)),
  aggregation("max", [1, Infinity], extreme(1)),
  conversion("to_bigint", [1, 1], ([text = null]) => asNumber(text)),
  conversion("to_decimal", [1, 1], ([text = null]) => asNumber(text)),
  conversion("to_float", [1, 1], ([text = null]) => Math.fround(asNumber(text))),
  conversion("to_integer", [1, 1], ([text = null]) => whole(text)),
  conversion("to_string", [1, 1], ([value = null]) => asText(value)),
  special("uuid", [0, 0], () => randomUUID()),
  special("guid", [0, 0], () => randomUUID()),
];
