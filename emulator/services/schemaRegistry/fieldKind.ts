import { isObject, textOf, type JsonObject } from "../../common/json";

const widths = [["byte", 128], ["short", 32_768], ["int", 2_147_483_648], ["long", Infinity]] as const; // prettier-ignore

const widthNames: readonly string[] = widths.map(([name]) => name);

/** The narrowest type that both bounds of an integer field fit into; `int` when one is missing. */
export function integerType({ minimum, maximum }: JsonObject): string {
  if (typeof minimum !== "number" || typeof maximum !== "number") return "int";
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  return widths.find(([, bound]) => largest <= bound)?.[0] ?? "long";
}

/** Whether a field is a map: an object whose keys are not fields of the schema. */
export function isMap(field: JsonObject): boolean {
  if (field["type"] !== "object") return false;
  const hasValues = isObject(field["additionalProperties"]) && field["properties"] === undefined;
  return hasValues || field["meta:xdmType"] === "map";
}

/**
 * What a field is in XDM. JSON Schema's `type` alone does not say it: a date-time is a `string` too, a long an
 * `integer`, a map an `object`. Undefined when the field has no type.
 */
export function kindOf(field: JsonObject): string | undefined {
  const { type, format } = field;
  if (type === undefined) return undefined;
  if (type === "string" && (format === "date" || format === "date-time")) return format;
  if (type === "integer") {
    const given = textOf(field["meta:xdmType"]);
    return widthNames.includes(given) ? given : integerType(field);
  }
  return isMap(field) ? "map" : textOf(type);
}

/** Whether each value of the first kind is one of the second kind: both are integers, the second as wide or wider. */
export function fitsInto(kind: string, wider: string): boolean {
  const [from, to] = [widthNames.indexOf(kind), widthNames.indexOf(wider)];
  return from >= 0 && from <= to;
}

/** Whether two kinds are integers. */
export function areIntegers(one: string, other: string): boolean {
  return widthNames.includes(one) && widthNames.includes(other);
}
