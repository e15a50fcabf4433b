import { classRef, fieldGroupProperties, standardFieldGroups } from "../../handlers/model";
import type { XdmField } from "../../handlers/model";

const TENANT = "_tenant";

/** The provider knows nothing of the fields below such a path. */
const ANY = "any";

/** Type by path, in the form in which the provider's `fields` has it. */
type FieldTypes = Readonly<Record<string, string>>;

/** A field that is there with a type that cannot take the values. */
export interface OtherType {
  readonly path: string;
  readonly is: string;
  readonly needs: string;
}

/** What keeps a row from fitting a schema. */
export interface Unfit {
  /** Paths below `_tenant` that the schema lacks. */
  readonly missing: readonly string[];
  readonly ofOtherType: readonly OtherType[];
  /** Adobe's own field groups that the schema lacks. */
  readonly standardGroups: readonly string[];
}

type Fields = Readonly<Record<string, XdmField>>;

function collect(fields: Fields, above: string, types: Record<string, string>): void {
  for (const [name, field] of Object.entries(fields)) add(field, `${above}.${name}`, types);
}

function add(field: XdmField, path: string, types: Record<string, string>): void {
  types[path] = field.format ?? field.type;
  if (field.properties) collect(field.properties, path, types);
  if (field.items) add(field.items, `${path}[*]`, types);
}

/** The type that each field of a row has. Adobe's own fields that a row uses are texts, but for the time. */
const needed: FieldTypes = (() => {
  const types: Record<string, string> = { timestamp: "date-time" };
  collect(fieldGroupProperties, TENANT, types);
  return types;
})();

function typeAt(types: FieldTypes, path: string): string | undefined {
  if (Object.hasOwn(types, path)) return types[path];
  const above = path.slice(0, Math.max(path.lastIndexOf("."), 0));
  if (above === "") return undefined;
  return typeAt(types, above) === ANY ? ANY : undefined;
}

/** Data Prep converts a time to text, and a whole number to a number. */
function fits(is: string, needs: string): boolean {
  const converted = { "date-time": "string", integer: "number" } as Readonly<
    Record<string, string>
  >;
  return is === needs || is === ANY || is === converted[needs];
}

/** The standard field group that has a field outside the tenant's namespace. */
function standardGroupOf(path: string): string | undefined {
  return standardFieldGroups.find((ref) =>
    path.startsWith("web.") ? ref.endsWith("-web") : ref.endsWith("-environment-details"),
  );
}

/**
 * Compares a schema with what the dataflows write.
 *
 * @param fields - of the schema, by path
 * @param wanted - paths that the dataflows fill
 */
export function unfitFields(fields: FieldTypes, wanted: readonly string[]): Unfit {
  const missing: string[] = [];
  const ofOtherType: OtherType[] = [];
  const standardGroups = new Set<string>();
  for (const path of wanted) {
    const is = typeAt(fields, path);
    const needs = needed[path] ?? "string";
    if (is !== undefined && !fits(is, needs)) ofOtherType.push({ path, is, needs });
    if (is !== undefined) continue;
    if (path.startsWith(`${TENANT}.`)) missing.push(path);
    else standardGroups.add(standardGroupOf(path) ?? path);
  }
  return { missing, ofOtherType, standardGroups: [...standardGroups] };
}

/** The fields of the model without those that are not among the paths. */
function only(fields: Fields, above: string, paths: ReadonlySet<string>): Fields {
  const kept = Object.entries(fields).flatMap(([name, field]): [string, XdmField][] => {
    const path = `${above}.${name}`;
    if (field.properties) {
      const properties = only(field.properties, path, paths);
      return Object.keys(properties).length === 0 ? [] : [[name, { ...field, properties }]];
    }
    if (field.items?.properties) {
      const properties = only(field.items.properties, `${path}[*]`, paths);
      const items = { ...field.items, properties };
      return Object.keys(properties).length === 0 ? [] : [[name, { ...field, items }]];
    }
    return paths.has(path) ? [[name, field]] : [];
  });
  return Object.fromEntries(kept);
}

/**
 * The field group that a schema lacks, as Adobe's Schema Registry takes it.
 *
 * @param missing - paths below `_tenant`
 * @param tenantNamespace - of the organization, as `_acme`
 */
export function fieldGroupBody(missing: readonly string[], tenantNamespace: string): object {
  const properties = only(fieldGroupProperties, TENANT, new Set(missing));
  return {
    type: "object",
    title: "Chatlio events",
    description: "The fields of Chatlio's events that have no place in standard XDM.",
    "meta:intendedToExtend": [classRef],
    definitions: {
      customFields: {
        type: "object",
        properties: { [tenantNamespace]: { type: "object", properties } },
      },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  };
}
