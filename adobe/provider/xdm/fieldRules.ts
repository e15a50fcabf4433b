import type { CheckFailure } from "../../../provider-sdk";
import { pathText } from "../lifecycle/paths";
import type { Path } from "../lifecycle/paths";
import { isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";

/** JSON Schema's formats, as far as XDM's draft has them, and the dates the registry knows. */
const formats = [
  "date", "date-time", "time", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference",
  "uri-template", "json-pointer", "regex",
]; // prettier-ignore

/** A value that may yet be unknown, although its type does not say so. */
function known<T>(value: T): value is T {
  return !isUnknown(value);
}

/** Rules of the registry for names, types and what goes together. */
export function fieldFailures(fields: XdmFields, path: Path): CheckFailure[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const here = [...path, name];
    return [...nameFailures(name, here), ...(known(field) ? contentFailures(field, here) : [])];
  });
}

function nameFailures(name: string, path: Path): CheckFailure[] {
  const property = pathText(path);
  if (name.startsWith("_")) {
    return [
      {
        property,
        reason: `the name "${name}" starts with "_", which Adobe keeps for itself; take the underscore away`,
      },
    ];
  }
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    return [
      {
        property,
        reason: `the name "${name}" may hold letters, digits, "-" and "_" only; rename it`,
      },
    ];
  }
  return [];
}

/** One rule violated by a field: the key at fault, and the reason. */
type Violation = readonly [key: keyof XdmField, reason: string];

function contentFailures(field: XdmField, path: Path): CheckFailure[] {
  const violations = [
    ...(known(field.type) ? typeViolations(field) : []),
    ...boundViolations(field),
    ...textViolations(field),
    ...enumViolations(field),
    ...requiredViolations(field),
  ];
  const { properties, items, additionalProperties } = field;
  return [
    ...violations.map(([key, reason]) => ({ property: pathText([...path, key]), reason })),
    ...(properties !== undefined && known(properties)
      ? fieldFailures(properties, [...path, "properties"])
      : []),
    ...(items !== undefined && known(items) ? contentFailures(items, [...path, "items"]) : []),
    ...(additionalProperties !== undefined && known(additionalProperties)
      ? contentFailures(additionalProperties, [...path, "additionalProperties"])
      : []),
  ];
}

/** Keys that only fields of some types may have. */
const typesOfKey: Readonly<Partial<Record<keyof XdmField, readonly XdmField["type"][]>>> = {
  properties: ["object"],
  required: ["object"],
  items: ["array"],
  format: ["string"],
  pattern: ["string"],
  minLength: ["string"],
  maxLength: ["string"],
  enum: ["string", "number", "integer"],
  enumTitles: ["string", "number", "integer"],
  default: ["string", "number", "integer", "boolean"],
  xdmType: ["integer"],
  ref: ["object"],
  additionalProperties: ["object"],
  minimum: ["number", "integer"],
  maximum: ["number", "integer"],
};

function typeViolations(field: XdmField): Violation[] {
  const violations: Violation[] = [];
  for (const [name, types] of Object.entries(typesOfKey)) {
    const key = name as keyof XdmField;
    if (field[key] === undefined || types.includes(field.type)) continue;
    violations.push([
      key,
      `is for a field of type ${types.join(" or ")}, not ${field.type}; remove it`,
    ]);
  }
  if (field.type === "object") violations.push(...objectViolations(field));
  if (field.type === "array" && field.items === undefined) {
    violations.push(["items", "is required: say what an array's elements are"]);
  }
  return violations;
}

/** What an object is made of: its own fields, those of a data type, or any key. */
function objectViolations(field: XdmField): Violation[] {
  const kinds = (["properties", "ref", "additionalProperties"] as const).filter(
    (key) => field[key] !== undefined,
  );
  const [first, second] = kinds;
  if (first !== undefined && second !== undefined) {
    return [[first, `is given together with ${second}: an object has one of them; remove one`]];
  }
  const hasFields = first !== "properties" || Object.keys(field.properties ?? {}).length > 0;
  if (first !== undefined && hasFields) return [];
  return [["properties", "is required: an object needs at least one field; add one"]];
}

function boundViolations(field: XdmField): Violation[] {
  const violations: Violation[] = [];
  for (const [low, high] of [
    ["minLength", "maxLength"],
    ["minimum", "maximum"],
  ] as const) {
    const [least, most] = [field[low], field[high]];
    if (least === undefined || most === undefined || !known(least) || !known(most)) continue;
    if (least <= most) continue;
    violations.push([low, `${least} is above ${high} ${most}: no value fits; correct one`]);
  }
  return violations;
}

function textViolations({ format, pattern }: XdmField): Violation[] {
  const violations: Violation[] = [];
  if (format !== undefined && known(format) && !formats.includes(format)) {
    const allowed = formats.join(", ");
    violations.push(["format", `must be one of ${allowed}, not "${format}"; correct it`]);
  }
  if (pattern !== undefined && known(pattern) && !isRegExp(pattern)) {
    violations.push(["pattern", `"${pattern}" is not a valid regular expression; correct it`]);
  }
  return violations;
}

function enumViolations(field: XdmField): Violation[] {
  const { enum: values, enumTitles = {} } = field;
  const wrong = wrongValues(field);
  if (values === undefined || !known(values)) return wrong;
  const violations = [...wrong];
  const allowed = new Set<string>();
  const twice = values
    .filter((value) => known(value))
    .find((value) => allowed.size === allowed.add(value).size);
  if (twice !== undefined) {
    violations.push(["enum", `has ${JSON.stringify(twice)} twice; remove one`]);
  }
  // A value that is not known yet may be any of the titles'.
  if (!known(enumTitles) || !values.every((value) => known(value))) return violations;
  for (const value of Object.keys(enumTitles)) {
    if (allowed.has(value)) continue;
    const reason = `names "${value}", which is not in enum; add it there or remove it here`;
    violations.push(["enumTitles", reason]);
  }
  return violations;
}

/** Values that are not of the field's type. */
function wrongValues(field: XdmField): Violation[] {
  const { enum: values, enumTitles = {}, default: value } = field;
  const given: [key: keyof XdmField, values: readonly string[]][] = [
    ["enum", values !== undefined && known(values) ? values : []],
    ["enumTitles", known(enumTitles) ? Object.keys(enumTitles) : []],
    ["default", value === undefined ? [] : [value]],
  ];
  return given.flatMap(([key, texts]) => {
    const wrong = texts.find((text) => known(text) && !isOfType(field.type, text));
    if (wrong === undefined) return [];
    return [[key, `has ${JSON.stringify(wrong)}, which is no ${field.type}; correct it`] as const];
  });
}

/** Whether a text stands for a value of the type, and for one that is written in no other way. */
function isOfType(type: XdmField["type"], text: string): boolean {
  if (type === "boolean") return text === "true" || text === "false";
  if (type !== "integer" && type !== "number") return true;
  const value = Number(text);
  return (
    (type === "integer" ? Number.isInteger(value) : Number.isFinite(value)) &&
    String(value) === text
  );
}

function requiredViolations({ properties, required }: XdmField): Violation[] {
  if (properties === undefined || !known(properties) || !known(required)) return [];
  return (required ?? [])
    .filter((name) => !isUnknown(name) && !Object.hasOwn(properties, name))
    .map((name) => [
      "required",
      `names "${name}", which is not among the properties; add or correct it`,
    ]);
}

function isRegExp(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
