import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { isUnknown } from "../lifecycle/unknown";
import { xdmField } from "./field";
import type { XdmField, XdmFields } from "./field";
import { fieldFailures } from "./fieldRules";
import { derivedXdmType } from "./integerType";

/** Keys that are the same in the registry's JSON. */
const shared = [
  "type", "title", "description", "format", "pattern", "minLength", "maxLength",
  "minimum", "maximum", "required",
] as const; // prettier-ignore

/** Fields as the registry takes them. */
export function toRegistry(fields: XdmFields): Json {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldToRegistry(field)]),
  );
}

function fieldToRegistry(field: XdmField): Json {
  const json: Json = {};
  for (const key of shared) if (field[key] !== undefined) json[key] = field[key];
  if (field.enum !== undefined) json["enum"] = field.enum.map((one) => toValue(field.type, one));
  if (field.enumTitles !== undefined) json["meta:enum"] = field.enumTitles;
  if (field.default !== undefined) json["default"] = toValue(field.type, field.default);
  if (field.xdmType !== undefined) json["meta:xdmType"] = field.xdmType;
  if (field.deprecated === true) json["meta:status"] = "deprecated";
  if (field.ref !== undefined) json["$ref"] = field.ref;
  if (field.properties !== undefined) json["properties"] = toRegistry(field.properties);
  if (field.items !== undefined) json["items"] = fieldToRegistry(field.items);
  if (field.additionalProperties !== undefined) {
    json["meta:xdmType"] = "map";
    json["additionalProperties"] = fieldToRegistry(field.additionalProperties);
  }
  return json;
}

/** `"10"` of an integer → `10`. */
function toValue(type: XdmField["type"], text: string): unknown {
  if (isUnknown(text)) return text;
  if (type === "integer" || type === "number") return Number(text);
  return type === "boolean" ? text === "true" : text;
}

/** `10` → `"10"`; undefined for what no text stands for. */
function fromValue(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/**
 * Fields as a program writes them, with what the registry added (`meta:xdmType`, …) left out, and also
 * what no program can express, such as a name with an underscore first.
 */
export function fromRegistry(fields: unknown): XdmFields {
  if (!isObject(fields)) return {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const field = fieldFromRegistry(value);
      if (field === undefined) return [];
      const isValid = fieldFailures({ [name]: field }, []).length === 0;
      return isValid ? [[name, field] as const] : [];
    }),
  );
}

/** Undefined: no program can express it. */
function fieldFromRegistry(value: unknown): XdmField | undefined {
  const json = isObject(value) ? value : {};
  if (json["allOf"] !== undefined) return undefined;
  const field: Json = {};
  for (const key of shared) if (json[key] !== undefined) field[key] = json[key];
  readValues(json, field);
  if (json["meta:status"] === "deprecated") field["deprecated"] = true;
  if (json["$ref"] !== undefined) {
    field["type"] ??= "object";
    field["ref"] = json["$ref"];
  } else if (isObject(json["properties"])) {
    field["type"] ??= "object";
    field["properties"] = fromRegistry(json["properties"]);
  }
  for (const key of ["items", "additionalProperties"] as const) {
    if (json[key] === undefined) continue;
    const inner = fieldFromRegistry(json[key]);
    if (inner === undefined) return undefined;
    field[key] = inner;
  }
  return withoutInvalid(field);
}

/** Values, and the width of an integer, where it does not follow from the bounds. */
function readValues(json: Json, field: Json): void {
  if (Array.isArray(json["enum"])) field["enum"] = json["enum"].map(fromValue);
  if (isObject(json["meta:enum"])) field["enumTitles"] = json["meta:enum"];
  if (json["default"] !== undefined) field["default"] = fromValue(json["default"]);
  if (json["type"] === "integer" && json["meta:xdmType"] !== derivedXdmType(json)) {
    field["xdmType"] = json["meta:xdmType"];
  }
}

/** Without the keys that a program may not give; undefined when nothing of a field is left. */
function withoutInvalid(json: Json): XdmField | undefined {
  const field = { ...json };
  const { properties } = field;
  if (Array.isArray(field["required"]) && isObject(properties)) {
    const names = field["required"].filter((name) => Object.hasOwn(properties, String(name)));
    field["required"] = names.length === 0 ? undefined : names;
  }
  const shape = xdmField.safeParse(field);
  for (const { path } of shape.error?.issues ?? []) field[String(path[0])] = undefined;
  for (const { property } of fieldFailures({ f: field as unknown as XdmField }, [])) {
    field[property.split(".")[1] ?? ""] = undefined;
  }
  const known = Object.fromEntries(Object.entries(field).filter(([, one]) => one !== undefined));
  return xdmField.safeParse(known).success &&
    fieldFailures({ f: known as XdmField }, []).length === 0
    ? (known as XdmField)
    : undefined;
}
