import type { AssumptionTable } from "./assumption";

/** Assumptions about the Schema Registry. */
export const registryAssumptions = {
  "breaking-from": {
    values: ["schema", "dataset", "data"],
    question:
      "When does the registry start to reject breaking changes? `schema`: it rejects a removed field as soon as a schema uses the field group, other breaking changes once a dataset uses the schema; `dataset`: all once a dataset uses it; `data`: once it has data.",
    source:
      "adampadobe/AEP-Orchestration-Lab (docs/PROFILE_CORE_V2_TOPUP.md) met XDM-1536-400 for a field group that a schema uses; the schema composition guide has both other sentences.",
    probe: {
      finds:
        "Removes a field of a field group that a schema uses, and another one once a dataset uses the schema.",
    },
  },
  "registry-patch-type": {
    values: ["415", "accepted"],
    question: "Does the registry take a patch as `application/json-patch+json`?",
    source:
      "adampadobe/AEP-Orchestration-Lab and mannbarry2/aep-swiss-army-knife met 415 and send `application/json`, as the guide does; neep305/adobe-code-cli lists a patch of that type among what works.",
    probe: { finds: "Patches a field group's description with that media type." },
  },
  "registry-if-match": {
    values: ["412", "409", "428"],
    question: "What is the status for a stale If-Match at the registry?",
    source:
      "adampadobe/AEP-Orchestration-Lab handles all three; no document shows the header there.",
    probe: { finds: "Patches a field group's description under an If-Match that no version had." },
  },
  "schema-put-as-read": {
    values: ["unchanged", "refused", "accepted"],
    question:
      "Does the registry reject a PUT of a schema as it was read with XDM-1500-400? `unchanged`: one in which nothing else changed; `refused`: any that has the keys which the registry writes itself.",
    source:
      "amghanekar-deloitte/AEP-MCP_SERVER (qa-master/SKILL.md) met XDM-1500-400 because of read-only keys such as meta:extends; Adobe's client sends what it read with one field group more, and reads a schema back.",
    probe: { finds: "Sends a schema back as it was read, and again with another description." },
  },
  "put-definitions": {
    values: ["accepted", "refused"],
    question:
      "Does the registry take a PUT of a field group or data type whose fields are in `definitions`? `refused`: it returns XDM-1406-422, and takes the same fields in `properties`, without `allOf` and `definitions`.",
    source:
      "The guide replaces field groups in that form. adobe/aepp (aepp/synchronizer.py) tries it first, and after XDM-1406-422 sends the fields in `properties`.",
    probe: { finds: "Replaces a field group of its own, with its fields in `definitions`." },
  },
  "union-merge": {
    values: ["all-classes", "one-class"],
    question:
      "Must a path have one type in the Profile-enabled schemas of all classes, or of one class only?",
    source: "One report of XDM-1413-400 across unrelated classes; the guide speaks of one class.",
    probe: {
      finds:
        "With `--union`: two schemas of two classes, with one path in two types, join the union.",
    },
  },
  "union-schema-delete": {
    values: ["events", "never"],
    question:
      "Can a Profile-enabled schema be deleted? `events`: one of another class than XDM Individual Profile can.",
    source:
      "A consultancy's clean-up script, reported to us, deletes those of events; the composition guide says that Profile cannot be switched off.",
    probe: {
      finds: "With `--union`: deletes an ExperienceEvent schema that has joined the union.",
    },
  },
  "union-visible": {
    values: ["at-once", "late"],
    question:
      "Does Catalog know right away that a schema has joined the union? `late`: for the provisioning delay a dataset of it that is enabled for Profile is rejected with 422.",
    source: "Not documented; people who automate AEP wait a minute and repeat the request.",
    probe: {
      finds:
        "With `--union`: enables a dataset for Profile right after its schema joined the union.",
    },
  },
  "union-without-identity": {
    values: ["refused", "class-identity-map"],
    question:
      "May an ExperienceEvent schema join the union with no identity of its own, because its class brings `identityMap`?",
    source: "XDM-1528-400 requires a primary identity or an identityMap field group.",
    probe: {
      finds: "With `--union`: an ExperienceEvent schema without an identity joins the union.",
    },
  },
  "descriptor-namespace": {
    values: ["kept", "lower-case"],
    question:
      "Does a descriptor that is read have the code of its namespace as it was sent, or in lower case?",
    source:
      "The guide's samples show it as sent; aepp's release notes say that the case is not kept.",
    probe: { finds: "Makes an identity descriptor in the namespace ECID, and reads it." },
  },
  "ref-property": {
    values: ["refused", "ignored"],
    question:
      "Does the registry reject a path in `meta:refProperty` at which the field group has no field?",
    source: "Not documented; the tutorial has only paths that exist.",
    probe: { finds: "Makes a schema that takes a field which its field group does not have." },
  },
  "title-scope": {
    values: ["per-type", "all-types"],
    question:
      "Must a title be unique across schemas, field groups, classes and data types, or within each?",
    source:
      "The XDM troubleshooting guide says across all; a lab of Adobe's, reported to us, makes a field group and a schema of one title.",
    probe: { finds: "Makes a schema with the title of a field group." },
  },
  "registry-accept": {
    values: ["400", "406"],
    question: "What is the status of the Schema Registry for a missing or wrong Accept header?",
    source: "Current reference: 400 with an XDM code; older registry: 406.",
    probe: { finds: "Reads a schema with an Accept header of another form." },
  },
  "stats-class-usage": {
    values: ["list", "by-class"],
    question:
      "Is `classUsage` of `/stats` a list of classes with their schemas, or an object keyed by class?",
    source: "API reference: list; getting-started guide: object.",
    probe: { finds: "Reads `/stats`." },
  },
  "label-owner": {
    values: ["any", "field-group"],
    question: "May the label of a field name a schema, or only the field group that has the field?",
    source:
      "Adobe's client and a live tenant's descriptors name field groups; the descriptor guide speaks of schemas.",
    probe: { finds: "Labels a field of a schema of its own." },
  },
  "descriptor-put": {
    values: ["200", "201"],
    question: "What is the status of a PUT on a descriptor?",
    source: "API reference 200, guide 201.",
    probe: { finds: "Replaces an identity descriptor by PUT." },
  },
  "schema-in-use": {
    values: ["refused", "allowed"],
    question: "May a schema be deleted while a dataset uses it?",
    source: "Listed among the breaking changes; no code is documented.",
    probe: { finds: "Deletes a schema while a dataset uses it." },
  },
} as const satisfies AssumptionTable;
