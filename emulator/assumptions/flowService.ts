import type { AssumptionTable } from "./assumption";

/** Assumptions about Flow Service. */
export const flowServiceAssumptions = {
  "flow-inlet-url": {
    values: ["late", "at-once", "null-first"],
    question:
      "Is `options.inletUrl` there right after a dataflow was created? `late`: absent until the flow is enabled; `at-once`: with the first read; `null-first`: null until then.",
    source:
      "Adobe's tutorial shows an etag that changed six seconds after the POST; it shows no read in between.",
    probe: { finds: "Reads a dataflow right after its POST, while it is not enabled yet." },
  },
  "connection-reuse": {
    values: ["allowed", "refused"],
    question: "May a source or target connection that a dataflow uses be used by a second one?",
    source:
      "The guide says that a pair of connections should belong to a single dataflow; not what happens otherwise.",
    probe: { finds: "Makes a second dataflow with the connections of the first." },
  },
  "connection-in-use": {
    values: ["refused", "allowed"],
    question: "May a source or target connection be deleted while a dataflow uses it?",
    source: "FLOW-1447-400 `Found active flows` suggests not; it is not said for which objects.",
    probe: { finds: "Deletes the source connection of a dataflow." },
  },
  "mapping-version-type": {
    values: ["string", "number"],
    question: "Does a dataflow that is read have `mappingVersion` as a string or a number?",
    source: "Requests show a number, the sample of a response a string.",
    probe: { finds: "Reads a dataflow." },
  },
  "mapping-schema-version": {
    values: ["major", "exact"],
    question: "Does FLOW-1425-400 compare the schema's major version or the whole content type?",
    source: "Adobe's own samples mix `;version=1`, `;version=1.0`, `xed` and `xed-full`.",
    probe: {
      finds:
        "Makes a dataflow whose mapping set names its schema with `version=1.0`, and its dataset with `version=1`.",
    },
  },
  "flow-sandbox-header": {
    values: ["required", "default-sandbox"],
    question:
      "Does Flow Service reject a request without `x-sandbox-name`, or use the default sandbox?",
    source: "Error 2105-400 exists; another text says the default sandbox is used.",
    probe: { finds: "Lists one dataflow without the header." },
  },
  "flow-not-found": {
    values: ["1439", "1101"],
    question: "What is the code of Flow Service's 404?",
    source: "The list of error codes has 1101-404, a live sample FLOW-1439-404.",
    probe: { finds: "Reads a dataflow with a made-up id." },
  },
  "flow-update": {
    values: ["at-once", "transition"],
    question:
      "Does a PATCH of a dataflow put it into `updating` for a moment, in which it rejects further changes?",
    source: "The states and errors 1420 to 1422 exist; no sample shows when they occur.",
    probe: { finds: "Changes the description of a dataflow, and reads it at once." },
  },
  "flow-delete": {
    values: ["at-once", "finalizing"],
    question:
      "Does a deleted dataflow disappear at once, or after a moment in `delete-finalizing`?",
    source: "The state exists in the list of error codes; no sample shows it.",
    probe: { finds: "Deletes a dataflow, and reads it at once." },
  },
  "draft-flow-connections": {
    values: ["required", "optional"],
    question:
      "Must a draft of a dataflow name its connections, or may it be made without and get them before it is published?",
    source:
      "An older edition of the draft tutorial lists both connections as prerequisites of a draft, and every request has them; the newer one says that drafts can be completed later, not with what.",
    probe: {
      finds: "Makes a draft of a dataflow without connections; if rejected, one with them.",
    },
  },
  "flow-runs": {
    values: ["yes", "no"],
    question: "Do streaming dataflows have runs?",
    source: "Not stated; an older flow spec says `flowRunsSupported: false`.",
    probe: { finds: "Sends raw data to a dataflow, and lists its runs." },
  },
  "flow-delete-supported": {
    values: ["yes", "no"],
    question: "Does the streaming flow spec say `deleteSupported`?",
    source: "An older spec says false, a newer guide deletes streaming dataflows.",
    probe: { finds: "Reads the flow spec of the Chatlio source." },
  },
  "attribute-mapping": {
    values: ["added", "as-sent"],
    question:
      "Does a destination dataflow that is read show a `mapping` with each attribute that was added as a path only?",
    source:
      "In Adobe's guides the response of a batch destination has it, that of a streaming destination has not.",
    probe: { cannot: "It needs a destination, and an account there." },
  },
  "selector-indices": {
    values: ["sequential", "original"],
    question:
      "When one PATCH removes several audiences of a destination dataflow by their index, is each index that of the list as it is then, or as it was before the request?",
    source:
      "JSON Patch (RFC 6902) says the former; the guide says that removing 0 and 1 removes the first and the second.",
    probe: { cannot: "It needs a destination, and an account there." },
  },
} as const satisfies AssumptionTable;
