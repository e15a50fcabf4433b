import type { AssumptionTable } from "./assumption";

/** Assumptions about what all services share: IMS, gateway, sandboxes and how fast a change is known. */
export const platformAssumptions = {
  "new-object-visible": {
    values: ["at-once", "late"],
    question:
      "Does every request know an object right after it was made? `late`: for the provisioning delay a read, a change or a reference to it returns 404. Identity namespaces are known at once.",
    source: "Not documented; people who automate AEP see 404 for some seconds.",
    probe: { finds: "Reads objects right after their POST." },
  },
  "deleted-reference": {
    values: ["at-once", "late"],
    question:
      "Does a deleted object release the others that it used right away? `late`: for the provisioning delay they still count as used and cannot be deleted.",
    source: "Not documented; Adobe's client waits 30 seconds before a dependent delete.",
    probe: { finds: "Deletes a schema and, at once, the field group that only it used." },
  },
  "gateway-token-error": {
    values: ["text", "number"],
    question:
      "Is the code of the gateway's error for an invalid token a text, or a number with title and status next to it?",
    source: "The troubleshooting guide shows a text; adobe/aio-cli issue 812 quotes a number.",
    probe: { finds: "Lists flow specs with a made-up token." },
  },
  "sandbox-view": {
    values: ["allowed", "forbidden"],
    question:
      "May the credential list and look up sandboxes? `forbidden`: only the list of its own sandboxes is open.",
    source:
      "The reference lists both routes; Focus-GTS/aep-mcp-server met SMS-2010-403 with a new credential.",
    probe: { finds: "Lists the organization's sandboxes." },
  },
  "sandbox-deleted-name": {
    values: ["taken", "free"],
    question: "May a new sandbox have the name of one that is deleted?",
    source:
      "The guide says that a name must be unique, and that a deleted sandbox can be looked up.",
    probe: { cannot: "The probe makes no sandbox: it works in one." },
  },
  "sandbox-delete": {
    values: ["at-once", "deleting"],
    question: "Is a sandbox `deleted` at once, or `deleting` for the provisioning delay?",
    source:
      "The guide's response to DELETE has `deleted`; the reference has more states on the way.",
    probe: { cannot: "The probe deletes no sandbox: it works in one." },
  },
  "sandbox-limit": {
    values: ["75", "5"],
    question: "How many sandboxes may an organization have?",
    source: "The overview says five for a license, and up to 75 with additional packs.",
    probe: { cannot: "The probe makes no sandbox: it works in one." },
  },
  "new-sandbox-role": {
    values: ["has-it", "lacks-it"],
    question: "May the credential that makes a sandbox use it at once?",
    source: "The UI guide says that a new sandbox must first be added to a role.",
    probe: { cannot: "The probe makes no sandbox: it works in one." },
  },
  "new-sandbox-known": {
    values: ["at-once", "late"],
    question:
      "Do all services know a new sandbox once it is active? `late`: for the provisioning delay after that, it does not exist for them (403 of Schema Registry, 404 of others), though the Sandbox API shows it as active.",
    source: "Not documented; other things that are new are not known to every service at once.",
    probe: { cannot: "The probe makes no sandbox: it works in one." },
  },
  "namespace-put": {
    values: ["list", "object"],
    question:
      "Is the response to PUT of an identity namespace a list with the namespace, or the namespace?",
    source: "The reference's text says its details, its schema a list.",
    probe: { cannot: "It takes a namespace to change, and Adobe has no call to delete one." },
  },
  "token-expires-in": {
    values: ["seconds", "milliseconds"],
    question: "What is the unit of `expires_in` in a token response?",
    source: "Seconds for server-to-server; the older JWT exchange documents milliseconds.",
    probe: { finds: "Reads the token response." },
  },
} as const satisfies AssumptionTable;
