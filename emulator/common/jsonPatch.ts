import { applyPatch, type Operation } from "rfc6902";
import type { ApiError } from "./apiError";
import { arrayOf, isObject, type JsonObject } from "./json";

/** Makes a service's own answer to a patch that does not fit. */
export type Refuse = (detail: string) => ApiError;

const withValue = ["add", "replace", "test"];
const withFrom = ["move", "copy"];
const needingTarget = ["replace", "remove", "test"];

/** No member of a JSON document: they would reach what all objects have in common. */
const reserved = ["__proto__", "constructor", "prototype"];

/**
 * The document with the operations of an RFC 6902 patch applied, one after another; the given one stays as
 * it is. Whatever is no patch, or does not fit the document, is thrown as `refuse` makes it.
 */
export const patchedBy = (document: JsonObject, patch: unknown, refuse: Refuse): JsonObject => {
  if (!Array.isArray(patch)) {
    throw refuse("The body must be a list of JSON Patch operations.");
  }
  const target = structuredClone(document);
  for (const operation of patch as unknown[]) {
    const fault = faultOf(target, operation);
    if (fault !== undefined) throw refuse(fault);
    const failed = applyPatch(target, [operation as Operation])[0];
    if (failed !== null && failed !== undefined) throw refuse(failed.message);
  }
  return target;
};

/** Why an operation cannot be applied; the library looks at the values only, not at the way to them. */
const faultOf = (target: JsonObject, operation: unknown): string | undefined => {
  if (!isObject(operation)) return "A JSON Patch operation must be an object.";
  const { op, path, from } = operation;
  if (typeof op !== "string" || ![...needingTarget, ...withFrom, "add"].includes(op)) {
    return "`op` must be add, remove, replace, move, copy or test.";
  }
  if (withValue.includes(op) && operation["value"] === undefined) return `${op} needs \`value\`.`;
  if (withFrom.includes(op)) {
    const fault = pointerFault(target, from, true);
    if (fault !== undefined) return `\`from\` ${fault}`;
    if (op === "move" && String(path).startsWith(`${String(from)}/`)) {
      return "A value cannot be moved into itself.";
    }
  }
  const fault = pointerFault(target, path, needingTarget.includes(op));
  return fault === undefined ? undefined : `\`path\` ${fault}`;
};

/** Why a JSON Pointer leads nowhere; `exists`: the place it names must be there already. */
const pointerFault = (
  target: JsonObject,
  pointer: unknown,
  exists: boolean,
): string | undefined => {
  if (typeof pointer !== "string" || !pointer.startsWith("/")) {
    return "must be a JSON Pointer that begins with `/`.";
  }
  const keys = pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (keys.some((key) => reserved.includes(key))) return `${pointer} cannot be used.`;
  let place: unknown = target;
  for (const [index, key] of keys.entries()) {
    const isLast = index === keys.length - 1;
    if (!canHold(place, key, isLast && !exists)) return `${pointer} is not there.`;
    place = Array.isArray(place) ? arrayOf(place)[Number(key)] : (place as JsonObject)[key];
  }
  return undefined;
};

/** Whether a list or object has the key, or can take it when it is `free` to be new. */
const canHold = (place: unknown, key: string, free: boolean): boolean => {
  if (Array.isArray(place)) {
    if (free && key === "-") return true;
    return /^(?:0|[1-9]\d*)$/u.test(key) && Number(key) < place.length + (free ? 1 : 0);
  }
  return isObject(place) && (free || Object.hasOwn(place, key));
};
