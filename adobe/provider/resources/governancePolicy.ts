import * as z from "zod";

import { actionOf, isActionName } from "../../client/policyService";
import type { GovernancePolicy } from "../../client/policyService";
import { mergeBase } from "../lifecycle/addedParts";
import { canonicalJson } from "../lifecycle/autoName";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame } from "../lifecycle/merge";
import { mergeTagged } from "../lifecycle/mergeTagged";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { descriptionInput, descriptionOf, inOrderOf, nameInput } from "./common";
import { explained } from "./explained";
import { goneError } from "./gone";
import { missingLabels, near } from "./labelNames";
import { permitted } from "./permitted";
import { expressionFailures, expressionOf, labelsIn, policyExpression } from "./policyExpression";
import type { PolicyExpression } from "./policyExpression";

/** Whether a text names a marketing action, by its address too. */
function isRef(text: string): boolean {
  const [, name = ""] = /^(?:core|custom)\/(.+)$/su.exec(actionOf(text)) ?? [];
  return isActionName(name);
}

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  status: z
    .enum(["DRAFT", "ENABLED", "DISABLED"])
    .meta({
      id: "PolicyStatus",
      description: "Whether a policy is enforced.",
      values: { DRAFT: "Only written down.", ENABLED: "Enforced.", DISABLED: "Not enforced." },
    })
    .optional()
    .describe(
      "Adobe enforces policies that are `ENABLED`. As long as the program does not give it, it stays as it is at Adobe, so that somebody may enable the policy in the UI; a new one is a `DRAFT`.",
    ),
  marketingActionRefs: z
    .array(
      z.string().refine(isRef, {
        error:
          "must be core/ and the name of one of Adobe's marketing actions, as core/exportToThirdParty, or the id of a MarketingAction",
      }),
    )
    .min(1, { error: "is empty; give at least one marketing action" })
    .describe(
      "What the policy denies: the `id` of a `MarketingAction` (`custom/` and its name), or `core/` and the name of one of Adobe's, as `core/exportToThirdParty`. The address that Adobe shows of one is right too. The order does not matter.",
    ),
  deny: policyExpression.describe(
    'For which data: a boolean expression over data usage labels, as `{ operator: "AND", operands: [{ label: "C4" }, { label: "I1" }] }`.',
  ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

/** Where the program leaves one of these out, what somebody else sets at Adobe does not show as drift. */
const open = ["status"];
const unorderedLists = { marketingActionRefs: "" };

function inputsOf(found: GovernancePolicy, last?: Inputs): Inputs {
  const { id, deny } = found;
  if (deny === undefined) {
    throw new Error(
      `the policy ${id} has no expression of labels, so it is of another kind (such as consent), which no resource type is for. Leave it to Adobe's UI`,
    );
  }
  return {
    name: found.name,
    ...descriptionOf(found.description),
    ...statusOf(found.status as Inputs["status"]),
    marketingActionRefs: inOrderOf(found.marketingActions, last?.marketingActionRefs, (one) => one),
    deny: expressionOf(deny),
  };
}

function statusOf(status: Inputs["status"]): Pick<Inputs, "status"> {
  return status === undefined ? {} : { status };
}

/** What the program gives, in the form of a read. */
function pick({ name, description, status, marketingActionRefs, deny }: Inputs): Inputs {
  return {
    ...(name === undefined ? {} : { name }),
    ...descriptionOf(description),
    ...statusOf(status),
    marketingActionRefs,
    deny,
  };
}

/** An expression is one value: a part of one and a part of another would deny what nobody has meant. */
function asOne({ deny, ...more }: Inputs) {
  return { ...more, deny: canonicalJson(deny) };
}

function refsOf({ marketingActionRefs }: Pick<Inputs, "marketingActionRefs">) {
  return { marketingActionRefs };
}

/** Whether it names other labels or marketing actions, or combines them in another way. */
function isOther(was: Inputs, now: Inputs): boolean {
  return !isSame(was.deny, now.deny) || !isSame(refsOf(was), refsOf(now), unorderedLists);
}

/** @param now - what stays as it is keeps the form that it has at Adobe. */
function bodyOf(wanted: Inputs, { sandbox }: Operation, now?: GovernancePolicy) {
  const { name = "", status, description = "", marketingActionRefs, deny } = wanted;
  const theirs = new Map(now?.refs.map((ref) => [actionOf(ref), ref]));
  const refs = marketingActionRefs.map(
    (one) => theirs.get(one) ?? sandbox.client.policies.addressOf(one),
  );
  const isSameDeny = now?.deny !== undefined && isSame(expressionOf(now.deny), deny);
  return {
    name,
    ...statusOf(status),
    marketingActionRefs: refs,
    description,
    deny: isSameDeny ? now.deny : deny,
  };
}

/** Rejects labels and marketing actions that do not exist: a policy of them would deny nothing. */
async function verify(wanted: Inputs, scope: Operation): Promise<void> {
  const faults = [
    ...(await unknownLabels(wanted, scope)),
    ...(await unknownActions(wanted, scope)),
  ];
  if (faults.length > 0) throw new Error(`${faults.join("; ")}. Nothing was sent`);
}

async function unknownLabels({ deny }: Inputs, scope: Operation): Promise<string[]> {
  const missing = await missingLabels(labelsIn(deny), scope);
  return missing.map((one) => `deny: ${one}`);
}

async function unknownActions(
  { marketingActionRefs }: Inputs,
  { sandbox, signal }: Operation,
): Promise<string[]> {
  if (isUnknown(marketingActionRefs)) return [];
  const { policies } = sandbox.client;
  const missing = marketingActionRefs
    .filter((ref) => !hasUnknown(ref))
    .map(async (ref): Promise<string[]> => {
      const [owner, name = ""] = actionOf(ref).split("/");
      if (owner === "custom") {
        const found = await permitted(async () => [await policies.getAction(name, { signal })]);
        if (found === undefined || found[0] !== undefined) return [];
        const how = "Correct it, or give the `id` of its MarketingAction as an output";
        return [`marketingActionRefs: there is no marketing action ${ref}. ${how}`];
      }
      const list = () =>
        sandbox.readOnce("marketingActions/core", async () => {
          const names = await policies.coreActionNames({ signal });
          return names.map((one) => ({ id: one, name: one }));
        });
      const all = await permitted(list);
      if (all === undefined || all.some((one) => one.name === name)) return [];
      return [
        `marketingActionRefs: Adobe has no marketing action ${ref}. Correct it (${near(name, all)})`,
      ];
    });
  return (await Promise.all(missing)).flat();
}

/** What to do about a rejection, from what is in the sandbox. */
async function whyRejected(wanted: Inputs, id: string | undefined, scope: Operation) {
  const { sandbox, signal } = scope;
  const all = await sandbox.client.policies.findPolicies({ signal });
  const other = all.find((one) => one.name === wanted.name && one.id !== id);
  return other && `The policy ${other.id} has this name: give another one, or import that policy`;
}

export const governancePolicy: Definition<Inputs, Outputs> = {
  token: "adobe-aep:policy:GovernancePolicy",
  description:
    "A governance policy of the organization's own (Adobe's documents also say data usage policy): it denies marketing actions for data with certain labels. Labels and marketing actions are looked up at the preview of a create and before a change, because a policy of one that does not exist would deny nothing. Needs the permissions Manage Data Usage Policies and Manage Usage Labels (without the second, labels are not looked up). Adobe's own policies are enabled in its UI.",
  displayName: "governance policy",
  inputs,
  outputs,
  importId: "the policy's id, as `5c6dacdf685a4913dc48937c`",
  example: `new aep.policy.GovernancePolicy("no-export", {
  status: "ENABLED",
  marketingActionRefs: ["core/exportToThirdParty"],
  deny: {
    operator: "OR",
    operands: [{ label: "C2" }, { operator: "AND", operands: [{ label: "C3" }, { label: "I1" }] }],
  },
});`,
  nameInput: "name",
  replaces: {},
  open,
  unorderedLists,

  check({ deny, marketingActionRefs }) {
    const failures = expressionFailures(deny, "deny");
    if (hasUnknown(marketingActionRefs)) return failures;
    const actions = marketingActionRefs.map(actionOf);
    const twice = actions.find((one, index) => actions.indexOf(one) !== index);
    if (twice === undefined) return failures;
    const reason = `has ${twice} twice; remove one of them`;
    return [...failures, { property: "marketingActionRefs", reason }];
  },

  canonical({ marketingActionRefs, ...more }) {
    const refs = isUnknown(marketingActionRefs)
      ? marketingActionRefs
      : marketingActionRefs.map((one) => (isUnknown(one) ? one : actionOf(one)));
    return { ...more, marketingActionRefs: refs };
  },

  verify,
  verifyUpdate: ({ oldInputs, newInputs }, scope) =>
    isOther(pick(oldInputs), pick(newInputs)) ? verify(newInputs, scope) : Promise.resolve(),

  preview: () => ({}),

  async find({ name }, { sandbox, signal, since }) {
    const all = await sandbox.client.policies.findPolicies({ signal, since });
    return all.filter((one) => one.name === name).map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.policies.findPolicies({ signal, since });
    return all.map(({ id, name }) => ({ id, name }));
  },

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    await verify(wanted, scope);
    try {
      // Nobody's data is to be denied before somebody says so.
      const { id } = await sandbox.client.policies.createPolicy(
        { status: "DRAFT", ...bodyOf(wanted, scope) },
        { signal },
      );
      return { id, outputs: {} };
    } catch (error) {
      throw await explained(error, () => whyRejected(wanted, undefined, scope));
    }
  },

  async read(id, last, { sandbox, signal }) {
    const found = await sandbox.client.policies.getPolicy(id, { signal });
    return found && { inputs: inputsOf(found, last), outputs: {}, creation: found.creation };
  },

  async update(id, { oldInputs, newInputs }, scope) {
    const { sandbox, signal } = scope;
    const { policies } = sandbox.client;
    const now = await policies.getPolicy(id, { signal });
    if (now === undefined) throw goneError("governance policy", id);
    const theirs = asOne(inputsOf(now));
    const news = asOne(pick(newInputs));
    const merged = mergeTagged(
      `governance policy ${id}`,
      { oldInputs: mergeBase(asOne(pick(oldInputs)), news, theirs, open), newInputs: news, theirs },
      unorderedLists,
    );
    if (isSame(merged, theirs, unorderedLists)) return {};
    const wanted = { ...merged, deny: JSON.parse(merged.deny) as PolicyExpression };
    // What stays the same at Adobe was verified when it was set.
    if (isOther(inputsOf(now), wanted)) await verify(wanted, scope);
    try {
      await policies.replacePolicy(id, { ...now.whole, ...bodyOf(wanted, scope, now) }, { signal });
    } catch (error) {
      throw await explained(error, () => whyRejected(wanted, id, scope));
    }
    return {};
  },

  async delete(id, _last, { sandbox, signal }) {
    await sandbox.client.policies.deletePolicy(id, { signal });
  },
};
