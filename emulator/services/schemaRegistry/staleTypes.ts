import { arrayOf, isObject, objectOf, without, type JsonObject } from "../../common/json";
import { isMap } from "./fieldKind";

/**
 * A changed document without the XDM types that came from a lookup. The registry writes `meta:xdmType` into each field
 * of a lookup, and a patch or a PUT sends it back; kept, it would outlive the type of the field. A type that the caller
 * gave stays, unless the field has become another one.
 *
 * @param sent - the document or a part of it
 * @param old - the same part as it is stored
 * @param shown - the same part as a lookup returns it
 */
export function withoutStaleTypes(sent: JsonObject, old: unknown, shown: unknown): JsonObject {
  const [stored, seen] = [objectOf(old), objectOf(shown)];
  const result = Object.fromEntries(
    Object.entries(sent).map(([key, value]) => [key, ofValue(value, stored[key], seen[key])]),
  );
  const given = sent["meta:xdmType"];
  if (typeof given !== "string" || given !== seen["meta:xdmType"]) return result;
  const isDerived = stored["meta:xdmType"] === undefined;
  return isDerived || isRetyped(sent, stored) ? without(result, "meta:xdmType") : result;
}

function ofValue(value: unknown, old: unknown, shown: unknown): unknown {
  if (isObject(value)) return withoutStaleTypes(value, old, shown);
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown, index) =>
    ofValue(item, arrayOf(old)[index], arrayOf(shown)[index]),
  );
}

function isRetyped(field: JsonObject, before: JsonObject): boolean {
  return (
    field["type"] !== before["type"] ||
    field["format"] !== before["format"] ||
    hasFreeKeys(field) !== hasFreeKeys(before)
  );
}

/** Whether a field is a map by its form, whatever its `meta:xdmType` says. */
function hasFreeKeys(field: JsonObject): boolean {
  return isMap(without(field, "meta:xdmType"));
}
