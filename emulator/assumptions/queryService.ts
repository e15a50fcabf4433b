import type { AssumptionTable } from "./assumption";

/** Assumptions about Query Service. */
export const queryServiceAssumptions = {
  "query-page": {
    values: ["after", "from"],
    question: "Does a page of Query Service's lists begin after the time in `start`, or with it?",
    source:
      "The guide's example has one time as `start`, as `next` and as that of its only template; the reference says that `start` is used with the order.",
    probe: { cannot: "It takes more templates than fit on a page, and the probe makes none." },
  },
  "query-template-parameters": {
    values: ["shown", "absent"],
    question: "Does the response for a query template have its `queryParameters`?",
    source: "The reference's response has them; the guide's responses do not.",
    probe: { cannot: "It takes a query template, and the probe makes none." },
  },
  "query-schedule-change": {
    values: ["at-once", "later"],
    question:
      "Does a schedule of a query have its new state right after the 202 of a PATCH? `later`: after the provisioning delay.",
    source: "The guide: the request is accepted. How long it takes is not documented.",
    probe: { cannot: "It takes a schedule, which would run a query, and the probe makes none." },
  },
  "query-schedule-disabled": {
    values: ["changes", "refused"],
    question: "May the cron expression of a disabled schedule be changed?",
    source:
      "The reference has a 400 for a schedule that is in the inactive state, and does not say which states that are.",
    probe: { cannot: "It takes a schedule, which would run a query, and the probe makes none." },
  },
  "query-schedule-end": {
    values: ["optional", "required"],
    question: "Must a schedule of a query have an end date?",
    source:
      "The guide to scheduled queries says that one must always be given; the reference and the guide's own example of a request have none.",
    probe: { cannot: "It takes a schedule, which would run a query, and the probe makes none." },
  },
} as const satisfies AssumptionTable;
