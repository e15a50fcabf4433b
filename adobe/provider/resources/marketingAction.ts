import * as z from "zod";

import { actionOf, isActionName } from "../../client/policyService";
import { listed, plain } from "../../client/text";
import type { Definition, Operation } from "../lifecycle/definition";
import { mergeTagged } from "../lifecycle/mergeTagged";
import { descriptionInput, descriptionOf } from "./common";
import { explained } from "./explained";
import { goneError } from "./gone";

const inputs = z.strictObject({
  name: z
    .string()
    .refine(isActionName, {
      error:
        "must have 1 to 256 characters, without / \\ % ? #, and no space at its ends; correct it",
    })
    .describe(
      "What policies and Adobe's UI call it, as `crossSiteTargeting`. Unique in the sandbox among those of the organization. Adobe's examples have letters only.",
    ),
  description: descriptionInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

const PREFIX = "custom/";

/** The name in an id. An import may also have the name alone, or the address that Adobe shows. */
function nameOf(id: string): string {
  const [, owner, name] = /^(core|custom)\/([^/]+)$/.exec(actionOf(id)) ?? [];
  if (owner === "core") {
    throw new Error(
      `the marketing action ${id} is Adobe's own, which nobody can change. Name it in the marketingActionRefs of a policy as it is`,
    );
  }
  return name ?? id;
}

/** What to do about a marketing action that Adobe does not delete. */
async function whyNotDeleted(id: string, { sandbox, signal }: Operation) {
  const all = await sandbox.client.policies.findPolicies({ signal });
  const users = all.filter(({ marketingActions }) => marketingActions.includes(id));
  if (users.length === 0) return undefined;
  const names = users.map((one) => () => `"${plain(one.name)}" (${one.id})`);
  return `Governance policies refer to it: ${listed(names)}. Change or delete them first; a program says so by the \`id\` of the marketing action as an output in \`marketingActionRefs\``;
}

export const marketingAction: Definition<Inputs, Outputs> = {
  token: "adobe-aep:policy:MarketingAction",
  description:
    "A marketing action of the organization's own: something that people do with data, such as an export, which governance policies deny for data with certain labels. It restricts nothing by itself. Needs the permission Manage Data Usage Policies. Adobe makes and changes one by the same request, so one that somebody else makes of the name in the very moment of a create gets its description.",
  displayName: "marketing action",
  inputs,
  outputs,
  importId: "`custom/` and its name, as `custom/crossSiteTargeting`, or the name alone",
  example: `new aep.policy.MarketingAction("cross-site", {
  name: "crossSiteTargeting",
  description: "Targeting by what is known from several sites.",
});`,
  nameInput: "name",
  uniqueName: true,
  idOf: ({ name }) => `${PREFIX}${name}`,
  replaces: { name: "a marketing action is known by its name" },

  preview: () => ({}),

  async find({ name }, { sandbox, signal }) {
    const found = await sandbox.client.policies.getAction(name, { signal });
    return found === undefined ? [] : [`${PREFIX}${name}`];
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.policies.findActions({ signal, since });
    return all.map(({ name }) => ({ id: `${PREFIX}${name}`, name }));
  },

  async create({ name, description = "" }, { sandbox, signal }) {
    await sandbox.client.policies.putAction("create", { name, description }, { signal });
    sandbox.settling.made(name);
    return { id: `${PREFIX}${name}`, outputs: {} };
  },

  async read(id, _last, { sandbox, signal }) {
    const name = nameOf(id);
    const found = await sandbox.client.policies.getAction(name, { signal });
    return (
      found && {
        id: `${PREFIX}${name}`,
        inputs: { name: found.name, ...descriptionOf(found.description) },
        outputs: {},
        creation: found.creation,
      }
    );
  },

  async update(id, { oldInputs, newInputs }, { sandbox, signal }) {
    const { policies } = sandbox.client;
    const name = nameOf(id);
    const now = await policies.getAction(name, { signal });
    // Without this, the request would make it again.
    if (now === undefined) throw goneError("marketing action", id);
    const { description = "" } = mergeTagged(`marketing action ${id}`, {
      oldInputs: descriptionOf(oldInputs.description),
      newInputs: descriptionOf(newInputs.description),
      theirs: descriptionOf(now.description),
    });
    if (description !== now.description) {
      await policies.putAction("update", { ...now.whole, name, description }, { signal });
    }
    return {};
  },

  async delete(id, _last, scope) {
    const { sandbox, signal } = scope;
    try {
      await sandbox.client.policies.deleteAction(nameOf(id), { signal });
    } catch (error) {
      throw await explained(error, () => whyNotDeleted(id, scope));
    }
  },
};
