import type { AssumptionTable } from "./assumption";

/** Assumptions about Data Prep. */
export const dataPrepAssumptions = {
  "mapping-create-status": {
    values: ["200", "201"],
    question: "What is the status of POST /mappingSets?",
    source: "Reference and guide 200; every other service returns 201.",
    probe: { finds: "Makes a mapping set." },
  },
  "mapping-get-default": {
    values: ["latest", "first"],
    question: "Which version does GET /mappingSets/{id} return without `version`?",
    source:
      "Reference: default 0; Adobe's client takes the response for the latest, and with version 0 would put old mappings back without a word.",
    probe: { finds: "Replaces a mapping set by PUT, and reads it without `version`." },
  },
  "mapping-delete": {
    values: ["204", "405", "403"],
    question: "Can a mapping set be deleted?",
    source: "In no document; Adobe's client calls it.",
    probe: {
      finds:
        "Deletes a mapping set. Where Adobe rejects that, the probe leaves its mapping sets behind.",
    },
  },
  "mapping-preview": {
    values: ["array", "object"],
    question: "Is the response of /mappingSets/preview a list or one object?",
    source: "Guide: list; reference: object.",
    probe: { finds: "Previews a mapping set of one mapping." },
  },
  "mapping-list-paging": {
    values: ["optional", "required"],
    question: "Are `limit` and `start` needed to list mapping sets?",
    source:
      "Reference and guide mark both as required, the reference gives them defaults; Adobe's client sends no start and reads the response.",
    probe: { finds: "Lists mapping sets without `limit` and `start`." },
  },
  "expression-validate": {
    values: ["boolean", "object"],
    question:
      "Does /languages/el/validate return a bare true or false, or an object with `validationStatus` and `error`?",
    source:
      "Reference: boolean; guide: object. What the object says of a bad expression is not shown.",
    probe: { finds: "Validates the expression `1 + 1`." },
  },
  "mapping-tags": {
    values: ["kept", "dropped"],
    question: "Does a mapping set that is read have the `tags` it was created with?",
    source:
      "The reference has them in a mapping set's schema, in requests and responses, and in no example.",
    probe: { finds: "Makes a mapping set with a tag, and reads it." },
  },
  "mapping-static-type": {
    values: ["text/plain", "STATIC", "text/x.constant"],
    question: "What is the `sourceType` of a `STATIC` mapping that is read?",
    source:
      "The reference reads `ATTRIBUTE` back as `text/x.schema-path`; documents of other services call plain text `text/plain`.",
    probe: { finds: "Makes a mapping set with a `STATIC` mapping, and reads it." },
  },
} as const satisfies AssumptionTable;
