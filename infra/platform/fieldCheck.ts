import { fieldGroupProperties, standardFieldGroups } from "../../handlers/model";
import type { XdmField } from "../../handlers/model";

/** The path of the tenant's own fields, whatever the organization's namespace is. */
export const TENANT = "_tenant";

/** The provider knows nothing of the fields below such a path. Below the tenant's namespace it is a map. */
const ANY = "any";

/** Type by path, in the form in which the provider's `fields` has it. */
type FieldTypes = Readonly<Record<string, string>>;

/** A field, or an object or list that it is in, that is there with a type that cannot take the values. */
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
  // The provider knows all of the tenant's fields.
  if (path.startsWith(`${TENANT}.`)) return undefined;
  const above = path.slice(0, Math.max(path.lastIndexOf("."), 0));
  if (above === "") return undefined;
  return typeAt(types, above) === ANY ? ANY : undefined;
}

/** Data Prep converts a time to text, and a whole number to a number. */
function fits(path: string, is: string, needs: string): boolean {
  const converted = { "date-time": "string", integer: "number" } as Readonly<
    Record<string, string>
  >;
  // The keys of a map are data, so none of the tenant's fields can be added below it.
  const isOpen = is === ANY && !path.startsWith(`${TENANT}.`);
  return is === needs || isOpen || is === converted[needs];
}

/** The objects and lists that a field is in, from the outside in: `a`, `a.b`, `a.b[*]` for `a.b[*].c`. */
function parentsOf(path: string): readonly string[] {
  return [...path.matchAll(/\[\*\]|\./g)].map(({ index }) => path.slice(0, index));
}

/** The type that a path must have. Adobe's own fields that a row uses are in objects. */
function neededAt(path: string, isParent: boolean): string {
  return needed[path] ?? (isParent ? "object" : "string");
}

/** The outermost of a field's parents, the field, and what is in it, that is there with another type. */
function otherTypeAt(fields: FieldTypes, path: string): OtherType | undefined {
  const parents = parentsOf(path);
  const inside = Object.keys(needed).filter((one) => parentsOf(one).includes(path));
  for (const one of [...parents, path, ...inside]) {
    const is = typeAt(fields, one);
    const needs = neededAt(one, parents.includes(one));
    if (is !== undefined && !fits(one, is, needs)) return { path: one, is, needs };
  }
  return undefined;
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
  const ofOtherType = new Map<string, OtherType>();
  const standardGroups = new Set<string>();
  for (const path of wanted) {
    const other = otherTypeAt(fields, path);
    if (other !== undefined) ofOtherType.set(other.path, other);
    else if (typeAt(fields, path) !== undefined) continue;
    else if (path.startsWith(`${TENANT}.`)) missing.push(path);
    else standardGroups.add(standardGroupOf(path) ?? path);
  }
  return {
    missing,
    ofOtherType: [...ofOtherType.values()],
    standardGroups: [...standardGroups],
  };
}
