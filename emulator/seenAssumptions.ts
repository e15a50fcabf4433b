/** The assumptions on which what people met at the real platform disagrees with a document or with each other. */
export const seenAssumptions = {
  "breaking-from": {
    values: ["schema", "dataset", "data"],
    question:
      "When does the registry start to reject breaking changes? `schema`: it rejects a removed field as soon as a schema uses the field group, other breaking changes once a dataset uses the schema; `dataset`: all once a dataset uses it; `data`: once it has data.",
    source:
      "An engineer's lab met XDM-1536-400 for a field group that a schema uses; the schema composition guide has both other sentences.",
  },
  "registry-patch-type": {
    values: ["415", "accepted"],
    question: "Does the registry take a patch as `application/json-patch+json`?",
    source:
      "An engineer's lab met 415 and sends `application/json`, as the guide does; another collection sends it so and expects 200.",
  },
  "registry-if-match": {
    values: ["412", "409", "428"],
    question: "What is the status for a stale If-Match at the registry?",
    source: "An engineer's lab handles all three; no document shows the header there.",
  },
  "schema-put-as-read": {
    values: ["unchanged", "refused", "accepted"],
    question:
      "Does the registry reject a PUT of a schema as it was read with XDM-1500-400? `unchanged`: one in which nothing else changed; `refused`: any that has the keys which the registry writes itself.",
    source:
      "Public agent skills (qa-master) met XDM-1500-400 because of read-only keys such as meta:extends; Adobe's client sends what it read with one field group more, and reads a schema back.",
  },
  "union-merge": {
    values: ["all-classes", "one-class"],
    question:
      "Must a path have one type in the Profile-enabled schemas of all classes, or of one class only?",
    source: "One report of XDM-1413-400 across unrelated classes; the guide speaks of one class.",
  },
  "union-schema-delete": {
    values: ["events", "never"],
    question:
      "Can a Profile-enabled schema be deleted? `events`: one of another class than XDM Individual Profile can.",
    source:
      "A consultancy's clean-up script deletes those of events; the composition guide says that Profile cannot be switched off.",
  },
  "gateway-token-error": {
    values: ["text", "number"],
    question:
      "Is the code of the gateway's error for an invalid token a text, or a number with title and status next to it?",
    source: "The troubleshooting guide shows a text; adobe/aio-cli issue 812 quotes a number.",
  },
  "sandbox-view": {
    values: ["allowed", "forbidden"],
    question:
      "May the credential list and look up sandboxes? `forbidden`: only the list of its own sandboxes is open.",
    source:
      "The reference lists both routes; Focus-GTS/aep-mcp-server met SMS-2010-403 with a new credential.",
  },
  "descriptor-namespace": {
    values: ["kept", "lower-case"],
    question:
      "Does a descriptor that is read have the code of its namespace as it was sent, or in lower case?",
    source:
      "The guide's samples show it as sent; aepp's release notes say that the case is not kept.",
  },
  "streaming-codes": {
    values: ["lab", "notebook"],
    question:
      "Which codes do the errors of a rejected record have? `lab`: DCVS-1106-400 for a missing key, 1104 for a wrong type, 1102 for a wrong format, 1057 for an unknown field; `notebook`: 1111 for a missing key, 1104 for a wrong type, 1105 for a wrong format, 1106 for a value that is not in the list.",
    source:
      "adampadobe/AEP-Orchestration-Lab quotes the former from failed batches; AEP_DCVS_BatchBlaster, a notebook that reads them, lists the latter.",
  },
} as const;
