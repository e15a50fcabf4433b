import type { Mapping } from "./mapping";
import { consentMappings, withConsentFields, type SiteConsent } from "./siteConsents";
import { identityMappings, withIdentityFields, type SiteIdentity } from "./siteIdentities";
import type { XdmField } from "./types";

/** What a stack reads of what the site passes to Chatlio: fields that not every stack has. */
export interface SiteFields {
  /** Default: none. */
  readonly identities?: readonly SiteIdentity[] | undefined;
  /** Default: none. */
  readonly consents?: readonly SiteConsent[] | undefined;
}

/** The lines of the mapping set that fill the site's fields from the relay's event. */
export function siteMappings({ identities = [], consents = [] }: SiteFields): readonly Mapping[] {
  return [...identityMappings(identities), ...consentMappings(consents)];
}

type Fields = Readonly<Record<string, XdmField>>;

/** The field group's fields with those of the site. */
export function withSiteFields(
  own: Fields,
  { identities = [], consents = [] }: SiteFields,
): Fields {
  return withConsentFields(withIdentityFields(own, identities), consents);
}
