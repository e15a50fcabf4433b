import type { AssumptionTable } from "./assumption";

/** Assumptions about Policy Service. */
export const policyServiceAssumptions = {
  "policy-name": {
    values: ["repeatable", "unique"],
    question: "May two custom policies of a sandbox have the same name?",
    source: "Guide and reference call the name a display name and the id unique. Nobody says more.",
    probe: { cannot: "It takes two policies, and the probe makes none." },
  },
  "policy-references": {
    values: ["checked", "unchecked"],
    question: "Is a policy rejected that names a marketing action or a label which does not exist?",
    source: "No document says.",
    probe: { cannot: "It takes a policy, and the probe makes none." },
  },
} as const satisfies AssumptionTable;
