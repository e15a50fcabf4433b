import type { PrivacyAction, PrivacyCategory } from "../model";
import { hintOf } from "./keyHints";

/** The category of what the values of one of Adobe's namespaces are hashes of. */
export function hashedCategory(namespace: string): "email" | "phone" | undefined {
  const code = namespace.toLowerCase();
  if (code === "email_lc_sha256") return "email";
  return code.startsWith("phone_sha256") ? "phone" : undefined;
}

/**
 * The category that a trait's key names and privacy does not keep, so that the trait is not an identity. What the site has
 * hashed stays where privacy would hash it: `emailHash` for `Email_LC_SHA256`.
 */
export function categoryLeftOut(
  key: string,
  namespace: string,
  privacy: Readonly<Record<PrivacyCategory, PrivacyAction>>,
): PrivacyCategory | undefined {
  const category = hintOf(key);
  if (category === undefined || privacy[category] === "keep") return undefined;
  const isHashedAlready = privacy[category] === "hash" && hashedCategory(namespace) === category;
  return isHashedAlready ? undefined : category;
}
