import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { plain } from "../../client/text";
import { nearNames, typoRank } from "../lifecycle/nearNames";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { objectIn, textsOf } from "./common";
import { matches, valueFaults } from "./specValues";

/** How deep a value is checked, and how many schemas may lie in one another. */
const MAX_DEPTH = 16;

/** How many schemas are applied at most: those that refer to themselves would take years. */
const MAX_STEPS = 10_000;

type Schema = Readonly<Record<string, unknown>>;

/** Where a schema is applied. */
interface Place {
  /** The whole schema, for `$ref`. */
  readonly root: unknown;
  readonly path: string;
  readonly depth: number;
  /** Names that the schemas around this one describe for the same object. */
  readonly described: Schema;
  readonly steps: { left: number };
}

/**
 * What is wrong with a value by the JSON Schema (draft 7) of one of Adobe's specifications, each with the path. Faults
 * name no value, so a value may be secret.
 *
 * A validator such as ajv would say no to what Adobe takes: specifications in Adobe's guides require names that they do
 * not have, take more than they describe, take texts for numbers and truth values, and have a keyword of their own,
 * `conditional`, for what only some dataflows need. Nor would its 120 KB and a quarter of a second for each start of the plugin pay (ajv
 * 8.20, November 2026), and it makes code of a schema, which here comes from a server. So only keywords with a
 * single meaning count, only what the schema describes, and unknown values fit: `additionalProperties: false`, `format`, and
 * that no second schema of `oneOf` may fit are not held.
 */
export function schemaFaults(schema: unknown, value: unknown, path: string): string[] {
  return faultsAt(schema, value, {
    root: schema,
    path,
    depth: 0,
    described: {},
    steps: { left: MAX_STEPS },
  });
}

function faultsAt(schema: unknown, value: unknown, place: Place): string[] {
  if (!isObject(schema) || isUnknown(value) || place.depth > MAX_DEPTH) return [];
  if (place.steps.left-- <= 0) return [];
  const whole = referenced(schema, place.root);
  if (whole !== schema) return faultsAt(whole, value, deeper(place));
  const own = valueFaults(schema, value).map((reason) => `${place.path}: ${reason}`);
  if (own.length > 0) return own;
  const here = { ...place, described: { ...place.described, ...objectIn(schema, "properties") } };
  return [
    ...(Array.isArray(value) ? elementFaults(schema, value, here) : []),
    ...(isObject(value) ? memberFaults(schema, value, here) : []),
    ...combinedFaults(schema, value, deeper(here)),
  ];
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
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

/** The schema that a local reference, as `#/definitions/path`, leads to; the same one where there is none. */
function referenced(schema: Schema, root: unknown): unknown {
  const reference = schema["$ref"];
  if (typeof reference !== "string" || !reference.startsWith("#/")) return schema;
  const keys = reference
    .slice(2)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce<unknown>((at, key) => (isObject(at) ? own(at, key) : undefined), root);
}

function elementFaults(schema: Schema, value: readonly unknown[], place: Place): string[] {
  const { items, additionalItems, contains } = schema;
  const schemaOf = (index: number): unknown =>
    Array.isArray(items) ? (index < items.length ? items[index] : additionalItems) : items;
  const faults = value.flatMap((one, index) =>
    faultsAt(schemaOf(index), one, inner(place, `${place.path}[${index}]`)),
  );
  const isMissing =
    isObject(contains) &&
    !hasUnknown(value) &&
    !value.some((one) => faultsAt(contains, one, deeper(place)).length === 0);
  return isMissing ? [...faults, `${place.path}: has no element that must be there`] : faults;
}

function inner(place: Place, path: string): Place {
  return { ...deeper(place), path, described: {} };
}

function memberFaults(schema: Schema, value: Record<string, unknown>, place: Place): string[] {
  const missing = textsOf(schema["required"]).filter(
    (name) =>
      Object.hasOwn(place.described, name) &&
      applies(own(place.described, name), value) &&
      (own(value, name) ?? "") === "",
  );
  const faults = Object.entries(value).flatMap(([name, one]) => {
    if (one === undefined) return [];
    const path = `${place.path}.${name}`;
    return [
      ...valueFaults(objectIn(schema, "propertyNames"), name).map(
        (reason) => `${path}: its name ${reason}`,
      ),
      ...schemasOf(schema, name).flatMap((each) => faultsAt(each, one, inner(place, path))),
      ...dependentFaults(schema, name, value, place),
    ];
  });
  return [...missing.map((name) => `${place.path}.${name}: is required`), ...faults];
}

/** The schemas that describe what an object has by a name. */
function schemasOf(schema: Schema, name: string): readonly unknown[] {
  const properties = objectIn(schema, "properties");
  const byName = Object.hasOwn(properties, name) ? [own(properties, name)] : [];
  const byPattern = Object.entries(objectIn(schema, "patternProperties"))
    .filter(([pattern]) => matches(pattern, name) === true)
    .map(([, each]) => each);
  const found = [...byName, ...byPattern];
  return found.length > 0 ? found : [schema["additionalProperties"]];
}

/** What must be there, or is described in another way, because something else is there. */
function dependentFaults(
  schema: Schema,
  name: string,
  value: Record<string, unknown>,
  place: Place,
): string[] {
  return ["dependencies", "dependentRequired", "dependentSchemas"].flatMap((keyword) => {
    const needed = own(objectIn(schema, keyword), name);
    if (!Array.isArray(needed)) return faultsAt(needed, value, deeper(place));
    return textsOf(needed)
      .filter((other) => Object.hasOwn(place.described, other) && (own(value, other) ?? "") === "")
      .map((other) => `${place.path}.${other}: is required with ${plain(name)}`);
  });
}

/**
 * Whether something counts for this object, by Adobe's keyword `conditional`. Where that looks at something else, as at
 * the flow specification, nothing is known, and it does not.
 */
function applies(described: unknown, value: Record<string, unknown>): boolean {
  if (!isObject(described) || described["conditional"] === undefined) return true;
  const { field, operator, value: wanted } = objectIn(described, "conditional");
  const actual = typeof field === "string" ? own(value, field) : undefined;
  return operator === "EQUALS" && actual !== undefined && actual === wanted;
}

/** What the schemas within a schema say of the same value. */
function combinedFaults(schema: Schema, value: unknown, place: Place): string[] {
  const all = listIn(schema, "allOf").flatMap((one) => faultsAt(one, value, place));
  const isChoice = ["if", "anyOf", "oneOf", "not"].some((key) => schema[key] !== undefined);
  // What is not known yet may decide which of them counts.
  if (!isChoice || hasUnknown(value)) return all;
  const fits = (one: unknown) => faultsAt(one, value, place).length === 0;
  const branch = schema["if"] === undefined ? undefined : fits(schema["if"]) ? "then" : "else";
  const chosen = branch === undefined ? [] : faultsAt(schema[branch], value, place);
  return [
    ...all,
    ...chosen,
    ...choiceFaults(listIn(schema, "anyOf"), value, place),
    ...choiceFaults(listIn(schema, "oneOf"), value, place),
    ...(isObject(schema["not"]) && fits(schema["not"]) ? [notFault(schema["not"], place)] : []),
  ];
}

function listIn(schema: Schema, key: string): readonly unknown[] {
  const list = schema[key];
  return Array.isArray(list) ? list : [];
}

/** Of several schemas one has to fit. That no second one may fit cannot be held, as these say less than they seem to. */
function choiceFaults(choices: readonly unknown[], value: unknown, place: Place): string[] {
  if (choices.length === 0) return [];
  const faults = choices.map((one) => faultsAt(one, value, place));
  if (faults.some((one) => one.length === 0)) return [];
  const constants = choices.map((one) => (isObject(one) ? one["const"] : undefined));
  if (constants.every((one) => one !== undefined))
    return [
      `${place.path}: must be one of ${constants.map((one) => JSON.stringify(one)).join(", ")}`,
    ];
  // The one that is nearest says best what is missing.
  const [nearest = []] = faults.toSorted((a, b) => a.length - b.length);
  return nearest;
}

function notFault(schema: Schema, { path }: Place): string {
  const [name, another] = textsOf(schema["required"]);
  return name !== undefined && another === undefined
    ? `${path}.${name}: is not for these values; leave it out`
    : `${path}: has what the specification does not allow`;
}
