import {
  privacyCategories,
  type PrivacyAction,
  type PrivacyCategory,
} from "../../../handlers/model";
import type { PrivacyPolicy } from "../../../handlers/privacy";

/** A policy that keeps every category but these. */
export function policyOf(
  changes: Partial<Record<PrivacyCategory, PrivacyAction>>,
  privacySalt?: string,
): PrivacyPolicy {
  const all = Object.fromEntries(privacyCategories.map((category) => [category, "keep"]));
  return {
    privacy: { ...all, ...changes } as Record<PrivacyCategory, PrivacyAction>,
    privacySalt,
  };
}

/** A policy with one action for every category but these, which are kept. */
export function policyExcept(
  action: PrivacyAction,
  kept: readonly PrivacyCategory[],
): PrivacyPolicy {
  return policyOf(
    Object.fromEntries(
      privacyCategories.filter((each) => !kept.includes(each)).map((each) => [each, action]),
    ),
  );
}
