import { applyPatch, type Operation } from "rfc6902";

import type { ApiError } from "./apiError";
import { arrayOf, isObject, type JsonObject } from "./json";

/** Makes a service's own error for a patch that cannot be applied. */
export type Reject = (detail: string) => ApiError;

const withValue = ["add", "replace", "test"];
const withFrom = ["move", "copy"];
const needingTarget = ["replace", "remove", "test"];

/** Keys that no patch may name, because they reach the prototype of all objects. */
const reserved = ["__proto__", "constructor", "prototype"];

/**
 * Applies the operations of an RFC 6902 patch to a copy of the document.
 *
 * @param reject - makes the error to throw when the patch is not valid or does not fit the document
 */
export function patchedBy(document: JsonObject, patch: unknown, reject: Reject): JsonObject {
  if (!Array.isArray(patch)) {
    throw reject("The body must be a list of JSON Patch operations.");
  }
  const target = structuredClone(document);
  for (const operation of patch as unknown[]) {
    const fault = faultOf(target, operation);
    if (fault !== undefined) throw reject(fault);
    const failed = applyPatch(target, [operation as Operation])[0];
    if (failed !== null && failed !== undefined) throw reject(failed.message);
  }
  return target;
}

/** Why an operation cannot be applied. The library checks values, but not whether a path exists. */
function faultOf(target: JsonObject, operation: unknown): string | undefined {
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
}

/** Why a JSON Pointer cannot be used. With `exists` its target must already exist. */
function pointerFault(target: JsonObject, pointer: unknown, exists: boolean): string | undefined {
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
    if (!canHold(place, key, isLast && !exists)) {
      return `${pointer} is not there: Missing field "${key}".`;
    }
    place = Array.isArray(place) ? arrayOf(place)[Number(key)] : (place as JsonObject)[key];
  }
  return undefined;
}

/** Whether a list or object has the key, or with `free` can get it. */
function canHold(place: unknown, key: string, free: boolean): boolean {
  if (Array.isArray(place)) {
    if (free && key === "-") return true;
    return /^(?:0|[1-9]\d*)$/u.test(key) && Number(key) < place.length + (free ? 1 : 0);
  }
  return isObject(place) && (free || Object.hasOwn(place, key));
}
