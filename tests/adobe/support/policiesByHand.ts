import type { Json } from "../../../adobe/client/json";
import { labels } from "./registryByHand";
import type { Case } from "./registryByHand";

/** What Policy Service writes to an object itself. */
const ofPolicyService: Json = {
  imsOrg: "ACME@AdobeOrg",
  sandboxName: "dev",
  created: 1_550_691_551_888,
  createdClient: "a",
  createdUser: "b",
  updated: 1_550_701_472_910,
  updatedClient: "a",
  updatedUser: "b",
  _links: { self: { href: "https://platform.adobe.io/data/foundation/dulepolicy" } },
};

/** Objects of Policy Service. */
export const policyCases: readonly Case[] = [
  {
    type: "policy:MarketingAction",
    id: "custom/byHand",
    object: { name: "byHand", description: "first", ...ofPolicyService },
    changes: [["description", "second", () => ({ description: "second" })]],
  },
  {
    type: "policy:GovernancePolicy",
    identifying: ["marketingActionRefs", "deny"],
    id: "5c6dacdf685a4913dc48937c",
    object: {
      id: "5c6dacdf685a4913dc48937c",
      name: "By hand",
      status: "ENABLED",
      marketingActionRefs: [
        "https://platform.adobe.io:443/data/foundation/dulepolicy/marketingActions/core/emailTargeting",
      ],
      description: "first",
      deny: { operator: "AND", operands: [{ label: "C1" }, { label: "I1" }] },
      ...ofPolicyService,
    },
    changes: [
      ...labels(),
      ["status", "DISABLED", () => ({ status: "DISABLED" })],
      ["deny", { label: "C2" }, () => ({ deny: { label: "C2" } })],
    ],
  },
];
