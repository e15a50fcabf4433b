import { seenAssumptions } from "./seenAssumptions";

/**
 * The assumptions that can be changed: where Adobe's documents contradict each other or say nothing, the
 * emulator follows either reading. The first value of each is the default.
 */
export const assumptions = {
  "flow-inlet-url": {
    values: ["late", "at-once", "null-first"],
    question:
      "Is `options.inletUrl` there right after a dataflow was created? `late`: absent until the flow is enabled; `at-once`: with the first read; `null-first`: null until then.",
    source:
      "Adobe's tutorial shows an etag that changed six seconds after the POST; it shows no read in between.",
  },
  "inlet-url-survives": {
    values: ["yes", "no"],
    question:
      "Does a dataflow keep the URL of its streaming endpoint when it is disabled and enabled again, or its mapping changed?",
    source: "Not documented.",
  },
  "inlet-deleted-flow": {
    values: ["400", "404", "200"],
    question:
      "What is the response to a flow id that is deleted, unknown or of another streaming endpoint? `200`: the data is received and lost; therefore the relay switches to a new dataflow first and drains the old one (`delivery.drainTime`).",
    source: "Not documented.",
  },
  "inlet-disabled-flow": {
    values: ["200", "400"],
    question:
      "What is the response for a disabled dataflow? `200`: the data is received and ends in a failed batch, so events that the relay sends while a person has its dataflow disabled are lost (the program never disables it); `400`: the data is rejected and goes to the relay's dead-letter queue.",
    source: "Not documented.",
  },
  "inlet-without-flow-id": {
    values: ["400", "200"],
    question:
      "What is the response to raw data without `x-adobe-flow-id`? `200`: the data is received and lost.",
    source: "The header is documented as required, the response without it is not.",
  },
  "inlet-bad-token": {
    values: ["401", "403"],
    question: "What is the status for an invalid or expired token at an authenticated endpoint?",
    source: "The HTTP API tutorial says 401, the table of responses says 403.",
  },
  "sync-validation": {
    values: ["supported", "unsupported"],
    question:
      "Does the endpoint's data center support `syncValidation=true`, or does it return 501 to every such request?",
    source: "The guide says it is there in one data center (VA7) only, and 501 elsewhere.",
  },
  "unknown-xdm-fields": {
    values: ["dropped", "refused"],
    question: "What happens to fields of an XDM message that its schema does not know?",
    source:
      "With syncValidation Adobe's sample rejects them. adampadobe/AEP-Orchestration-Lab saw unknown paths dropped in one place, DCVS-1057-400 for unknown fields at the root in another.",
  },
  "raw-batch": {
    values: ["accepted", "refused"],
    question: "May raw (not XDM) messages go to `/collection/batch`?",
    source:
      "The API reference requires header and body in each message; Adobe's client sends any list.",
  },
  "inlet-id-name": {
    values: ["inletId", "inletID"],
    question: "What is the name of the endpoint's id in the response to data?",
    source: "The guides show `inletId`, the schema in the reference `inletID`.",
  },
  "batch-item-status": {
    values: ["statusCode", "status"],
    question: "What is the name of the status of one rejected message of a batch?",
    source: "The streaming guide shows `statusCode`, older responses `status`.",
  },
  ...seenAssumptions,
  "title-scope": {
    values: ["per-type", "all-types"],
    question:
      "Must a title be unique across schemas, field groups, classes and data types, or within each?",
    source:
      "The XDM troubleshooting guide says across all; a lab of Adobe's makes a field group and a schema of one title.",
  },
  "registry-accept": {
    values: ["400", "406"],
    question: "What is the status of the Schema Registry for a missing or wrong Accept header?",
    source: "Current reference: 400 with an XDM code; older registry: 406.",
  },
  "stats-class-usage": {
    values: ["list", "by-class"],
    question:
      "Is `classUsage` of `/stats` a list of classes with their schemas, or an object keyed by class?",
    source: "API reference: list; getting-started guide: object.",
  },
  "descriptor-put": {
    values: ["200", "201"],
    question: "What is the status of a PUT on a descriptor?",
    source: "API reference 200, guide 201.",
  },
  "schema-in-use": {
    values: ["refused", "allowed"],
    question: "May a schema be deleted while a dataset uses it?",
    source: "Listed among the breaking changes; no code is documented.",
  },
  "dataset-in-use": {
    values: ["allowed", "refused"],
    question: "May a dataset be deleted while a dataflow targets it?",
    source: "Adobe's client deletes the dataset first and the dataflows after it.",
  },
  "connection-reuse": {
    values: ["allowed", "refused"],
    question: "May a source or target connection that a dataflow uses be used by a second one?",
    source:
      "The guide says that a pair of connections should belong to a single dataflow; not what happens otherwise.",
  },
  "connection-in-use": {
    values: ["refused", "allowed"],
    question: "May a source or target connection be deleted while a dataflow uses it?",
    source: "FLOW-1447-400 `Found active flows` suggests not; it is not said for which objects.",
  },
  "dataset-name": {
    values: ["free", "unique"],
    question: "May two datasets have the same name?",
    source: "Not documented; Adobe's client assumes unique names in one place.",
  },
  "dataset-without-schema": {
    values: ["refused", "accepted"],
    question: "May a dataset be created without `schemaRef`?",
    source:
      "The guide's request has it; the reference marks nothing as required and the appendix creates one without.",
  },
  "catalog-multi-status": {
    values: ["200", "201"],
    question: "What is the status of Catalog's multi-request `POST /`?",
    source: "Guide: 200 for the call, a code for each request in it; reference: 201.",
  },
  "catalog-delete-missing": {
    values: ["200", "404"],
    question: "What is Catalog's response to DELETE of an unknown dataset: 200 with `[]`, or 404?",
    source: "The guide says 200 with an empty list, the reference lists neither.",
  },
  "retention-answer": {
    values: ["reference", "dataset"],
    question:
      "Does a PATCH of `/v2/dataSets/{id}` return the reference of the dataset or the whole dataset?",
    source: "The retention guide shows both.",
  },
  "retention-least": {
    values: ["P30D", "P7D"],
    question: "What is the shortest row retention in the lake?",
    source: "The retention guide says 30 days in its text, P7D in an example.",
  },
  "hygiene-cancel": {
    values: ["200", "204"],
    question:
      "What is the response to canceling a dataset expiration: 200 with it, or 204 without a body?",
    source: "API reference 200, guide 204.",
  },
  "namespace-put": {
    values: ["list", "object"],
    question:
      "Is the response to PUT of an identity namespace a list with the namespace, or the namespace?",
    source: "The reference's text says its details, its schema a list.",
  },
  "mapping-create-status": {
    values: ["200", "201"],
    question: "What is the status of POST /mappingSets?",
    source: "Reference and guide 200; every other service returns 201.",
  },
  "mapping-get-default": {
    values: ["latest", "first"],
    question: "Which version does GET /mappingSets/{id} return without `version`?",
    source:
      "Reference: default 0; Adobe's client takes the response for the latest, and with version 0 would put old mappings back without a word.",
  },
  "mapping-delete": {
    values: ["204", "405", "403"],
    question: "Can a mapping set be deleted?",
    source: "In no document; Adobe's client calls it.",
  },
  "mapping-preview": {
    values: ["array", "object"],
    question: "Is the response of /mappingSets/preview a list or one object?",
    source: "Guide: list; reference: object.",
  },
  "mapping-list-paging": {
    values: ["optional", "required"],
    question: "Are `limit` and `start` needed to list mapping sets?",
    source:
      "Reference and guide mark both as required, the reference gives them defaults; Adobe's client sends no start and reads the response.",
  },
  "expression-validate": {
    values: ["boolean", "object"],
    question:
      "Does /languages/el/validate return a bare true or false, or an object with `validationStatus` and `error`?",
    source:
      "Reference: boolean; guide: object. What the object says of a bad expression is not shown.",
  },
  "mapping-tags": {
    values: ["kept", "dropped"],
    question: "Does a mapping set that is read have the `tags` it was created with?",
    source:
      "The reference has them in a mapping set's schema, in requests and responses, and in no example.",
  },
  "mapping-static-type": {
    values: ["text/plain", "STATIC", "text/x.constant"],
    question: "What is the `sourceType` of a `STATIC` mapping that is read?",
    source:
      "The reference reads `ATTRIBUTE` back as `text/x.schema-path`; documents of other services call plain text `text/plain`.",
  },
  "mapping-version-type": {
    values: ["string", "number"],
    question: "Does a dataflow that is read have `mappingVersion` as a string or a number?",
    source: "Requests show a number, the sample of a response a string.",
  },
  "mapping-schema-version": {
    values: ["major", "exact"],
    question: "Does FLOW-1425-400 compare the schema's major version or the whole content type?",
    source: "Adobe's own samples mix `;version=1`, `;version=1.0`, `xed` and `xed-full`.",
  },
  "flow-sandbox-header": {
    values: ["required", "default-sandbox"],
    question:
      "Does Flow Service reject a request without `x-sandbox-name`, or use the default sandbox?",
    source: "Error 2105-400 exists; another text says the default sandbox is used.",
  },
  "flow-not-found": {
    values: ["1439", "1101"],
    question: "What is the code of Flow Service's 404?",
    source: "The list of error codes has 1101-404, a live sample FLOW-1439-404.",
  },
  "flow-update": {
    values: ["at-once", "transition"],
    question:
      "Does a PATCH of a dataflow put it into `updating` for a moment, in which it rejects further changes?",
    source: "The states and errors 1420 to 1422 exist; no sample shows when they occur.",
  },
  "flow-delete": {
    values: ["at-once", "finalizing"],
    question:
      "Does a deleted dataflow disappear at once, or after a moment in `delete-finalizing`?",
    source: "The state exists in the list of error codes; no sample shows it.",
  },
  "new-object-visible": {
    values: ["at-once", "late"],
    question:
      "Does every request know an object right after it was made? `late`: for the provisioning delay a read, a change or a reference to it returns 404.",
    source: "Not documented; people who automate AEP see 404 for some seconds.",
  },
  "union-visible": {
    values: ["at-once", "late"],
    question:
      "Does Catalog know right away that a schema has joined the union? `late`: for the provisioning delay a dataset of it that is enabled for Profile is rejected with 422.",
    source: "Not documented; people who automate AEP wait a minute and repeat the request.",
  },
  "deleted-reference": {
    values: ["at-once", "late"],
    question:
      "Does a deleted object release the others that it used right away? `late`: for the provisioning delay they still count as used and cannot be deleted.",
    source: "Not documented; Adobe's client waits 30 seconds before a dependent delete.",
  },
  "flow-runs": {
    values: ["yes", "no"],
    question: "Do streaming dataflows have runs?",
    source: "Not stated; an older flow spec says `flowRunsSupported: false`.",
  },
  "flow-delete-supported": {
    values: ["yes", "no"],
    question: "Does the streaming flow spec say `deleteSupported`?",
    source: "An older spec says false, a newer guide deletes streaming dataflows.",
  },
  "empty-values": {
    values: ["rejected", "accepted"],
    question: "Does a record with null, an empty string or an empty object get into the lake?",
    source: "The composition guide says such values are not accepted; which of them is not said.",
  },
  "future-timestamp": {
    values: ["rejected", "accepted"],
    question: "Does an event whose `timestamp` lies in the future get into the lake?",
    source: "The class's documentation says it must lie in the past; not what happens otherwise.",
  },
  "union-without-identity": {
    values: ["refused", "class-identity-map"],
    question:
      "May an ExperienceEvent schema join the union with no identity of its own, because its class brings `identityMap`?",
    source: "XDM-1528-400 requires a primary identity or an identityMap field group.",
  },
  "token-expires-in": {
    values: ["seconds", "milliseconds"],
    question: "What is the unit of `expires_in` in a token response?",
    source: "Seconds for server-to-server; the older JWT exchange documents milliseconds.",
  },
} as const satisfies Readonly<
  Record<string, { values: readonly [string, ...string[]]; question: string; source: string }>
>;
