import { arrayOf, isObject, type JsonObject, objectOf, own } from "../../common/json";
import type { Sandbox } from "../../state/sandbox";
import { compose } from "./compose";
import { tenantNamespace } from "./documents";
import { registryError, registryErrors } from "./errors";
import { globalResources } from "./global";

/**
 * Rejects custom fields outside the tenant's namespace. The namespace may also be inside an object, or the
 * items of a list, that Adobe's library has: `order._tenant`, `productListItems[]._tenant`.
 */
export function checkNamespaces(sandbox: Sandbox, document: JsonObject): void {
  const definitions = Object.values(objectOf(document["definitions"])).map(objectOf);
  const parts = arrayOf(document["allOf"]).map(objectOf);
  const outside = [document, ...definitions, ...parts].flatMap((part) =>
    outsideFields(sandbox, part, []),
  );
  if (outside.length > 0) {
    throw registryError(
      registryErrors.namespace,
      `Custom fields must be below \`${tenantNamespace}\`, these are not: ${outside.join(", ")}.`,
    );
  }
}

/** The custom fields below a node that the tenant's namespace is not above, as paths. */
function outsideFields(sandbox: Sandbox, node: JsonObject, path: readonly string[]): string[] {
  return Object.entries(objectOf(node["properties"])).flatMap(([name, value]) => {
    if (name === tenantNamespace) return [];
    const field = objectOf(value);
    const here = [...path, name];
    if (!isStandard(sandbox, here)) return [here.join(".")];
    const inner = isObject(field["items"]) ? field["items"] : field;
    // A standard field without anything below it is written again, not extended.
    return isObject(inner["properties"]) ? outsideFields(sandbox, inner, here) : [here.join(".")];
  });
}

let libraryFields: readonly JsonObject[] | undefined;

/** The composed classes and field groups of Adobe's library: they are the same in every sandbox. */
function library(sandbox: Sandbox): readonly JsonObject[] {
  libraryFields ??= [...globalResources.values()]
    .filter(({ type }) => type === "classes" || type === "mixins")
    .map(({ document }) => compose(sandbox, document).schema);
  return libraryFields;
}

/** Whether Adobe's library has a field at the path; lists count as their items. */
function isStandard(sandbox: Sandbox, path: readonly string[]): boolean {
  return library(sandbox).some(
    (schema) =>
      path.reduce<JsonObject | undefined>((node, name) => {
        const items = objectOf(node)["items"];
        const field = own((isObject(items) ? items : objectOf(node))["properties"], name);
        return isObject(field) ? field : undefined;
      }, schema) !== undefined,
  );
}
