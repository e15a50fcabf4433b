import { identityField, TRAITS, type SiteIdentity } from "../model";
import { identityValue } from "../model/identityValue";
import { categoryLeftOut } from "../privacy/identityTraits";
import type { PrivacyPolicy } from "../privacy/policy";
import { isObject, type Json } from "../shared/json";
import { wellFormed } from "../shared/wellFormed";
import type { Extracted } from "./extract";
import { traitAt, traitsOf } from "./traits";

/** The identities of an event, by the name of their field. */
export type Identities = Readonly<Record<string, string>>;

/** Only texts and numbers can be identities; numbers arrive with all their digits. */
function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "string") return wellFormed(value);
  if (value === undefined || typeof value === "boolean" || isObject(value)) return undefined;
  return value === null || Array.isArray(value) ? undefined : String(value);
}

/**
 * The identities that the site has given, by the fields of the configured namespaces. Values that are not an identity are
 * left out, and those of a trait whose key names a category that privacy does not keep. Undefined when there is none.
 */
export function identitiesIn(
  values: Extracted,
  wanted: readonly SiteIdentity[],
  privacy: PrivacyPolicy["privacy"],
): Identities | undefined {
  if (wanted.length === 0) return undefined;
  const traits = wanted.some(({ from }) => from.startsWith(TRAITS)) ? traitsOf(values) : {};
  const given = ({ from, namespace }: SiteIdentity): Json | undefined => {
    if (!from.startsWith(TRAITS)) return values.visitorUserId;
    const key = from.slice(TRAITS.length);
    return categoryLeftOut(key, namespace, privacy) === undefined
      ? traitAt(traits, key)
      : undefined;
  };
  const found = wanted.flatMap((one): [string, string][] => {
    const { namespace } = one;
    const text = textOf(given(one));
    const value = text === undefined ? undefined : identityValue(namespace, text);
    return value === undefined ? [] : [[identityField(namespace), value]];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** The identities that privacy has left as they were: with a part redacted, one would be somebody else's. */
export function untouchedIdentities(
  before: Identities | undefined,
  after: Identities | undefined,
): { readonly identities?: Identities } {
  const kept = Object.entries(before ?? {}).filter(([name, value]) => after?.[name] === value);
  return kept.length === 0 ? {} : { identities: Object.fromEntries(kept) };
}
