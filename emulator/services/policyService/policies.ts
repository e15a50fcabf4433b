import { hexId } from "../../common/ids";
import { arrayOf, isObject, type JsonObject } from "../../common/json";
import { patchedBy } from "../../common/jsonPatch";
import type { Call } from "../../common/service";
import type { GovernancePolicy } from "../../state/entities";
import { policyError, policyErrors } from "./errors";
import { notFound } from "./named";
import { policyResponse } from "./responses";
import { stampsOf } from "./stamps";
import { validPolicy } from "./validate";

const operations = ["add", "remove", "replace"];

/** The policy of the path. Throws 404 when there is none. */
export function findPolicy(call: Call): GovernancePolicy {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.governancePolicies.get(id);
  if (found !== undefined) return found;
  throw notFound(call, `/policies/custom/${id}`);
}

/** POST. */
export function createPolicy(call: Call): GovernancePolicy {
  return save(call, hexId(12), call.body, undefined);
}

/** PUT: replaces all that a caller may set. */
export function replacePolicy(call: Call): GovernancePolicy {
  const old = findPolicy(call);
  return save(call, old.id, call.body, old);
}

/** PATCH: the guide sends a list of operations, the reference's schema is one. */
export function patchPolicy(call: Call): GovernancePolicy {
  const old = findPolicy(call);
  const reject = (detail: string) => policyError(policyErrors.badPatch, detail);
  const patch = Array.isArray(call.body) ? arrayOf(call.body) : [call.body];
  const unknown = patch.find((one) => !isObject(one) || !operations.includes(String(one["op"])));
  if (unknown !== undefined) throw reject(`\`op\` is one of ${operations.join(", ")}.`);
  const body: JsonObject = patchedBy(policyResponse(call, old), patch, reject);
  return save(call, old.id, body, old);
}

function save(
  call: Call,
  id: string,
  body: unknown,
  old: GovernancePolicy | undefined,
): GovernancePolicy {
  const { sandbox, organization } = call;
  const input = validPolicy(call, body);
  const other = sandbox.governancePolicies
    .values()
    .find((one) => one.name === input.name && one.id !== id);
  if (other !== undefined && organization.assume["policy-name"] === "unique") {
    throw policyError(policyErrors.nameTaken, `The policy ${other.id} has the name ${input.name}.`);
  }
  const policy = { id, ...input, ...stampsOf(call, old) };
  sandbox.governancePolicies.set(id, policy);
  organization.events.emit("change");
  return policy;
}

export function deletePolicy(call: Call): void {
  const { id } = findPolicy(call);
  call.sandbox.governancePolicies.delete(id);
  call.organization.events.emit("change");
}
