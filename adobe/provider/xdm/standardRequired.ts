import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import type { RegistryResource } from "../../client/schemaRegistry";
import { isSame } from "../lifecycle/merge";
import { pointerPart } from "../lifecycle/paths";
import type { XdmFields } from "./field";
import { TENANT } from "./tenant";
import { holders } from "./tenantPlaces";

/**
 * What is required inside Adobe's standard objects, by path. The sample of Adobe's guide on `/rpc/csv2schema` requires a
 * field of the tenant there, and each object that it is in: `person`, `person.name`, `person.name._tenant` and
 * `person.name._tenant.nickName`. Adobe's UI shows the same paths. Of Adobe's own fields no document shows it.
 */
interface ObjectAt {
  /** `web.webPageDetails`; `""`: the record itself. */
  readonly path: string;
  readonly pointer: string;
  readonly required: readonly string[];
  /** The paths of what it has, as a program writes them, by their names at Adobe. */
  readonly declared: ReadonlyMap<string, string>;
}

/** Every object of a field group outside the tenant's own at the top, and the tenant's inside Adobe's. */
function objectsOf(group: RegistryResource, namespace: string): ObjectAt[] {
  return holders(group).flatMap(([pointer, holder]) => objectsIn(holder, pointer, "", namespace));
}

function objectsIn(node: Json, pointer: string, path: string, namespace: string): ObjectAt[] {
  const properties = isObject(node["properties"]) ? node["properties"] : {};
  const pathOf = (name: string) => join(path, name === namespace ? TENANT : name);
  const below = Object.entries(properties).flatMap(([name, value]) => {
    const at = `${pointer}/properties/${pointerPart(name)}`;
    const here = pathOf(name);
    if (!isObject(value) || here === TENANT) return [];
    // What the tenant's fields require, is part of the fields.
    if (name === namespace) return [objectAt(value, at, here, (inner) => join(here, inner))];
    return isObject(value["items"])
      ? objectsIn(value["items"], `${at}/items`, `${here}[*]`, namespace)
      : objectsIn(value, at, here, namespace);
  });
  return [objectAt(node, pointer, path, pathOf), ...below];
}

function objectAt(
  node: Json,
  pointer: string,
  path: string,
  pathOf: (name: string) => string,
): ObjectAt {
  const properties = isObject(node["properties"]) ? node["properties"] : {};
  const names: unknown[] = Array.isArray(node["required"]) ? node["required"] : [];
  return {
    path,
    pointer,
    required: names.filter((one) => typeof one === "string"),
    declared: new Map(Object.keys(properties).map((name) => [name, pathOf(name)])),
  };
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

type Standard = Readonly<Record<string, XdmFields>> | undefined;

/** Whether a path is one of the program's fields inside Adobe's objects, or an object that one of them is in. */
export function isRequirable(path: string, standard: Standard = {}): boolean {
  if (path === TENANT || path.startsWith(`${TENANT}.`) || path.endsWith("[*]")) return false;
  return Object.entries(standard).some(([place, fields]) => {
    const object = `${place}.${TENANT}`;
    const isAbove = [".", "[*]."].some((end) => `${object}.`.startsWith(`${path}${end}`));
    return isAbove || Object.keys(fields).some((name) => path === `${object}.${name}`);
  });
}

/** The path that may be meant: with the tenant's placeholder, which is easily forgotten, or the list in place of its elements. */
export function requirableNear(path: string, standard: Standard): string | undefined {
  const parts = path.split(".");
  const placed = parts.map((_, at) =>
    [...parts.slice(0, at), TENANT, ...parts.slice(at)].join("."),
  );
  const all = [path.replace(/\[\*\]$/, ""), ...placed.slice(1)];
  return all.find((one) => isRequirable(one, standard));
}

/** The path of the object or list that a path is in; `""`: the record itself. */
export function parentOf(path: string): string {
  const parts = path.split(".");
  return parts
    .slice(0, -1)
    .join(".")
    .replace(/\[\*\]$/, "");
}

/** What a field group requires inside Adobe's standard objects, as a program can write it. */
export function standardRequired(
  group: RegistryResource,
  namespace: string,
  standard: Standard,
): string[] {
  const paths = objectsOf(group, namespace).flatMap(({ required, declared }) =>
    required.flatMap((name) => declared.get(name) ?? []),
  );
  return [...new Set(paths)].filter((path) => isRequirable(path, standard));
}

/** What of it no program can write: the objects, as `web` and `web._tenant`, `""` for the record itself. */
export function unwritableRequired(
  group: RegistryResource,
  namespace: string,
  standard: Standard,
): string[] {
  const objects = objectsOf(group, namespace).filter(({ path: object, required, declared }) =>
    required.some((name) => {
      // That is said where the tenant's fields at the top are.
      if (object === "" && name === namespace) return false;
      const path = declared.get(name);
      return path === undefined || !isRequirable(path, standard);
    }),
  );
  return [...new Set(objects.map(({ path }) => path))];
}

/**
 * The patch that gives a field group these required paths. What no program can write stays.
 *
 * @param before - the field group before other changes of the same update, which may take fields away
 */
export function standardRequiredChanges(
  [before, group]: readonly [RegistryResource, RegistryResource],
  namespace: string,
  { standard, wanted }: { standard: readonly Standard[]; wanted: readonly string[] },
): { op: "add"; path: string; value: string[] }[] {
  const objects = objectsOf(group, namespace);
  const left = new Set(wanted);
  const isOurs = (path: string) => standard.some((one) => isRequirable(path, one));
  const old = new Map(objectsOf(before, namespace).map((one) => [one.pointer, one.declared]));
  const kept = objects.map(({ pointer, required, declared }) =>
    required.filter((name) => {
      const path = declared.get(name) ?? old.get(pointer)?.get(name);
      if (path === undefined || !isOurs(path)) return true;
      if (!wanted.includes(path)) return false;
      left.delete(path);
      return true;
    }),
  );
  return objects.flatMap(({ pointer, required, declared }, index) => {
    const added = [...declared].filter(([, path]) => left.delete(path)).map(([name]) => name);
    const value = [...(kept[index] ?? []), ...added];
    return isSame(value, required)
      ? []
      : [{ op: "add" as const, path: `${pointer}/required`, value }];
  });
}
