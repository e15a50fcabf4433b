import type { AssumptionTable } from "./assumption";

/** Assumptions about Catalog, Dataset Service and Data Hygiene. */
export const catalogAssumptions = {
  "dataset-in-use": {
    values: ["allowed", "refused"],
    question: "May a dataset be deleted while a dataflow targets it?",
    source: "Adobe's client deletes the dataset first and the dataflows after it.",
    probe: { finds: "Deletes a dataset while a dataflow targets it." },
  },
  "dataset-name": {
    values: ["free", "unique"],
    question: "May two datasets have the same name?",
    source: "Not documented; Adobe's client assumes unique names in one place.",
    probe: { finds: "Makes two datasets of one name." },
  },
  "dataset-without-schema": {
    values: ["refused", "accepted"],
    question: "May a dataset be created without `schemaRef`?",
    source:
      "The guide's request has it; the reference marks nothing as required and the appendix creates one without.",
    probe: { finds: "Makes a dataset without `schemaRef`." },
  },
  "catalog-multi-status": {
    values: ["200", "201"],
    question: "What is the status of Catalog's multi-request `POST /`?",
    source: "Guide: 200 for the call, a code for each request in it; reference: 201.",
    probe: { finds: "Sends a multi-request that reads a dataset." },
  },
  "dataset-state": {
    values: ["ACTIVE", "DRAFT"],
    question: "What is the `state` of a dataset that is read?",
    source:
      "AdobeDocs/platform-learn.en shows a dataset of 2024 as ACTIVE (datadistiller/module5.1/ex8.md), one of 2021 as DRAFT; the guide's samples have DRAFT too.",
    probe: { finds: "Reads a dataset." },
  },
  "catalog-delete-missing": {
    values: ["404", "200"],
    question: "What is Catalog's response to DELETE of an unknown dataset: 404, or 200 with `[]`?",
    source:
      "Focus-GTS/aep-mcp-server met 404 NotFoundError (docs/VALIDATION-MATRIX.md). The guide says 200 with an empty list, the reference lists neither.",
    probe: { finds: "Deletes a dataset twice." },
  },
  "retention-answer": {
    values: ["reference", "dataset"],
    question:
      "Does a PATCH of `/v2/dataSets/{id}` return the reference of the dataset or the whole dataset?",
    source: "The retention guide shows both.",
    probe: { finds: "Sets the row retention of a dataset to 90 days." },
  },
  "retention-least": {
    values: ["P30D", "P7D"],
    question: "What is the shortest row retention in the lake?",
    source: "The retention guide says 30 days in its text, P7D in an example.",
    probe: { finds: "Sets the row retention of a dataset to 7 days." },
  },
  "dataset-labels-form": {
    values: ["keyed", "flat"],
    question: "Are the labels of a dataset that are read below a key with its id, or on top?",
    source: "Guide: below `AEP:dataset:<id>`; reference: on top, as in the response to a change.",
    probe: { finds: "Gives a dataset a label and reads it." },
  },
  "hygiene-cancel": {
    values: ["200", "204"],
    question:
      "What is the response to canceling a dataset expiration: 200 with it, or 204 without a body?",
    source: "API reference 200, guide 204.",
    probe: {
      cannot:
        "A canceled expiration stays in the organization's list for ever, so the probe would leave one behind.",
    },
  },
} as const satisfies AssumptionTable;
