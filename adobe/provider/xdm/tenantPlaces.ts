import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { partsOf, type RegistryResource } from "../../client/schemaRegistry";
import { pointerPart } from "../lifecycle/paths";

/** Where a field group keeps fields of the tenant. */
export interface Place {
  /**
   * Adobe's object that they are in, as `web.webPageDetails` or `productListItems[*]`; `""`: none, they are at the top.
   */
  readonly path: string;
  /** JSON Pointer of the object that holds the fields. */
  readonly pointer: string;
  readonly fields: Json;
  /** The names that the object with the fields requires. */
  readonly required: readonly string[];
  /** The names that the object above it requires. Among them is the tenant's namespace, or nothing is enforced. */
  readonly requiredAbove: readonly string[];
}

/**
 * The parts of a field group that may hold fields, by JSON Pointer: the group itself, each of its definitions, and, as in the
 * sample of Adobe's guide on `/rpc/csv2schema`, each part of `allOf` that refers to nothing.
 */
export function holders(group: RegistryResource): [pointer: string, holder: Json][] {
  const definitions = isObject(group["definitions"]) ? group["definitions"] : {};
  const inner = Object.entries(definitions).map(
    ([name, holder]) => [`/definitions/${pointerPart(name)}`, holder] as const,
  );
  const parts = partsOf(group).flatMap((part, index) =>
    isPartOfItsOwn(part) ? [[`/allOf/${index}`, part] as const] : [],
  );
  return [["", group] as const, ...inner, ...parts].map(([pointer, holder]) => [
    pointer,
    isObject(holder) ? holder : {},
  ]);
}

/** Whether a part of `allOf` has its content in itself. */
export function isPartOfItsOwn(part: unknown): part is Json {
  return isObject(part) && part["$ref"] === undefined;
}

/** Every place with fields of the tenant. */
export function tenantPlaces(group: RegistryResource, namespace: string): Place[] {
  return holders(group).flatMap(([pointer, holder]) => placesIn(holder, pointer, "", namespace));
}

function placesIn(node: Json, pointer: string, path: string, namespace: string): Place[] {
  const { properties } = node;
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, value]) => {
    if (!isObject(value)) return [];
    const here = `${pointer}/properties/${pointerPart(name)}`;
    if (name === namespace) {
      const { properties: fields } = value;
      if (!isObject(fields)) return [];
      const required = {
        required: namesIn(value["required"]),
        requiredAbove: namesIn(node["required"]),
      };
      return [{ path, pointer: `${here}/properties`, fields, ...required }];
    }
    const below = path === "" ? name : `${path}.${name}`;
    return isObject(value["items"])
      ? placesIn(value["items"], `${here}/items`, `${below}[*]`, namespace)
      : placesIn(value, here, below, namespace);
  });
}

/** The texts of a list. */
function namesIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

/** The fields of the tenant by path. When a name occurs twice at a path, the last one counts. */
export function rawFields(group: RegistryResource, namespace: string): Record<string, Json> {
  const all = new Map<string, Json>();
  for (const { path, fields } of tenantPlaces(group, namespace)) {
    all.set(path, { ...all.get(path), ...fields });
  }
  return Object.fromEntries(all);
}
