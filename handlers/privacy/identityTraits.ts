import type { PrivacyAction, PrivacyCategory } from "../model";
import { hintOf } from "./keyHints";

/**
 * The category that a trait's key names and privacy does not keep, so that the trait is no identity. Hashed addresses
 * stay where addresses are hashed: `emailHash` for `Email_LC_SHA256`.
 */
export function categoryLeftOut(
  key: string,
  namespace: string,
  privacy: Readonly<Record<PrivacyCategory, PrivacyAction>>,
): PrivacyCategory | undefined {
  const category = hintOf(key);
  if (category === undefined || privacy[category] === "keep") return undefined;
  const isHashedAlready =
    category === "email" &&
    privacy.email === "hash" &&
    namespace.toLowerCase() === "email_lc_sha256";
  return isHashedAlready ? undefined : category;
}
