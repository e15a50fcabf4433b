import type { Mapping } from "./mapping";
import { TENANT } from "./paths";
import type { XdmField } from "./types";

/*
 * Choices of the visitor that the site hands to Chatlio's `identify` (`chatlio-aep:consents`). Adobe's field group
 * "Consents and Preferences" is for profiles only; for events Adobe advises its data type in a field group of one's own
 * (Experience League, XDM, Consents and Preferences field group). Like the site's identities, the field is there only in
 * a stack that names consents, so that no other stack's dataflow changes.
 */

/** `$id` of Adobe's data type "Consent for Privacy, Personalization and Marketing Preferences" (adobe/xdm). */
export const consentsRef = "https://ns.adobe.com/xdm/datatypes/consents-and-preferences";

/** The choices of the data type that a visitor of a chat can have: paths below its `consents`. */
export const consentNames = [
  "collect",
  "share",
  "personalize.content",
  "marketing.any",
  "marketing.email",
  "marketing.push",
  "marketing.sms",
  "marketing.whatsApp",
  "marketing.call",
  "marketing.fax",
  "marketing.commercialEmail",
  "marketing.postalMail",
] as const;
export type ConsentName = (typeof consentNames)[number];

/** What a choice may be in XDM: the closed list of the data type (adobe/xdm, `choice-value`). */
export const consentValues = [
  "y",
  "n",
  "p",
  "u",
  "dy",
  "dn",
  "LI",
  "CT",
  "CP",
  "VI",
  "PI",
] as const;
export type ConsentValue = (typeof consentValues)[number];

/** One consent of `chatlio-aep:consents`. */
export interface SiteConsent {
  readonly consent: ConsentName;
  /** `traits.` and the key of a trait; after `not ` one that says the opposite, as `unsubscribed`. */
  readonly from: string;
}

/** The choices of an event, in the form of the data type: `{ marketing: { email: { val: "n" } } }`. */
export interface Consents {
  readonly [name: string]: Consents | ConsentValue;
}

const PRIVACY = `${TENANT}.chatlio.privacy`;

/** Path of the choices in the row. */
export const CONSENTS = `${PRIVACY}.consents`;

/** Path of a choice below {@link CONSENTS}, and in the relay's event below `consents`. */
export function consentPath(consent: ConsentName): readonly string[] {
  return [...consent.split("."), "val"];
}

/** The lines of the mapping set that fill the choices from the relay's event. */
export function consentMappings(consents: readonly SiteConsent[]): readonly Mapping[] {
  return consents.map(({ consent }) => ({
    sourceType: "ATTRIBUTE",
    source: ["consents", ...consentPath(consent)].map((name) => `\${${name}}`).join("."),
    destination: [CONSENTS, ...consentPath(consent)].join("."),
  }));
}

type Fields = Readonly<Record<string, XdmField>>;

/** The field group's fields with that of the choices. */
export function withConsentFields(own: Fields, consents: readonly SiteConsent[]): Fields {
  const { chatlio } = own;
  if (consents.length === 0 || chatlio === undefined) return own;
  const privacy: XdmField = {
    type: "object",
    title: "Consents and preferences",
    description: "Choices of the visitor, from the traits that the site passed to Chatlio.",
    ref: consentsRef,
  };
  return { ...own, chatlio: { ...chatlio, properties: { ...chatlio.properties, privacy } } };
}
