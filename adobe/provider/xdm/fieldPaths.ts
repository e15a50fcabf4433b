import { UNKNOWN } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { distance } from "../lifecycle/nearNames";
import { isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";
import { TENANT } from "./tenant";

/** Type by path, as `_tenant.chatlio.messages[*].text` → `string`. */
export type FieldTypes = Record<string, string>;

/** Below such a path the provider does not know the fields: anything goes. */
export const ANY = "any";

/**
 * Every field of a field group by its path. Unknown as a whole when a part is.
 *
 * @param above - Adobe's object that the fields are in, as `web.webPageDetails`
 */
export function fieldTypes(fields: XdmFields, above = ""): FieldTypes {
  if (isUnknown(fields)) return UNKNOWN as unknown as FieldTypes;
  const types: FieldTypes = {};
  let path = "";
  for (const part of above === "" ? [] : above.split(".")) {
    const name = part.replace("[*]", "");
    path += path === "" ? name : `.${name}`;
    types[path] = part === name ? "object" : "array";
    if (part === name) continue;
    path += "[*]";
    types[path] = "object";
  }
  const tenant = path === "" ? TENANT : `${path}.${TENANT}`;
  types[tenant] = "object";
  collect(fields, tenant, types);
  return types;
}

function collect(fields: XdmFields, above: string, types: FieldTypes): void {
  for (const [name, field] of Object.entries(fields)) add(field, `${above}.${name}`, types);
}

function add(field: XdmField, path: string, types: FieldTypes): void {
  types[path] = isOpen(field) ? ANY : typeOf(field);
  if (field.properties !== undefined && !isUnknown(field.properties)) {
    collect(field.properties, path, types);
  }
  if (field.items !== undefined && !isUnknown(field.items)) add(field.items, `${path}[*]`, types);
}

/** Whether the fields below are not known: those of a data type, and of a map, whose keys are data. */
function isOpen(field: XdmField): boolean {
  if (isUnknown(field) || isUnknown(field.type)) return true;
  return field.ref !== undefined || field.additionalProperties !== undefined;
}

/** Longest path of a field that a program can refer to. */
const MAX_PATH = 1_000;

/** The same of a schema that the registry has resolved, whoever made the schema. */
export function registryFieldTypes(properties: unknown, namespace: string): FieldTypes {
  const types: FieldTypes = {};
  for (const [name, value] of Object.entries(isObject(properties) ? properties : {})) {
    if (name.length <= MAX_PATH) {
      addRegistryField(value, portableName(name, namespace), namespace, types);
    }
  }
  return types;
}

/** The tenant's own object may also be inside one of Adobe's: `web._tenant`. */
function portableName(name: string, namespace: string): string {
  return name === namespace ? TENANT : name;
}

/** The types of several parts of a schema: below what is `any` in one of them, anything goes. */
export function joinFieldTypes(parts: readonly FieldTypes[]): FieldTypes {
  const types: FieldTypes = {};
  for (const [path, type] of parts.flatMap((part) => Object.entries(part))) {
    if (own(types, path) !== ANY) types[path] = type;
  }
  return types;
}

function addRegistryField(
  value: unknown,
  path: string,
  namespace: string,
  types: FieldTypes,
): void {
  const field: RegistryField = isObject(value) ? value : {};
  const given = typeof field.type === "string" ? field.type : undefined;
  const type = given ?? (field.properties === undefined ? ANY : "object");
  // A map (`identityMap`): its keys are data.
  const isMap = type === "object" && field.properties === undefined;
  types[path] = isMap ? ANY : typeOf({ type, format: field.format });
  const properties = isObject(field.properties) ? field.properties : {};
  for (const [name, inner] of Object.entries(properties)) {
    // Adobe's names are short. Where they are not, anything goes: the paths would fill the memory.
    if (path.length + name.length > MAX_PATH) types[path] = ANY;
    else addRegistryField(inner, `${path}.${portableName(name, namespace)}`, namespace, types);
  }
  if (field.items !== undefined) addRegistryField(field.items, `${path}[*]`, namespace, types);
}

interface RegistryField {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Record<string, unknown>;
  readonly items?: unknown;
}

/** A string's format says more than its type. */
function typeOf(field: { readonly type: string; readonly format?: string | undefined }): string {
  return field.format === "date" || field.format === "date-time" ? field.format : field.type;
}

/** Type of a path; `any` below a part the provider does not know; undefined: there is none. */
export function typeAt(types: FieldTypes, path: string): string | undefined {
  const exact = own(types, path);
  if (exact !== undefined) return exact;
  if (types["*"] === ANY) return ANY;
  for (let at = path; at.includes(".");) {
    at = at.slice(0, at.lastIndexOf("."));
    if (own(types, at) === ANY) return ANY;
  }
  return undefined;
}

/** How a field that is missing can be added. A schema with a class has fields of Adobe's, such as `_id`. */
export function howToAdd(types: FieldTypes): string {
  const hasClass = Object.keys(types).some((path) => path === "*" || path.startsWith("_"));
  return hasClass ? "add the field to a field group" : "add the field to the schema";
}

/** Up to three paths that may have been meant: same last name, or the nearest spelling. */
export function suggestions(types: FieldTypes, path: string): string[] {
  const last = path.split(".").at(-1) ?? path;
  const candidates = Object.keys(types).filter((one) => one !== "*");
  const same = candidates.filter((one) => one.split(".").at(-1) === last);
  const near = candidates
    .map((one) => ({ one, steps: distance(one, path) }))
    // Three edits of a path of three letters make any other one.
    .filter(({ one, steps }) => steps <= 3 && steps * 2 <= Math.max(one.length, path.length))
    .sort((a, b) => a.steps - b.steps)
    .map(({ one }) => one);
  return [...new Set([...near, ...same])].slice(0, 3);
}
