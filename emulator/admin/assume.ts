import { AssumptionError, resolveAssumptions, type Assumptions } from "../assumptions";
import { adminError } from "../common/apiError";
import { isObject, type JsonObject } from "../common/json";
import type { Call } from "../common/service";

function isStrings(object: JsonObject): object is Record<string, string> {
  return Object.values(object).every((value) => typeof value === "string");
}

/** Changes assumptions while the emulator runs; returns all of them. Throws 400 for an unknown one. */
export function changeAssumptions({ body, organization }: Call): Assumptions {
  if (!isObject(body) || !isStrings(body)) {
    throw adminError(400, "Send an object of assumptions and their values, as strings.");
  }
  try {
    organization.assume = resolveAssumptions({ ...organization.assume, ...body });
    return organization.assume;
  } catch (error) {
    if (error instanceof AssumptionError) throw adminError(400, error.message);
    throw error;
  }
}
