import type { AssumptionTable } from "./assumption";

const cannot = "It takes a computed attribute, and the probe makes none.";

/** Assumptions about computed attributes. */
export const computedAttributeAssumptions = {
  "computed-duration": {
    values: ["shown", "absent"],
    question:
      "Does the response for one computed attribute have its lookback (`duration`), as the list has?",
    source:
      "The guide's list has it; its responses for one attribute do not, and the reference's do not.",
    probe: { cannot },
  },
  "computed-display-name": {
    values: ["changes", "refused"],
    question: "May the `displayName` of a draft be changed?",
    source:
      "The guide's list of what may be changed of a draft does not have it; the UI guide says that a draft can be edited, with its name.",
    probe: { cannot },
  },
  "computed-inactive-name": {
    values: ["kept", "free"],
    question: "Is the name of a disabled computed attribute still taken?",
    source:
      "The guide: it must be unique among all computed attributes; of disabled ones it says nothing.",
    probe: { cannot: "It would leave an attribute in the sandbox that Adobe does not delete." },
  },
} as const satisfies AssumptionTable;
