import { createHmac, hash } from "node:crypto";

import type { Extracted } from "../ingestion/extract";
import { privacyCategories, type PrivacyAction, type PrivacyCategory } from "../model";
import type { Work } from "./work";

/** The action for the values of each category. */
export interface PrivacyPolicy {
  readonly privacy: Readonly<Record<PrivacyCategory, PrivacyAction>>;
  /** Key of the HMAC that replaces plain SHA-256. Hashed e-mails can then not be joined with other data. */
  readonly privacySalt?: string | undefined;
}

/**
 * Drops and hashes the values that a policy names, wherever they are.
 *
 * @param work - Counts the steps, and throws when there are too many. Default: no limit.
 */
export type ApplyPrivacy = (values: Extracted, policy: PrivacyPolicy, work?: Work) => Extracted;

/** Whether every category is kept, so that nothing has to be searched. */
export function keepsAll({ privacy }: Pick<PrivacyPolicy, "privacy">): boolean {
  return privacyCategories.every((category) => privacy[category] === "keep");
}

/**
 * {@link ApplyPrivacy} where every category is kept.
 *
 * @throws Error for any other policy: nothing passes that had to be searched.
 */
export function keepAll(values: Extracted, policy: PrivacyPolicy): Extracted {
  if (!keepsAll(policy)) throw new Error("This policy needs the search for personal data.");
  return values;
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
