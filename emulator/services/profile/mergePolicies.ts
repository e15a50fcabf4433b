import { uuid } from "../../common/ids";
import type { Call } from "../../common/service";
import type { MergePolicy } from "../../state/entities";
import { unionMembers } from "../schemaRegistry/unions";
import { profileError, profileErrors } from "./errors";
import { toResponse } from "./responses";
import { patchedBody, validMergePolicy, type MergePolicyInput } from "./validate";

const profiles = {
  altId: "_xdm.context.profile",
  $id: "https://ns.adobe.com/xdm/context/profile",
} as const;

/** All policies, Adobe's own default of the class of profiles too. */
export function allMergePolicies(call: Call): MergePolicy[] {
  provideDefault(call);
  return call.sandbox.mergePolicies.values();
}

/** Makes Adobe's own policy where the class of profiles has no default and should have one. */
function provideDefault({ sandbox, organization }: Call): void {
  const isProvided =
    organization.assume["first-merge-policy"] === "at-once" ||
    unionMembers(sandbox, profiles.$id).length > 0;
  if (!isProvided || defaultOf(sandbox.mergePolicies.values(), profiles.altId)) return;
  const id = uuid();
  sandbox.mergePolicies.set(id, {
    id,
    name: "Default Timebased",
    schemaName: profiles.altId,
    identityGraph: "pdg",
    attributeMerge: { type: "timestampOrdered" },
    isDefault: true,
    isActiveOnEdge: false,
    version: 1,
    updated: organization.now(),
  });
}

/** The default of a class; undefined: it has none. */
export function defaultPolicyOf(call: Call, schemaName: string): MergePolicy | undefined {
  return defaultOf(allMergePolicies(call), schemaName);
}

function defaultOf(all: readonly MergePolicy[], schemaName: string): MergePolicy | undefined {
  return all.find((one) => one.isDefault && one.schemaName === schemaName);
}

/** The policy of the path. Throws 404 when there is none. */
export function findMergePolicy(call: Call): MergePolicy {
  const id = call.params["id"] ?? "";
  const found = allMergePolicies(call).find((one) => one.id === id);
  if (found !== undefined) return found;
  throw profileError(profileErrors.notFound, `There is no merge policy ${id}.`);
}

/** POST: a policy that is to be the default, or active on the edge, takes that from the one that was. */
export function createMergePolicy(call: Call): MergePolicy {
  const input = validMergePolicy(call.sandbox, call.body);
  allMergePolicies(call);
  return save(call, uuid(), input, 1);
}

/** PUT: replaces all that a caller may set. */
export function replaceMergePolicy(call: Call): MergePolicy {
  return change(call, findMergePolicy(call), call.body);
}

/** PATCH: changes what its operations name. */
export function patchMergePolicy(call: Call): MergePolicy {
  const old = findMergePolicy(call);
  return change(call, old, patchedBody(toResponse(call, old), call.body));
}

function change(call: Call, old: MergePolicy, body: unknown): MergePolicy {
  const input = validMergePolicy(call.sandbox, body);
  const isLeft = !input.isDefault || input.schemaName !== old.schemaName;
  if (old.isDefault && isLeft) checkDefault(call, old);
  return save(call, old.id, input, old.version + 1);
}

function checkDefault({ organization }: Call, { schemaName }: MergePolicy): void {
  if (organization.assume["merge-policy-default"] === "allowed") return;
  throw profileError(
    profileErrors.lastDefault,
    `The class ${schemaName} must have a default merge policy.`,
  );
}

function save(call: Call, id: string, input: MergePolicyInput, version: number): MergePolicy {
  const { sandbox, organization } = call;
  const others = sandbox.mergePolicies.values().filter((one) => one.id !== id);
  const active = others.find(({ isActiveOnEdge }) => isActiveOnEdge);
  if (input.isActiveOnEdge && active !== undefined) {
    if (organization.assume["merge-policy-edge"] === "refused") {
      throw profileError(profileErrors.edgeTaken, `Merge policy ${active.id} is active on edge.`);
    }
    sandbox.mergePolicies.set(active.id, {
      ...active,
      isActiveOnEdge: false,
      version: active.version + 1,
    });
  }
  const former = defaultOf(sandbox.mergePolicies.values(), input.schemaName);
  if (input.isDefault && former !== undefined && former.id !== id) {
    sandbox.mergePolicies.set(former.id, {
      ...former,
      isDefault: false,
      version: former.version + 1,
    });
  }
  const policy = { id, ...input, version, updated: organization.now() };
  sandbox.mergePolicies.set(id, policy);
  organization.events.emit("change");
  return policy;
}

/** DELETE: of a policy that is neither active on the edge nor the default. */
export function deleteMergePolicy(call: Call): void {
  const policy = findMergePolicy(call);
  if (policy.isActiveOnEdge) {
    throw profileError(
      profileErrors.activeOnEdge,
      `Set isActiveOnEdge of merge policy ${policy.id} to false first.`,
    );
  }
  if (policy.isDefault) checkDefault(call, policy);
  call.sandbox.mergePolicies.delete(policy.id);
  call.organization.events.emit("change");
}
