import type { ApiError } from "../../common/apiError";
import type { Call } from "../../common/service";
import type { CustomLabel, MarketingAction } from "../../state/entities";
import { coreActions, coreLabels } from "./coreObjects";
import { policyError, policyErrors } from "./errors";
import { stampsOf } from "./stamps";
import { validAction, validLabel } from "./validate";

/** What a PUT by name has made or changed. */
export interface Put<T> {
  readonly one: T;
  readonly isNew: boolean;
}

/** The reference's text: the address without the service's base. */
export function notFound({ organization }: Call, path: string): ApiError {
  return policyError(policyErrors.notFound, `${organization.origin}${path} not found`);
}

function nameIn({ params }: Call): string {
  return params["name"] ?? "";
}

export function findCoreLabel(call: Call): (typeof coreLabels)[number] {
  const found = coreLabels.find(({ name }) => name === nameIn(call));
  if (found !== undefined) return found;
  throw notFound(call, `/labels/core/${nameIn(call)}`);
}

export function findCoreAction(call: Call): (typeof coreActions)[number] {
  const found = coreActions.find(({ name }) => name === nameIn(call));
  if (found !== undefined) return found;
  throw notFound(call, `/marketingActions/core/${nameIn(call)}`);
}

export function findLabel(call: Call): CustomLabel {
  const found = call.sandbox.customLabels.get(nameIn(call));
  if (found !== undefined) return found;
  throw notFound(call, `/labels/custom/${nameIn(call)}`);
}

export function putLabel(call: Call): Put<CustomLabel> {
  const { sandbox, organization } = call;
  const old = sandbox.customLabels.get(nameIn(call));
  const one = { ...validLabel(call), ...stampsOf(call, old) };
  sandbox.customLabels.set(one.name, one);
  organization.events.emit("change");
  return { one, isNew: old === undefined };
}

export function findAction(call: Call): MarketingAction {
  const found = call.sandbox.marketingActions.get(nameIn(call));
  if (found !== undefined) return found;
  throw notFound(call, `/marketingActions/custom/${nameIn(call)}`);
}

export function putAction(call: Call): Put<MarketingAction> {
  const { sandbox, organization } = call;
  const old = sandbox.marketingActions.get(nameIn(call));
  const one = { ...validAction(call), ...stampsOf(call, old) };
  sandbox.marketingActions.set(one.name, one);
  organization.events.emit("change");
  return { one, isNew: old === undefined };
}

/** DELETE: of a marketing action that no policy refers to. */
export function deleteAction(call: Call): void {
  const { name } = findAction(call);
  const { sandbox, organization } = call;
  const ref = `custom/${encodeURIComponent(name)}`;
  const users = sandbox.governancePolicies
    .values()
    .filter(({ marketingActions }) => marketingActions.includes(ref));
  if (users.length > 0) {
    const ids = users.map(({ id }) => id).join(", ");
    throw policyError(
      policyErrors.referenced,
      `The marketing action ${name} is referenced by the policies ${ids}.`,
    );
  }
  sandbox.marketingActions.delete(name);
  organization.events.emit("change");
}
