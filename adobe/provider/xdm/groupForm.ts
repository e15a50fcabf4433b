import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { own } from "../../client/own";
import type { RegistryResource } from "../../client/schemaRegistry";
import type { XdmFields } from "./field";
import { fromRegistry, toRegistry } from "./fieldForm";
import { partOf, partRefs } from "./singleFields";
import type { PartRef } from "./singleFields";
import { standardRequired } from "./standardRequired";
import { toTenant } from "./tenant";
import { rawFields, tenantPlaces } from "./tenantPlaces";

/** What a field group brings, as a program writes it. */
export interface GroupContent {
  /** Fields at the top, below the tenant's namespace. */
  readonly properties: XdmFields;
  /** Names of those that every record must have. */
  readonly required?: string[] | undefined;
  /** Fields inside Adobe's standard objects, by the path of the object. */
  readonly standardProperties?: Record<string, XdmFields> | undefined;
  /** What of them, and of the objects around them, every record must have, by path. */
  readonly standardRequired?: string[] | undefined;
  /** `$id`s of the field groups that it extends. */
  readonly extendedGroups?: string[] | undefined;
  /** Field groups of which it has single fields. */
  readonly extendedFields?: FieldsOfGroup[] | undefined;
}

/** A field group of which only some fields are taken. */
export type FieldsOfGroup = Omit<PartRef, "refProperty"> & { readonly refProperty: string[] };

/** A path of one of Adobe's standard objects: names joined by dots, `[*]` after that of a list. */
export const standardPath = /^_?[A-Za-z][\w-]*(\[\*\])?(\._?[A-Za-z][\w-]*(\[\*\])?)*$/;

/** The name of the definition that holds all fields of a group that the provider creates. */
const OWN = "customFields";

/** The content in the form of the registry. */
export function groupBody(content: GroupContent, namespace: string): Json & { allOf: unknown[] } {
  const { properties, required, standardProperties = {}, standardRequired: paths = [] } = content;
  const extended = extendedRefs(content);
  const isRequired = required !== undefined && required.length > 0;
  let holder: Json = {
    type: "object",
    ...(isRequired ? { required: [namespace] } : {}),
    properties: {
      [namespace]: {
        type: "object",
        ...(isRequired ? { required } : {}),
        properties: toRegistry(properties),
      },
    },
  };
  for (const [path, fields] of Object.entries(standardProperties)) {
    holder = withFields(holder, path, namespace, toRegistry(fields));
  }
  for (const path of paths) holder = withRequired(holder, toTenant(path, namespace).split("."));
  return {
    ...(extended.length === 0 ? {} : { "meta:extends": extended.map(({ ref }) => ref) }),
    definitions: { [OWN]: holder },
    allOf: [...extended.map((one) => partOf(one, namespace)), { $ref: `#/definitions/${OWN}` }],
  };
}

/** The object with the tenant's fields at the path of one of Adobe's; all else in it stays. */
export function withFields(node: Json, path: string, namespace: string, fields: Json): Json {
  const properties = isObject(node["properties"]) ? node["properties"] : {};
  if (path === "") {
    const tenant = { type: "object", properties: fields };
    return { ...node, properties: { ...properties, [namespace]: tenant } };
  }
  const [first = "", ...rest] = path.split(".");
  const name = first.replace("[*]", "");
  const there = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const old = isObject(there) ? there : {};
  const below = rest.join(".");
  const inner = first.endsWith("[*]")
    ? {
        type: "array",
        ...old,
        items: withFields(objectOf(old["items"]), below, namespace, fields),
      }
    : withFields(objectOf(there), below, namespace, fields);
  return { ...node, properties: { ...properties, [name]: inner } };
}

/** The object in which a path of names is required: in the last but one of them the last one. */
function withRequired(node: Json, [first = "", ...rest]: readonly string[]): Json {
  const name = first.replace("[*]", "");
  if (rest.length === 0) {
    const names: unknown[] = Array.isArray(node["required"]) ? node["required"] : [];
    return { ...node, required: [...names, name] };
  }
  const properties = objectOf(node["properties"]);
  const there = objectOf(own(properties, name));
  const inner = first.endsWith("[*]")
    ? { ...there, items: withRequired(objectOf(there["items"]), rest) }
    : withRequired(there, rest);
  return { ...node, properties: { ...properties, [name]: inner } };
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : { type: "object" };
}

/** What of a field group a program can write. */
export function groupContent(group: RegistryResource, namespace: string): GroupContent {
  const { "": atTop, ...others } = rawFields(group, namespace);
  const properties = fromRegistry(atTop);
  const standard = Object.entries(others)
    .filter(([path]) => standardPath.test(path))
    .map(([path, fields]) => [path, fromRegistry(fields)] as const)
    .filter(([, fields]) => Object.keys(fields).length > 0);
  const required = requiredNames(group, namespace).filter((name) =>
    Object.hasOwn(properties, name),
  );
  const standardProperties = Object.fromEntries(standard);
  return withoutEmpty({
    properties,
    required,
    standardProperties,
    standardRequired: standardRequired(group, namespace, standardProperties),
    ...extendedOf(partRefs(group, namespace)),
  });
}

/** Without the parts that have nothing in them: they mean the same as being left out. */
export function withoutEmpty({
  properties,
  required = [],
  standardProperties = {},
  standardRequired: paths = [],
  extendedGroups = [],
  extendedFields = [],
}: GroupContent): GroupContent {
  return {
    properties,
    ...(required.length === 0 ? {} : { required }),
    ...(Object.keys(standardProperties).length === 0 ? {} : { standardProperties }),
    ...(paths.length === 0 ? {} : { standardRequired: paths }),
    ...(extendedGroups.length === 0 ? {} : { extendedGroups }),
    ...(extendedFields.length === 0 ? {} : { extendedFields }),
  };
}

/** Names of the fields at the top that every record must have. */
export function requiredNames(group: RegistryResource, namespace: string): string[] {
  const enforced = tenantPlaces(group, namespace).filter(
    ({ path, requiredAbove }) => path === "" && requiredAbove.includes(namespace),
  );
  return [...new Set(enforced.flatMap(({ required }) => required))];
}

/** What a field group extends, as one list: whole groups, and those of which it has single fields. */
export function extendedRefs({ extendedGroups = [], extendedFields = [] }: Extended): PartRef[] {
  return [...extendedGroups.map((ref) => ({ ref })), ...extendedFields];
}

/** The same as a program writes it. */
export function extendedOf(refs: readonly PartRef[]): Required<Extended> {
  return {
    extendedGroups: refs.filter((one) => one.refProperty === undefined).map(({ ref }) => ref),
    extendedFields: refs.flatMap(({ ref, refProperty }) =>
      refProperty === undefined ? [] : [{ ref, refProperty }],
    ),
  };
}

interface Extended {
  readonly extendedGroups?: string[] | undefined;
  readonly extendedFields?: FieldsOfGroup[] | undefined;
}
