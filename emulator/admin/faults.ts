import { adminError } from "../common/apiError";
import { loaderOf } from "../common/lazy";
import type { Call } from "../common/service";
import type * as FaultRules from "./faultRule";

/** Loads zod with the first fault: it takes time, and few runs inject any. */
const load = loaderOf(__filename);

/** Adds one rule, or a list of them; returns it, or them, with id and counts. */
export function addFaults({ body, organization }: Call): unknown {
  const { faultRulesOf } = load("./faultRule") as typeof FaultRules;
  const rules = faultRulesOf(Array.isArray(body) ? body : [body]);
  if (typeof rules === "string") throw adminError(400, rules);
  const added = rules.map((rule) => organization.faults.add(rule));
  organization.events.emit("change");
  return Array.isArray(body) ? added : added[0];
}

/** Removes one rule. Throws 404 when there is none with the id. */
export function removeFault({ organization, params }: Call): void {
  const id = params["id"] ?? "";
  if (!organization.faults.remove(id)) throw adminError(404, `There is no fault ${id}.`);
}
