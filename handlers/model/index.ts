export { fields, fieldNames, lists, listNames, type FieldName, type ListName } from "./fields";
export { chatEvent, type ChatEvent, type ChatMessage } from "./chatEvent";
export {
  eventLabel,
  events,
  eventSlugs,
  findEvent,
  UNKNOWN_EVENT,
  type EventDefinition,
  type EventSlug,
  type EventType,
} from "./events";
export { identities, type Identity, type IdentityOptions } from "./identities";
export { labeledFields, type LabeledField } from "./labels";
export { mappings, type Mapping } from "./mapping";
export {
  IDENTITIES,
  identityField,
  identityPath,
  TRAITS,
  type SiteIdentity,
} from "./siteIdentities";
export {
  consentNames,
  consentPath,
  consentValues,
  type ConsentName,
  type Consents,
  type ConsentValue,
  type SiteConsent,
} from "./siteConsents";
export { siteMappings, withSiteFields, type SiteFields } from "./siteFields";
export { toXdm } from "./toXdm";
export {
  privacyActions,
  privacyCategories,
  type DataLabel,
  type FieldDefinition,
  type FieldType,
  type ListDefinition,
  type PrivacyAction,
  type PrivacyCategory,
  type Shape,
  type XdmField,
} from "./types";
export { classRef, fieldGroupProperties, standardFieldGroups } from "./xdm";
