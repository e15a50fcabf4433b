import { objectOf, type JsonObject } from "../../common/json";

/**
 * Whether an attribute passes a `property` of the query, in the forms of the guide: `name=x`, `name!=x`,
 * `status=contains(new,processing)`, `status=!contains(new)`, `updateEpoch>=1683669114845`. One in another form passes all.
 */
export function isWanted(filter: string, attribute: JsonObject): boolean {
  const [, field = "", sign = "", value = ""] = /^([\w.]+)(>=|<=|!=|=)(.*)$/.exec(filter) ?? [];
  const actual = valueAt(attribute, field);
  if (actual === undefined) return true;
  if (sign === ">=") return Number(actual) >= Number(value);
  if (sign === "<=") return Number(actual) <= Number(value);
  const [, not = "", list = ""] = /^(!?)contains\((.*)\)$/.exec(value) ?? [];
  if (list !== "") return isAmong(actual, list.split(",")) === (not === "");
  return isAmong(actual, [value]) === (sign === "=");
}

function isAmong(actual: unknown, values: readonly string[]): boolean {
  return values.some((one) => one.trim().toLowerCase() === String(actual).toLowerCase());
}

function valueAt(attribute: JsonObject, field: string): unknown {
  if (field === "mergeFunction.value") return objectOf(attribute["mergeFunction"])["value"];
  return ["name", "status", "createEpoch", "updateEpoch"].includes(field)
    ? attribute[field]
    : undefined;
}
