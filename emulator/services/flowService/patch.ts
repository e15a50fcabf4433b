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
  for (const operation of arrayOf(call.body)) {
    const { op: sentOp, path: sentPath } = objectOf(operation);
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
    target = patchedBy(target, [{ ...objectOf(operation), op, path }], (detail): ApiError =>
      flowError(flowErrors.missingField, `Missing field ${path}: ${detail}`, type),
    );
  }
  return target;
}
