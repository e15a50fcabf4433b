import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { listed, plain } from "../../client/text";
import { nearNames, typoRank } from "../lifecycle/nearNames";
import { isUnknown } from "../lifecycle/unknown";
import { objectIn, textsOf } from "./common";

/** How deep a value is checked. */
const MAX_DEPTH = 8;

/**
 * What is wrong with a value by the JSON Schema of one of Adobe's specifications, each with the path. Only keywords
 * with a single meaning count, and only what the schema describes: specifications in Adobe's guides require
 * names that they do not have, and take more than they describe. Numbers and truth values may be texts, as in the
 * requests of the guides. Unknown values fit.
 */
export function schemaFaults(schema: unknown, value: unknown, path: string, depth = 0): string[] {
  if (!isObject(schema) || isUnknown(value) || depth > MAX_DEPTH) return [];
  const fault = (reason: string) => [`${path}: ${reason}`];
  const types = [schema["type"]].flat().filter((one) => typeof one === "string");
  if (types.length > 0 && !types.some((type) => isOf(type, value)))
    return fault(`must be of type ${types.join(" or ")}`);
  const allowed = schema["enum"];
  if (Array.isArray(allowed) && !allowed.some((one) => String(one) === String(value)))
    return fault(`must be one of ${listed(allowed.map((one) => JSON.stringify(one)))}`);
  if (Array.isArray(value))
    return value.flatMap((one: unknown, index) =>
      schemaFaults(schema["items"], one, `${path}[${index}]`, depth + 1),
    );
  if (isObject(value)) return membersFaults(schema, value, path, depth);
  return boundFaults(schema, value).flatMap(fault);
}

/**
 * Names that a specification does not describe, and that are a letter or two, or their case, away from one that it
 * does. It takes more than it describes, so this may be right all the same.
 */
export function schemaRemarks(schema: unknown, value: unknown, path: string): string[] {
  if (!isObject(schema) || !isObject(value)) return [];
  return nameRemarks(Object.keys(objectIn(schema, "properties")), Object.keys(value), path);
}

/** The same of names alone. */
export function nameRemarks(
  described: readonly string[],
  given: readonly string[],
  path: string,
): string[] {
  const free = described.filter((name) => !given.includes(name)).map((name) => ({ name }));
  return given
    .filter((name) => !described.includes(name))
    .flatMap((name) => {
      const [near] = nearNames(name, free, typoRank);
      return near === undefined
        ? []
        : [`${path}.${plain(name)} is not in Adobe's specification; did you mean ${near}?`];
    });
}

function membersFaults(
  schema: Record<string, unknown>,
  value: Record<string, unknown>,
  path: string,
  depth: number,
): string[] {
  const described = objectIn(schema, "properties");
  const missing = textsOf(schema["required"]).filter(
    (name) => Object.hasOwn(described, name) && (own(value, name) ?? "") === "",
  );
  const faults = Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : schemaFaults(own(described, name), one, `${path}.${name}`, depth + 1),
  );
  return [...missing.map((name) => `${path}.${name}: is required`), ...faults];
}

function boundFaults(schema: Record<string, unknown>, value: unknown): string[] {
  const { minimum, maximum, minLength, maxLength } = schema;
  const number = typeof value === "number" ? value : undefined;
  const length = typeof value === "string" ? Array.from(value).length : undefined;
  const isBelow = (one: number | undefined, bound: unknown) =>
    one !== undefined && typeof bound === "number" && one < bound;
  const isAbove = (one: number | undefined, bound: unknown) =>
    one !== undefined && typeof bound === "number" && one > bound;
  return [
    ...(isBelow(number, minimum) ? [`must be at least ${String(minimum)}`] : []),
    ...(isAbove(number, maximum) ? [`must be at most ${String(maximum)}`] : []),
    ...(isBelow(length, minLength) ? [`must have at least ${String(minLength)} characters`] : []),
    ...(isAbove(length, maxLength) ? [`must have at most ${String(maxLength)} characters`] : []),
  ];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^-?\d+$/.test(value));
    case "number":
      return typeof value === "number" || (typeof value === "string" && isNumber(value));
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    default:
      return true;
  }
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
