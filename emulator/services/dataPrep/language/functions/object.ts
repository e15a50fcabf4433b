import { entryOf, parseJson as parse } from "../../../../common/json";
import { asList, asMap, asText, isList, isMap, TransformError, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const object = group("object");
const map = group("map");

/** `a, 1, b, 2` as an object. */
function fromPairs(args: readonly Value[]): Value {
  if (args.length % 2 !== 0) throw new TransformError("keys and values must come in pairs");
  const entries: [string, Value][] = [];
  for (let at = 0; at < args.length; at += 2)
    entries.push([asText(args[at] ?? null), args[at + 1] ?? null]);
  return Object.fromEntries(entries);
}

function delimiter(value: Value | undefined, usual: string): string {
  return value === undefined || value === null || value === "" ? usual : asText(value);
}

function parsePairs(
  text: Value,
  between: Value | undefined,
  after: Value | undefined,
): [string, string][] {
  const inner = delimiter(between, ":");
  return asText(text)
    .split(delimiter(after, ","))
    .map((pair) => {
      const at = pair.indexOf(inner);
      return at < 0
        ? [pair.trim(), ""]
        : [pair.slice(0, at).trim(), pair.slice(at + inner.length).trim()];
    });
}

/** Lists of equal length, each under its key, turned into a list of objects. */
function arraysToObjects(args: readonly Value[]): Value {
  if (args.length % 2 !== 0) throw new TransformError("keys and lists must come in pairs");
  const columns = args.flatMap((key, at) =>
    at % 2 === 0 ? [{ key: asText(key), list: asList(args[at + 1] ?? null) }] : [],
  );
  const rows = Math.max(0, ...columns.map(({ list }) => list.length));
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(({ key, list }) => [key, list[row] ?? null])),
  );
}

/** Whether a dotted path leads to something in the source. */
function reaches(record: Value, path: string): boolean {
  let value: Value | undefined = record;
  for (const key of path.split(".")) {
    if (!isMap(value) || !Object.hasOwn(value, key)) return false;
    value = value[key];
  }
  return true;
}

function isEmpty(value: Value): boolean {
  if (value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

function sizeOf(value: Value): number {
  if (isList(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : asText(value).length;
}

const containsKey: MappingFunction["apply"] = ([path = null], { record }) =>
  typeof path === "string" ? reaches(record, path) : path !== null;

function parseJson(text: Value): Value {
  try {
    return parse(asText(text)) as Value;
  } catch {
    throw new TransformError("the text is no JSON");
  }
}

/** The entries of a list of objects, keyed by one of their fields. */
function keyed(list: Value, field: Value): Value {
  return Object.fromEntries(
    asList(list).map((item) => [asText(asMap(item)[asText(field)] ?? null), item]),
  );
}

/** Keys and values in turn; an object; or a list of objects and the attribute that is the key. */
function objectToMap(args: readonly Value[]): Value {
  const [first = null, attribute = null] = args;
  if (args.length === 1) return first === null ? null : asMap(first);
  return isList(first) ? keyed(first, attribute) : fromPairs(args);
}

/** All entries of all maps; the first of a repeated key stays. */
function joined(maps: readonly Readonly<Record<string, Value>>[]): Value {
  const all = new Map<string, Value>();
  for (const [key, value] of maps.flatMap((one) => Object.entries(one))) {
    if (!all.has(key)) all.set(key, value);
  }
  return Object.fromEntries(all);
}

export const objectFunctions: readonly MappingFunction[] = [
  object("size_of", [1, 1], ([value = null]) => sizeOf(value)),
  object("is_empty", [1, 1], ([value = null]) => isEmpty(value), { takesNull: true }),
  object("arrays_to_object", [2, Infinity], arraysToObjects),
  object("arrays_to_objects", [2, Infinity], arraysToObjects),
  object("to_object", [0, Infinity], fromPairs, { takesNull: true }),
  object("str_to_object", [1, 3], ([text = null, between, after]) =>
    Object.fromEntries(parsePairs(text, between, after)),
  ),
  object("contains_key", [1, 1], containsKey, { takesNull: true }),
  object("is_set", [1, 1], containsKey, { takesNull: true }),
  object("nullify", [0, 0], () => null),
  object("get_keys", [1, 1], ([value = null]) => Object.keys(asMap(value))),
  object(
    "get_values",
    [2, 4],
    ([text = null, key = null, between, after]) =>
      text === null || key === null
        ? null
        : (parsePairs(text, between, after).find(([name]) => name === asText(key))?.[1] ?? null),
    { takesNull: true },
  ),
  object("get", [2, 2], ([value = null, key = null]) => asMap(value)[asText(key)] ?? null),
  object("object_copy", [1, 1], ([value = null]) => asMap(value)),
  object("json_to_object", [1, 1], ([text = null]) => parseJson(text)),
  map("to_map", [2, Infinity], fromPairs, { takesNull: true }),
  map("object_to_map", [1, Infinity], objectToMap, { takesNull: true, attributeAt: 1 }),
  map("array_to_map", [2, 2], ([list = null, field = null]) => keyed(list, field)),
  map("add_to_map", [2, Infinity], (args) => joined(args.map(asMap))),
  map("map_get_values", [2, Infinity], ([value = null, ...keys]) => {
    const entries = asMap(value);
    const found = keys
      .flatMap((key) => (isList(key) ? key : [key]))
      .map((key) => entryOf(entries, asText(key)) ?? null);
    return found.length === 1 ? (found[0] ?? null) : found;
  }),
  map("map_has_keys", [2, Infinity], ([value = null, ...keys]) =>
    keys
      .flatMap((key) => (isList(key) ? key : [key]))
      .some((key) => Object.hasOwn(asMap(value), asText(key))),
  ),
];
