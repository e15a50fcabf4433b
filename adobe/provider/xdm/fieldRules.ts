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
  const { properties, items } = field;
  return [
    ...violations.map(([key, reason]) => ({ property: pathText([...path, key]), reason })),
    ...(properties !== undefined && known(properties)
      ? fieldFailures(properties, [...path, "properties"])
      : []),
    ...(items !== undefined && known(items) ? contentFailures(items, [...path, "items"]) : []),
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
  enum: ["string"],
  enumTitles: ["string"],
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
  if (field.type === "object" && Object.keys(field.properties ?? {}).length === 0) {
    violations.push(["properties", "is required: an object needs at least one field; add one"]);
  }
  if (field.type === "array" && field.items === undefined) {
    violations.push(["items", "is required: say what an array's elements are"]);
  }
  return violations;
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

function enumViolations({ enum: values, enumTitles = {} }: XdmField): Violation[] {
  if (values === undefined || !known(values)) return [];
  const violations: Violation[] = [];
  const allowed = new Set<string>();
  const twice = values.find((value) => allowed.size === allowed.add(value).size);
  if (twice !== undefined) {
    violations.push(["enum", `has ${JSON.stringify(twice)} twice; remove one`]);
  }
  const titled = new Set(values);
  for (const value of Object.keys(enumTitles)) {
    if (titled.has(value)) continue;
    const reason = `names "${value}", which is not in enum; add it there or remove it here`;
    violations.push(["enumTitles", reason]);
  }
  return violations;
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
