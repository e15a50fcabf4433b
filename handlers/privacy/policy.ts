import { createHmac, hash } from "node:crypto";

import type { PrivacyAction, PrivacyCategory } from "../model";

/** The action for the values of each category. */
export interface PrivacyPolicy {
  readonly privacy: Readonly<Record<PrivacyCategory, PrivacyAction>>;
  /** Key of the HMAC that replaces plain SHA-256. Hashed e-mails can then not be joined with other data. */
  readonly privacySalt?: string | undefined;
}

/** The strictest action of several categories. Without categories, the value is kept. */
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
 * The hash of a value in hexadecimal. An e-mail is trimmed and lowercased first, as Adobe's namespace
 * `Email_LC_SHA256` requires (Adobe Identity Service guide).
 */
export function hashValue(value: string, isEmail: boolean, { privacySalt }: PrivacyPolicy): string {
  const hashed = isEmail ? value.trim().toLowerCase() : value;
  return privacySalt
    ? createHmac("sha256", privacySalt).update(hashed).digest("hex")
    : hash("sha256", hashed, "hex");
}
