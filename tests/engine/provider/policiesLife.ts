import type { Life } from "./everyTypesLife";

/** What is expected of a governance policy and of its marketing action, which has to be deleted after it. */
export const policiesLife: Readonly<Record<string, Life>> = {
  // A key pair, of which nothing can be changed.
  "flow:KeyPair files": {
    isDeletedInUi: ({ keyPairs }, id) => keyPairs.delete(id),
    replace: { generation: "update-replace" },
    isGone: async ({ keyPairs }, id) => (await keyPairs.get(id)) === undefined,
  },
  "policy:GovernancePolicy share": {
    update: { description: "add" },
    drift: {
      happens: async ({ policies }, { id }) => {
        const { whole = {} } = (await policies.getPolicy(id)) ?? {};
        await policies.replacePolicy(id, { ...whole, name: "renamed by hand" });
      },
      shows: { name: "update" },
    },
    isDeletedInUi: ({ policies }, id) => policies.deletePolicy(id),
  },
  "policy:MarketingAction share": {
    update: { description: "add" },
    drift: {
      happens: ({ policies }, { inputs }) =>
        policies.putAction("update", { name: String(inputs["name"]), description: "by hand" }),
      shows: { description: "update" },
    },
    replace: { name: "update-replace" },
    aliases: ({ inputs }) => [String(inputs["name"])],
    isGone: async ({ policies }, id) =>
      (await policies.getAction(id.slice("custom/".length))) === undefined,
  },
};
