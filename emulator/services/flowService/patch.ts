import type { ApiError } from "../../common/apiError";
import { arrayOf, objectOf, stringOf, textOf, type JsonObject } from "../../common/json";
import { patchedBy } from "../../common/jsonPatch";
import type { Call } from "../../common/service";
import type { FlowObject } from "../../state/entities";
import { flowError, flowErrors } from "./errors";

/** Media types of a PATCH. The guides print it without one, so that curl sends its own default. */
export const patchTypes = ["application/json", "application/x-www-form-urlencoded"];

/** The fields that a PATCH may change in one kind of object. */
export interface Patchable {
  /** Fields that can be added; fields that the object has already can be changed too. */
  readonly fields: readonly string[];
  readonly fixed: readonly string[];
}

/** The object after a JSON Patch of the fields a caller may change. Operation names are case-insensitive. */
export function patched(
  call: Call,
  object: FlowObject,
  type: string,
  { fields, fixed }: Patchable,
): JsonObject {
  if (arrayOf(call.body).length === 0) {
    if (Array.isArray(call.body) || call.body === undefined) {
      throw flowError(flowErrors.emptyBody, "The patch is empty.", type);
    }
    throw flowError(flowErrors.badPatch, "The body must be a list of operations.", type);
  }
  let target: JsonObject = { name: object.name, ...object.body };
  const isOriginal = call.organization.assume["selector-indices"] === "original";
  const operations = arrayOf(call.body).map(objectOf);
  for (const operation of isOriginal ? highestFirst(operations) : operations) {
    const { op: sentOp, path: sentPath } = operation;
    const op = textOf(sentOp).toLowerCase();
    const path = stringOf(sentPath) ?? "";
    if (!["add", "replace", "remove"].includes(op)) {
      throw flowError(flowErrors.badOperation, `The operation ${op} is not supported.`, type);
    }
    const head = path.split("/")[1] ?? "";
    if (head === "connectionSpec") {
      throw flowError(flowErrors.specFixed, "The connection spec cannot be changed.", type);
    }
    if (fixed.includes(head))
      throw flowError(flowErrors.badPatch, `${path} cannot be changed.`, type);
    if (!fields.includes(head) && !Object.hasOwn(target, head)) {
      throw flowError(flowErrors.missingField, `Missing field ${path}`, type);
    }
    target = patchedBy(target, [{ ...operation, op, path }], (detail): ApiError =>
      flowError(flowErrors.missingField, `Missing field ${path}: ${detail}`, type),
    );
  }
  return target;
}

const selectorPath = /^(\/transformations\/0\/params\/\w+\/selectors)\/(\d+)$/u;

/** The operations, those that remove selectors from one list with the highest index first: so each index is the original one. */
function highestFirst(operations: readonly JsonObject[]): JsonObject[] {
  const listOf = ({ op, path }: JsonObject): string | undefined =>
    textOf(op).toLowerCase() === "remove" ? selectorPath.exec(textOf(path))?.[1] : undefined;
  const indexOf = ({ path }: JsonObject): number => Number(selectorPath.exec(textOf(path))?.[2]);
  const sorted = operations
    .filter((one) => listOf(one) !== undefined)
    .toSorted((a, b) => indexOf(b) - indexOf(a));
  const taken = new Set<JsonObject>();
  return operations.map((one) => {
    const list = listOf(one);
    if (list === undefined) return one;
    const next = sorted.find((other) => listOf(other) === list && !taken.has(other)) ?? one;
    taken.add(next);
    return next;
  });
}
