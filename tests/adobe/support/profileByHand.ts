import type { Json } from "../../../adobe/client/json";
import type { Case } from "./registryByHand";

function changedIn(object: Json, key: string, change: Json): Json {
  return { [key]: { ...(object[key] as Json), ...change } };
}

/** Merge policies, segment definitions and computed attributes, as Adobe shows them. */
export const profileCases: readonly Case[] = [
  ...[{ order: ["5f00", "5f01"] }, { data: { order: ["5f00", "5f01"] } }].map(
    (attributeMerge): Case => ({
      type: "profile:MergePolicy",
      identifying: ["schema", "identityGraph", "attributeMerge"],
      id: "0bf16e61-90e9-4204-b8fa-ad250360957b",
      object: {
        id: "0bf16e61-90e9-4204-b8fa-ad250360957b",
        name: "By hand",
        imsOrgId: "ACME@AdobeOrg",
        sandbox: { sandboxId: "1", sandboxName: "dev", type: "development", default: false },
        schema: { name: "_xdm.context.profile" },
        version: 1,
        identityGraph: { type: "pdg" },
        attributeMerge: { type: "dataSetPrecedence", ...attributeMerge },
        default: false,
        isActiveOnEdge: false,
        updateEpoch: 1_551_127_597,
      },
      changes: [
        ["name", "Another", () => ({ name: "Another" })],
        ["identityGraph", "none", (before) => changedIn(before, "identityGraph", { type: "none" })],
        ["activeOnEdge", true, () => ({ isActiveOnEdge: true })],
      ],
    }),
  ),
  // One kind of evaluation, and two.
  ...[false, true].map((isContinuous): Case => ({
    type: "profile:SegmentDefinition",
    identifying: ["schema", "expression"],
    id: "4afe34ae-8c98-4513-8a1d-67ccaa54bc05",
    object: {
      id: "4afe34ae-8c98-4513-8a1d-67ccaa54bc05",
      schema: { name: "_xdm.context.profile" },
      ttlInDays: 60,
      profileInstanceId: "ups",
      imsOrgId: "ACME@AdobeOrg",
      sandbox: { sandboxId: "1", sandboxName: "dev", type: "development", default: false },
      name: "By hand",
      description: "first",
      expression: { type: "PQL", format: "pql/text", value: 'country = "US"' },
      mergePolicyId: "b83185bb-0bc6-489c-9363-0075eb30b4c8",
      evaluationInfo: {
        batch: { enabled: true },
        continuous: { enabled: isContinuous },
        synchronous: { enabled: false },
      },
      dataGovernancePolicy: { excludeOptOut: true },
      lifecycleState: "draft",
      creationTime: 1_579_292_094_000,
      updateEpoch: 1_579_292_094,
      updateTime: 1_579_292_094_000,
    },
    changes: [
      ["name", "Another", () => ({ name: "Another" })],
      ["description", "second", () => ({ description: "second" })],
      ["expression", "a = 1", (before) => changedIn(before, "expression", { value: "a = 1" })],
      [
        "evaluation",
        "edge",
        ({ evaluationInfo }) => {
          const kinds = evaluationInfo as Json;
          const set = (kind: string, enabled: boolean) => changedIn(kinds, kind, { enabled });
          const off = { ...set("batch", false), ...set("continuous", false) };
          return { evaluationInfo: { ...kinds, ...off, ...set("synchronous", true) } };
        },
      ],
      ["mergePolicyId", "b2", () => ({ mergePolicyId: "b2" })],
    ],
  })),
  {
    type: "profile:ComputedAttribute",
    identifying: ["expression", "status"],
    id: "1e8d0d77-b2bb-4b17-bbe6-2dbc08c1a631",
    object: {
      id: "1e8d0d77-b2bb-4b17-bbe6-2dbc08c1a631",
      type: "ComputedAttribute",
      name: "byHand",
      displayName: "By hand",
      description: "first",
      imsOrgId: "ACME@AdobeOrg",
      sandbox: { sandboxId: "1", sandboxName: "dev", type: "development", isDefault: false },
      path: "_acme/ComputedAttributes",
      positionPath: ["_acme", "ComputedAttributes"],
      keepCurrent: false,
      expression: { type: "PQL", format: "pql/text", value: "xEvent[a = 1].sum(b)" },
      mergeFunction: { value: "SUM" },
      status: "DRAFT",
      schema: { name: "_xdm.context.profile" },
      returnSchema: { "meta:xdmType": "number" },
      definedOn: [{ "meta:resourceType": "unions", "meta:containerId": "tenant" }],
      duration: { count: 7, unit: "DAYS" },
      lastEvaluationTs: "",
      createEpoch: 1_680_070_188_696,
      updateEpoch: 1_680_070_188_696,
      createdBy: "A@techacct.adobe.com",
    },
    changes: [
      ["displayName", "Another", () => ({ displayName: "Another" })],
      ["description", "second", () => ({ description: "second" })],
      [
        "expression",
        "xEvent[a = 1].min(b)",
        () => ({ expression: { type: "PQL", format: "pql/text", value: "xEvent[a = 1].min(b)" } }),
      ],
      ["duration", { count: 2, unit: "WEEKS" }, () => ({ duration: { count: 2, unit: "WEEKS" } })],
      ["keepCurrent", true, () => ({ keepCurrent: true })],
      ["status", "published", () => ({ status: "NEW" })],
    ],
  },
];
