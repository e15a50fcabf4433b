import type { AssumptionTable } from "./assumption";

/** Assumptions about Segmentation Service. */
export const segmentationAssumptions = {
  "segment-page": {
    values: ["from-0", "from-1"],
    question: "Is the first page of segment definitions `page=0` or `page=1`?",
    source: "The reference's example is 0; Adobe's Python client requests the pages from 1 on.",
    probe: { cannot: "It takes two segment definitions, and the probe makes none." },
  },
  "segment-name": {
    values: ["unique", "repeatable"],
    question: "May two segment definitions of a sandbox have the same name?",
    source: "Guide and reference: it is unique. No document shows what a second one returns.",
    probe: { cannot: "It takes segment definitions, and the probe makes none." },
  },
  "segment-policy": {
    values: ["shown", "absent"],
    question:
      "Does a segment definition that was made without `mergePolicyId` show the id of the default merge policy?",
    source: "The reference's response has an id that nobody sent; the guide's response has none.",
    probe: { cannot: "It takes a segment definition, and the probe makes none." },
  },
  "segment-edge": {
    values: ["batch", "refused"],
    question:
      "Is a streaming or edge segment definition whose merge policy is not active on edge evaluated in batch, or is it rejected?",
    source:
      "The guides say that the policy must be active on edge, and that a definition which does not meet the criteria any more switches to batch.",
    probe: { cannot: "It takes a segment definition, and the probe makes none." },
  },
  "segment-dependents": {
    values: ["refused", "allowed"],
    question: "May a segment definition be deleted that another one names by `inSegment`?",
    source:
      "The reference rejects that for an audience on which others depend; of definitions it says nothing.",
    probe: { cannot: "It takes two segment definitions, and the probe makes none." },
  },
} as const satisfies AssumptionTable;
