import { policyService } from "./client";
import { title } from "./objects";

type Fault = readonly [path: string, value: unknown];

/** A governance policy, and what is wrong with it when a field has another value, or none. */
export const governancePolicyKind = {
  path: `${policyService}/policies/custom`,
  by: ["PUT", "JSON Patch"] as const,
  body: () => ({
    name: title("Policy"),
    status: "DRAFT",
    marketingActionRefs: ["../marketingActions/core/emailTargeting"],
    deny: { operator: "AND", operands: [{ label: "C1" }, { label: "I1" }] },
  }),
  faults: [
    ["/name", undefined],
    ["/name", 5],
    ["/status", undefined],
    ["/status", "ON"],
    ["/marketingActionRefs", undefined],
    ["/marketingActionRefs", []],
    ["/marketingActionRefs", ["emailTargeting"]],
    ["/marketingActionRefs", ["../marketingActions/core/none"]],
    ["/deny", undefined],
    ["/deny", {}],
    ["/deny/label", "C1"],
    ["/deny/operator", "NOT"],
    ["/deny/operator", undefined],
    ["/deny/operands", []],
    ["/deny/operands/0", "C1"],
    ["/deny/operands/0/label", ""],
    ["/deny/operands/0/label", "C99"],
  ],
} satisfies { readonly faults: readonly Fault[] } & Readonly<Record<string, unknown>>;
