import { createHash, createHmac } from "node:crypto";
import type { PrivacyAction, PrivacyCategory } from "../../model";

/** What is done with each category's values. */
export interface PrivacyPolicy {
  readonly privacy: Readonly<Record<PrivacyCategory, PrivacyAction>>;
  /** Key of an HMAC in place of plain SHA-256. Hashed e-mails then join with nobody else's. */
  readonly privacySalt?: string | undefined;
}

const strictness: readonly PrivacyAction[] = ["keep", "hash", "drop"];

/** The strictest action of several categories. */
export function actionFor(
  categories: readonly PrivacyCategory[],
  { privacy }: PrivacyPolicy,
): PrivacyAction {
  const ranks = categories.map((category) => strictness.indexOf(privacy[category]));
  return strictness[Math.max(0, ...ranks)] ?? "drop";
}

/**
 * The hash of a value, hexadecimal. An e-mail is trimmed and lower-cased first, as Adobe's namespace
 * `Email_LC_SHA256` wants it (Adobe Identity Service guide).
 */
export function hashValue(value: string, isEmail: boolean, { privacySalt }: PrivacyPolicy): string {
  const hash = privacySalt ? createHmac("sha256", privacySalt) : createHash("sha256");
  return hash.update(isEmail ? value.trim().toLowerCase() : value, "utf8").digest("hex");
}
