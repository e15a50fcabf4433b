import { actionProgram, governanceProgram } from "../support/programs";
import { destroy, previewCreate, up, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const actionUrn = urnOf("policy:MarketingAction", "share");
const policyUrn = urnOf("policy:GovernancePolicy", "share");
const policyProgram = {
  name: "No export",
  marketingActionRefs: ["core/exportToThirdParty"],
  deny: { label: "C2" },
};

function makeAction({ provider }: Pick<Stage, "provider">) {
  return up(provider, actionUrn, actionProgram);
}

/** Marketing actions and governance policies. */
export const policyFailures = [
  failure({
    title: "A policy has a label that does not exist",
    cause:
      "Nothing has such a label, so the policy would deny nothing, and nobody would notice. A preview looks the labels up in Policy Service, Adobe's and the organization's own.",
    atAdobe: "No public document says whether Adobe rejects such a policy.",
    provoke: ({ provider }) =>
      previewCreate(provider, policyUrn, { ...policyProgram, deny: { label: "C20" } }),
  }),
  failure({
    title: "A policy has a label in the form of label descriptors",
    cause:
      "The Schema Registry calls a label `core/C2`, Policy Service and the labels of datasets call it `C2`.",
    atAdobe: "No public document says whether Adobe rejects such a policy.",
    provoke: ({ provider }) =>
      up(provider, policyUrn, { ...policyProgram, deny: { label: "core/C2" } }),
  }),
  failure({
    title: "A dataset or a field has a label that does not exist",
    cause:
      "Policies and access control go by labels, and none goes by one that does not exist. Datasets have the names of labels, label descriptors have `core/` or `custom/` before them. A preview looks both up in Policy Service.",
    atAdobe: "No public document says whether Adobe rejects it.",
    provoke: ({ provider }) =>
      previewCreate(provider, urnOf("catalog:Dataset", "chat"), {
        schemaId: "https://ns.adobe.com/acme/schemas/1f",
        labels: ["C2", "C20"],
      }),
  }),
  failure({
    title: "A policy refers to a marketing action that does not exist",
    cause:
      "Marketing actions of the organization begin with `custom/`, Adobe's with `core/`. A program that makes one gives its `id` as an output, so that it is there first.",
    provoke: ({ provider }) =>
      previewCreate(provider, policyUrn, {
        ...policyProgram,
        marketingActionRefs: ["custom/shareChats"],
      }),
  }),
  failure({
    title: "A marketing action has the name already",
    cause:
      "Adobe makes and changes a marketing action by the same request, which would overwrite the one that is there. So the provider looks first, and takes it only when you say so.",
    atAdobe: "Adobe itself responds 200, and has overwritten it.",
    prepare: ({ ui }) => ui.policies.putAction("create", actionProgram as { name: string }),
    provoke: makeAction,
  }),
  failure({
    title: "A marketing action is deleted that a policy refers to",
    cause:
      "Adobe deletes no marketing action to which a policy refers. Its text has the ids of the policies; the words are not documented.",
    prepare: async (stage) => {
      const action = await makeAction(stage);
      await up(stage.provider, policyUrn, { ...governanceProgram(action), name: "No export" });
      return action;
    },
    provoke: ({ provider }, action) => destroy(provider, action),
  }),
];
