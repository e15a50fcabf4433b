import { arrayOf, isObject, type JsonObject, objectOf, own } from "../../../common/json";
import { guessDate } from "./datePattern";
import { isList, isMap, isTime, numberOf, timeText, TransformError, type Value } from "./values";

/** The form almost every time comes in: looked at first, because the guesses are slow. */
const usual = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u;

const truths = new Set(["y", "yes", "Y", "YES", "on", "ON", "true", "TRUE"]);
const falsehoods = new Set(["n", "no", "N", "NO", "off", "OFF", "false", "FALSE"]);

/**
 * Brings a value into the type its field has (Data Prep data handling guide). Throws a
 * {@link TransformError} when it cannot: the column becomes null.
 */
export function convert(value: Value, field: JsonObject): unknown {
  if (value === null) return null;
  switch (field["type"]) {
    case "string":
      return toText(value, field);
    case "integer":
      return whole(number(value));
    case "number":
      return number(value);
    case "boolean":
      return boolean(value);
    case "array":
      return list(value, objectOf(field["items"]));
    case "object":
      return object(value, field);
    default:
      return isTime(value) ? timeText(value) : value;
  }
}

function fail(what: string): never {
  throw new TransformError(`the value cannot be converted to ${what}`);
}

function toText(value: Value, field: JsonObject): string {
  if (field["format"] === "date-time") return time(value);
  if (field["format"] === "date") return time(value).slice(0, 10);
  if (isTime(value)) return timeText(value);
  return typeof value === "object" ? fail("a string") : String(value);
}

function time(value: Value): string {
  if (isTime(value)) return timeText(value);
  if (typeof value === "number" && Number.isFinite(new Date(value).getTime())) {
    return new Date(value).toISOString();
  }
  const text = typeof value === "string" ? value.trim() : fail("a date");
  if (usual.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const found = guessDate(text);
  return found === undefined ? fail("a date") : timeText(found);
}

function number(value: Value): number {
  return numberOf(value) ?? fail("a number");
}

function whole(value: number): number {
  return Number.isInteger(value) ? value : fail("an integer");
}

function boolean(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && truths.has(value)) return true;
  return typeof value === "string" && falsehoods.has(value) ? false : fail("a boolean");
}

function list(value: Value, items: JsonObject): unknown[] {
  return isList(value) ? value.map((item) => convert(item, items)) : fail("a list");
}

function object(value: Value, field: JsonObject): unknown {
  if (!isMap(value)) return fail("an object");
  const properties = field["properties"];
  const values = isObject(field["additionalProperties"])
    ? field["additionalProperties"]
    : undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const known = isObject(properties) ? own(properties, key) : values;
      return known === undefined || inner === null ? [] : [[key, convert(inner, objectOf(known))]];
    }),
  );
}

/** The field at a destination path, with `[*]` going into the items of a list. */
export function fieldAt(schema: JsonObject, path: readonly string[]): JsonObject | undefined {
  let field: JsonObject = schema;
  for (const key of path) {
    const next = key === "[*]" ? field["items"] : own(field["properties"], key);
    if (!isObject(next))
      return isMapField(field) ? objectOf(field["additionalProperties"]) : undefined;
    field = next;
  }
  return field;
}

function isMapField(field: JsonObject): boolean {
  return isObject(field["additionalProperties"]) && arrayOf(field["properties"]).length === 0;
}
