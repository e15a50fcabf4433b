import { arrayOf, isObject, type JsonObject, objectOf, own, stringOf } from "../../common/json";
import type { Call } from "../../common/service";
import { compose } from "./compose";
import { registryError, registryErrors } from "./errors";
import { refProperty, pointersOf } from "./refProperty";

/**
 * Rejects single fields of a field group in a form that the tutorial does not have, and, by the assumption
 * `ref-property`, a path that names no field.
 */
export function checkSingleFields({ organization, sandbox }: Call, document: JsonObject): void {
  for (const part of arrayOf(document["allOf"]).map(objectOf)) {
    const sent = part[refProperty];
    if (sent === undefined) continue;
    const list = [sent].flat();
    const odd = list.find((one) => !isPointer(one));
    if (list.length === 0 || odd !== undefined || stringOf(part["$ref"]) === undefined) {
      throw registryError(
        registryErrors.badRefProperty,
        `${refProperty} next to $ref: paths that begin with \`/\`, without \`properties\`; not ${JSON.stringify(odd)}.`,
      );
    }
    if (organization.assume["ref-property"] === "ignored") continue;
    const whole = compose(sandbox, { $ref: part["$ref"] }).schema;
    const missing = pointersOf(part)?.find((path) => !hasField(whole, path));
    if (missing !== undefined) {
      throw registryError(
        registryErrors.missingRefProperty,
        `${String(part["$ref"])} has no field /${missing.join("/")}.`,
      );
    }
  }
}

function isPointer(value: unknown): boolean {
  return (
    typeof value === "string" &&
    /^(\/[^/]+)+$/.test(value) &&
    !value.split("/").includes("properties")
  );
}

function hasField(node: JsonObject, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (isObject(node["items"])) return hasField(node["items"], [name, ...rest]);
  if (isObject(node["additionalProperties"])) return true;
  const field = own(node["properties"], name);
  return isObject(field) && hasField(field, rest);
}
