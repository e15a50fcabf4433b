import { fields } from "./fields";
import { identityPath, type SiteIdentity } from "./siteIdentities";
import type { PrivacyAction } from "./types";

/** An identity of the row: which field, and the code of the namespace its values belong to. */
export interface Identity {
  /** Path with `_tenant` for the tenant's namespace. */
  readonly property: string;
  /** Code of the identity namespace. */
  readonly namespace: string;
  readonly primary: boolean;
}

/** How the identities depend on the configuration. */
export interface IdentityOptions {
  /** What privacy does with e-mail addresses. Default `keep`. */
  readonly email?: PrivacyAction;
  /** A salt is configured for hashing: the hashes then match nobody else's. Default false. */
  readonly salted?: boolean;
  /** Code of the visitors' own namespace. Given: the visitor key is the primary identity. Default none. */
  readonly visitorNamespace?: string;
  /** Identities that the site gives. Default none. They are never primary: most rows have none of them. */
  readonly site?: readonly SiteIdentity[];
}

/**
 * The identity descriptors of the schema. E-mail is never primary: it is missing from most events.
 * A hashed e-mail is an identity only when it is unsalted, trimmed and lower-cased, as Adobe joins on it
 * (namespace `Email_LC_SHA256`).
 */
export function identities(options: IdentityOptions = {}): readonly Identity[] {
  const { email = "keep", salted = false, site = [], visitorNamespace } = options;
  const found: Identity[] = [];
  if (visitorNamespace !== undefined)
    found.push({ property: fields.visitorKey.xdm, namespace: visitorNamespace, primary: true });
  if (email === "keep")
    found.push({ property: fields.visitorEmail.xdm, namespace: "Email", primary: false });
  if (email === "hash" && !salted)
    found.push({ property: fields.visitorEmail.xdm, namespace: "Email_LC_SHA256", primary: false });
  for (const identity of site)
    found.push({ property: identityPath(identity), namespace: identity.namespace, primary: false });
  return found;
}
