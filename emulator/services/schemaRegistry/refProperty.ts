import { arrayOf, isObject, type JsonObject, objectOf, without } from "../../common/json";

/** Next to a `$ref` in `allOf`: the only fields to take of the resource, one path or a list of them. */
export const refProperty = "meta:refProperty";

/** A path to a field: its names, without the prefix and the marks of lists. */
type FieldPath = readonly string[];

/** The paths of a part; undefined: the whole resource. */
export function pointersOf(part: JsonObject): FieldPath[] | undefined {
  const sent = part[refProperty];
  if (sent === undefined) return undefined;
  return [sent]
    .flat()
    .filter((one) => typeof one === "string")
    .map((pointer) =>
      pointer
        .slice(1)
        .split("/")
        .map((name) => name.replace(/^xdm:/, "").replace("[*]", "")),
    );
}

/**
 * Of a resolved resource, only these fields, each with what is below it and the objects that it is in. Nothing requires a
 * field that is left out.
 */
export function onlyFields(node: JsonObject, paths: readonly FieldPath[]): JsonObject {
  if (paths.some((path) => path.length === 0)) return node;
  if (isObject(node["items"])) return { ...node, items: onlyFields(node["items"], paths) };
  if (!isObject(node["properties"])) return node;
  const properties: JsonObject = {};
  const names = new Set<unknown>();
  for (const [name, field] of Object.entries(node["properties"])) {
    const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (below.length === 0) continue;
    const inner = objectOf(field);
    properties[name] = onlyFields(inner, below);
    names.add(name).add(inner["meta:xdmField"]);
  }
  const required = arrayOf(node["required"]).filter((name) => names.has(name));
  const only = { ...without(node, "required"), properties };
  return required.length === 0 ? only : { ...only, required };
}
