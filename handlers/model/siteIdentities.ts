import type { Mapping } from "./mapping";
import { TENANT } from "./paths";
import type { XdmField } from "./types";

/*
 * Identities that the site hands to Chatlio's `identify` (`chatlio-aep:identities`). Each namespace has a field of its
 * own, and not a place in XDM's `identityMap`: a field has labels, and is the same in both sources, in direct mode and in
 * SQL. An existing field may hold values that are not an identity.
 * They are not part of `fields`: only a stack that names identities has them, so that no other stack's dataflow changes.
 */

/** One identity of `chatlio-aep:identities`. */
export interface SiteIdentity {
  /** Code of the namespace. */
  readonly namespace: string;
  /** `userId`, or `traits.` and the key of a trait. */
  readonly from: string;
}

/** What `from` of an identity from a trait begins with. */
export const TRAITS = "traits.";

/** Path of the object with a field for each namespace. */
export const IDENTITIES = `${TENANT}.chatlio.identities`;

/** Name of a namespace's field: `ECID` → `ecid`, `CustomerId` → `customerId`. */
export function identityField(namespace: string): string {
  const isUpper = namespace === namespace.toUpperCase();
  return isUpper ? namespace.toLowerCase() : namespace.charAt(0).toLowerCase() + namespace.slice(1);
}

/** Path of a namespace's field in the row, with `_tenant` for the tenant's namespace. */
export function identityPath({ namespace }: SiteIdentity): string {
  return `${IDENTITIES}.${identityField(namespace)}`;
}

/** The lines of the mapping set that fill the identities' fields from the relay's event. */
export function identityMappings(identities: readonly SiteIdentity[]): readonly Mapping[] {
  return identities.map((identity) => ({
    sourceType: "ATTRIBUTE",
    source: `\${identities}.\${${identityField(identity.namespace)}}`,
    destination: identityPath(identity),
  }));
}

type Fields = Readonly<Record<string, XdmField>>;

/** The field group's fields with those of the identities. */
export function withIdentityFields(own: Fields, identities: readonly SiteIdentity[]): Fields {
  const { chatlio } = own;
  if (identities.length === 0 || chatlio === undefined) return own;
  const properties = identities.map(({ namespace, from }): [string, XdmField] => [
    identityField(namespace),
    {
      type: "string",
      title: namespace,
      description: `Identity in the namespace ${namespace}, from ${from}.`,
    },
  ]);
  const object: XdmField = {
    type: "object",
    title: "Identities",
    properties: Object.fromEntries(properties),
  };
  return {
    ...own,
    chatlio: { ...chatlio, properties: { ...chatlio.properties, identities: object } },
  };
}
