import { z } from "zod";
import type { CheckFailure } from "../../../provider-sdk";
import { pathText } from "../lifecycle/paths";
import type { Path } from "../lifecycle/paths";
import { isUnknown } from "../lifecycle/unknown";

const described = z.strictObject({
  type: z
    .enum(["string", "number", "integer", "boolean", "object", "array"])
    .meta({ id: "XdmFieldType", description: "Type of a field's values." })
    .describe("Type of its values."),
  title: z.string().optional().describe("Shown in Adobe's UI."),
  description: z.string().optional().describe("Shown in Adobe's UI."),
  format: z.string().optional().describe("Of a string: `date`, `date-time`, `uri`, …"),
  pattern: z
    .string()
    .optional()
    .describe("Of a string: a regular expression every value must match."),
  minLength: z.int().min(0).optional().describe("Of a string."),
  maxLength: z.int().min(0).optional().describe("Of a string."),
  minimum: z.number().optional().describe("Of a number."),
  maximum: z.number().optional().describe("Of a number."),
  enum: z.array(z.string()).min(1).optional().describe("The only values allowed."),
  enumTitles: z
    .record(z.string(), z.string())
    .optional()
    .describe("What Adobe's UI shows for each value of `enum`."),
  get properties() {
    return z.record(z.string(), described).optional().describe("Of an object: its fields.");
  },
  required: z
    .array(z.string())
    .optional()
    .describe("Of an object: names of fields that every record must have."),
  get items() {
    return described.optional().describe("Of an array: its elements.");
  },
  deprecated: z
    .boolean()
    .optional()
    .describe("No longer to be used; the one way out for a field that cannot be removed."),
});

// In place, so that the recursion above is to the same named shape.
z.globalRegistry.add(described, {
  id: "XdmField",
  description: "One field of a field group, in the words of Adobe's Schema Registry.",
});

/** A field of a field group. */
export const xdmField = described;
export type XdmField = z.infer<typeof described>;
export type XdmFields = Record<string, XdmField>;

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

function contentFailures(field: XdmField, path: Path): CheckFailure[] {
  const fail = (key: string, reason: string): CheckFailure => ({
    property: pathText([...path, key]),
    reason,
  });
  const failures: CheckFailure[] = [];
  const only = (keys: (keyof XdmField)[], types: XdmField["type"][]) => {
    for (const key of keys) {
      if (field[key] !== undefined && !types.includes(field.type)) {
        failures.push(
          fail(key, `is for a field of type ${types.join(" or ")}, not ${field.type}; remove it`),
        );
      }
    }
  };
  if (known(field.type)) {
    only(["properties", "required"], ["object"]);
    only(["items"], ["array"]);
    only(["format", "pattern", "minLength", "maxLength", "enum", "enumTitles"], ["string"]);
    only(["minimum", "maximum"], ["number", "integer"]);
    if (field.type === "object" && Object.keys(field.properties ?? {}).length === 0) {
      failures.push(fail("properties", "is required: an object needs at least one field; add one"));
    }
    if (field.type === "array" && field.items === undefined) {
      failures.push(fail("items", "is required: say what an array's elements are"));
    }
  }
  for (const [low, high] of [
    ["minLength", "maxLength"],
    ["minimum", "maximum"],
  ] as const) {
    const [least, most] = [field[low], field[high]];
    if (least === undefined || most === undefined || !known(least) || !known(most)) continue;
    if (least > most) {
      failures.push(fail(low, `${least} is above ${high} ${most}: no value fits; correct one`));
    }
  }
  if (field.format !== undefined && known(field.format) && !formats.includes(field.format)) {
    failures.push(
      fail("format", `must be one of ${formats.join(", ")}, not "${field.format}"; correct it`),
    );
  }
  if (field.pattern !== undefined && known(field.pattern) && !isRegExp(field.pattern)) {
    failures.push(fail("pattern", `"${field.pattern}" is no regular expression; correct it`));
  }
  if (field.enum !== undefined && known(field.enum)) {
    const twice = field.enum.filter((value, index) => field.enum?.indexOf(value) !== index);
    if (twice.length > 0)
      failures.push(fail("enum", `has ${JSON.stringify(twice[0])} twice; remove one`));
    for (const value of Object.keys(field.enumTitles ?? {})) {
      if (!field.enum.includes(value)) {
        failures.push(
          fail(
            "enumTitles",
            `names "${value}", which is not in enum; add it there or remove it here`,
          ),
        );
      }
    }
  }
  if (field.properties !== undefined && known(field.properties)) {
    for (const name of known(field.required) ? (field.required ?? []) : []) {
      if (!isUnknown(name) && !Object.hasOwn(field.properties, name)) {
        failures.push(
          fail("required", `names "${name}", which is not among the properties; add or correct it`),
        );
      }
    }
    failures.push(...fieldFailures(field.properties, [...path, "properties"]));
  }
  if (field.items !== undefined && known(field.items)) {
    failures.push(...contentFailures(field.items, [...path, "items"]));
  }
  return failures;
}

function isRegExp(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
