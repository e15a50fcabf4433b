import type { AssumptionTable } from "./assumption";

/** Assumptions about the streaming endpoints and the records that they receive. */
export const streamingAssumptions = {
  "inlet-url-survives": {
    values: ["yes", "no"],
    question:
      "Does a dataflow keep the URL of its streaming endpoint when it is disabled and enabled again, or its mapping changed?",
    source: "Not documented.",
    probe: {
      finds: "Disables and enables a dataflow, and compares the URL of its streaming endpoint.",
    },
  },
  "inlet-deleted-flow": {
    values: ["400", "404", "200"],
    question:
      "What is the response to a flow id that is deleted, unknown or of another streaming endpoint? `200`: the data is received and lost; therefore the relay switches to a new dataflow first and drains the old one (`delivery.drainTime`).",
    source: "Not documented.",
    probe: { finds: "Sends raw data with a flow id that does not exist." },
  },
  "inlet-disabled-flow": {
    values: ["200", "400"],
    question:
      "What is the response for a disabled dataflow? `200`: the data is received and ends in a failed batch, so events that the relay sends while a person has its dataflow disabled are lost (the program never disables it); `400`: the data is rejected and goes to the relay's dead-letter queue.",
    source: "Not documented.",
    probe: { finds: "Sends raw data to a dataflow that it has disabled." },
  },
  "inlet-without-flow-id": {
    values: ["400", "200"],
    question:
      "What is the response to raw data without `x-adobe-flow-id`? `200`: the data is received and lost.",
    source: "The header is documented as required, the response without it is not.",
    probe: { finds: "Sends raw data without the header." },
  },
  "inlet-bad-token": {
    values: ["401", "403"],
    question: "What is the status for an invalid or expired token at an authenticated endpoint?",
    source: "The HTTP API tutorial says 401, the table of responses says 403.",
    probe: { finds: "Sends a made-up token to a base connection that requires one." },
  },
  "sync-validation": {
    values: ["supported", "unsupported"],
    question:
      "Does the endpoint's data center support `syncValidation=true`, or does it return 501 to every such request?",
    source: "The guide says it is there in one data center (VA7) only, and 501 elsewhere.",
    probe: { finds: "Sends a valid message with `syncValidation=true`." },
  },
  "unknown-xdm-fields": {
    values: ["dropped", "refused"],
    question: "What happens to fields of an XDM message that its schema does not know?",
    source:
      "With syncValidation Adobe's sample rejects them. adampadobe/AEP-Orchestration-Lab saw unknown paths dropped in one place, DCVS-1057-400 for unknown fields at the root in another.",
    probe: {
      finds:
        "Sends an XDM message with an unknown field, and looks for its row or its failed batch.",
    },
  },
  "raw-batch": {
    values: ["accepted", "refused"],
    question: "May raw (not XDM) messages go to `/collection/batch`?",
    source:
      "The API reference requires header and body in each message; Adobe's client sends any list.",
    probe: { finds: "Sends a batch of one raw message to the endpoint of a dataflow." },
  },
  "inlet-id-name": {
    values: ["inletId", "inletID"],
    question: "What is the name of the endpoint's id in the response to data?",
    source: "The guides show `inletId`, the schema in the reference `inletID`.",
    probe: { finds: "Reads the response to a valid message." },
  },
  "batch-item-status": {
    values: ["status", "statusCode"],
    question: "What is the name of the status of one rejected message of a batch?",
    source:
      "adobe/experience-platform-streaming-connect issue 62 quotes a response of 2024 with `status`; the streaming guide shows `statusCode`.",
    probe: { finds: "Sends a batch with a message that has neither header nor body." },
  },
  "streaming-codes": {
    values: ["lab", "notebook"],
    question:
      "Which codes do the errors of a rejected record have? `lab`: DCVS-1106-400 for a missing key, 1104 for a wrong type, 1102 for a wrong format, 1057 for an unknown field; `notebook`: 1111 for a missing key, 1104 for a wrong type, 1105 for a wrong format, 1106 for a value that is not in the list.",
    source:
      "adampadobe/AEP-Orchestration-Lab quotes the former from failed batches; mannbarry2/AEP_DCVS_BatchBlaster, a notebook that reads them, lists the latter.",
    probe: {
      finds:
        "Sends an XDM message without a required key, and reads the errors of its failed batch.",
    },
  },
  "empty-values": {
    values: ["rejected", "accepted"],
    question: "Does a record with null, an empty string or an empty object get into the lake?",
    source: "The composition guide says such values are not accepted; which of them is not said.",
    probe: {
      finds:
        "Sends an XDM message with an empty string, and looks for its row or its failed batch.",
    },
  },
  "future-timestamp": {
    values: ["rejected", "accepted"],
    question: "Does an event whose `timestamp` lies in the future get into the lake?",
    source: "The class's documentation says it must lie in the past; not what happens otherwise.",
    probe: {
      finds:
        "Sends an XDM message with tomorrow's timestamp, and looks for its row or its failed batch.",
    },
  },
} as const satisfies AssumptionTable;
