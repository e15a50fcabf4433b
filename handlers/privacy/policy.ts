import { createHash, createHmac } from "node:crypto";

import type { PrivacyAction, PrivacyCategory } from "../model";

/** What is done with each category's values. */
export interface PrivacyPolicy {
  readonly privacy: Readonly<Record<PrivacyCategory, PrivacyAction>>;
  /** Key of an HMAC in place of plain SHA-256. Hashed e-mails then join with nobody else's. */
  readonly privacySalt?: string | undefined;
}

/** The strictest action of several categories; of none, the value is kept. */
export function actionFor(
  categories: readonly PrivacyCategory[],
  { privacy }: PrivacyPolicy,
): PrivacyAction {
  const strictest = (["drop", "hash"] as const).find((action) =>
    categories.some((category) => privacy[category] === action),
  );
  return strictest ?? "keep";
}

/**
 * The hash of a value, hexadecimal. An e-mail is trimmed and lower-cased first, as Adobe's namespace
 * `Email_LC_SHA256` wants it (Adobe Identity Service guide).
 */
export function hashValue(value: string, isEmail: boolean, { privacySalt }: PrivacyPolicy): string {
  const hash = privacySalt ? createHmac("sha256", privacySalt) : createHash("sha256");
  return hash.update(isEmail ? value.trim().toLowerCase() : value).digest("hex");
}
