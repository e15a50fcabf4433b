import type { JsonObject } from "../../../common/json";
import { choice, group, moment, ns, piece, suggestion, text } from "./build";

/** `y`, `n` and the further values of a choice; XDM leaves the list open. */
function chosen(title: string, more: JsonObject = {}): JsonObject {
  const values = ["y", "n", "p", "u", "LI", "CT", "CP", "VI", "PI", "dy", "dn"];
  return { ...group(title, { val: suggestion("Choice", values), ...more }), required: ["xdm:val"] };
}

const marketing = { time: moment("Timestamp"), reason: text("Reason") };

const channels: readonly (readonly [string, string])[] = [
  ["any", "General Direct Marketing Preference"],
  ["email", "Receive email"],
  ["push", "Receive push notifications"],
  ["sms", "Receive SMS"],
  ["whatsApp", "Receive WhatsApp"],
  ["call", "Receive calls"],
  ["fax", "Receive fax"],
  ["commercialEmail", "Receive commercial emails"],
  ["postalMail", "Receive postal mail"],
];

/** Data types of Adobe's library about consents and about how data was collected. */
export const consentTypes: readonly JsonObject[] = [
  piece(
    ns("datatypes/consents-and-preferences"),
    "Consent for Privacy, Personalization and Marketing Preferences",
    {
      consents: group("Consents and Preferences", {
        collect: chosen("Data Collection"),
        share: chosen("Share Data"),
        adID: chosen("Use Advertiser ID", { idType: choice("Ad ID Type", ["IDFA", "GAID"]) }),
        personalize: group("Personalize", { content: chosen("Personalize Content") }),
        marketing: group("Marketing", {
          preferred: choice("Preferred Channel", [
            "email",
            "push",
            "inApp",
            "sms",
            "whatsApp",
            "phone",
            "phyMail",
            "inVehicle",
            "inHome",
            "iot",
            "social",
            "other",
            "none",
            "unknown",
          ]),
          ...Object.fromEntries(channels.map(([name, title]) => [name, chosen(title, marketing)])),
        }),
        metadata: group("Consent and Preference Metadata", {
          time: moment("Consent/Preferences timestamp"),
        }),
      }),
    },
  ),
  piece(ns("context/implementationdetails"), "Implementation details", {
    name: text("Name", { format: "uri" }),
    version: text("Version"),
    environment: choice("Environment", ["browser", "app", "server", "iot"]),
  }),
  piece(ns("common/auditable"), "Audit trail", {
    repositoryCreatedBy: text("Created by user identifier"),
    repositoryLastModifiedBy: text("Modified by user identifier"),
    createdByBatchID: text("Created by batch identifier", { format: "uri-reference" }),
    modifiedByBatchID: text("Modified by batch identifier", { format: "uri-reference" }),
    _repo: group("Repository", {
      createDate: { ...moment("Created"), "meta:xdmField": "repo:createDate" },
      modifyDate: { ...moment("Modified"), "meta:xdmField": "repo:modifyDate" },
    }),
  }),
];
