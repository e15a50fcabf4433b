import type { AssumptionTable } from "./assumption";

/** Assumptions about Real-Time Customer Profile. */
export const profileAssumptions = {
  "merge-policy-page": {
    values: ["link", "token"],
    question:
      "Does a page of merge policies name the next one by a link (`_links.next.href`), or by a token (`_page.next`)?",
    source: "Guide: a link; reference: a token.",
    probe: { finds: "Lists the merge policies." },
  },
  "merge-policy-edge": {
    values: ["moves", "refused"],
    question:
      "Does a merge policy that becomes active on edge take that from the one that was, or is it rejected?",
    source:
      "The guide says that an organization has only one; of the default, which is unique too, that it moves.",
    probe: { cannot: "It would take the edge from the policy that profiles there are read by." },
  },
  "merge-policy-default": {
    values: ["refused", "allowed"],
    question:
      "May the default merge policy of a class be deleted, or stop being the default, while no other one becomes it?",
    source: "Not documented. The guide says that each class has one, and how another becomes it.",
    probe: { cannot: "It would take the default from the policy that audiences are made by." },
  },
  "first-merge-policy": {
    values: ["at-once", "with-union"],
    question:
      "Does a new sandbox have Adobe's own default merge policy, or only once a schema of the class of profiles is in the union?",
    source:
      "The guide says that Platform provides one; people who automate AEP wait for minutes for it after the first schema has joined the union.",
    probe: { cannot: "It takes a new sandbox." },
  },
} as const satisfies AssumptionTable;
