import { privacyCategories } from "../model";
import { identityValue, isNobody } from "../model/identityValue";

const category = `(?:${privacyCategories.join("|")})`;
/** What privacy puts in the place of a value that it drops: the same for everybody. */
const dropped = new RegExp(`\\[${category}\\]`);
/** The same, and what it puts in the place of one that it hashes. */
const replaced = new RegExp(`\\[${category}(?::[0-9a-f]{64})?\\]`);

/**
 * The user id of an event as far as it tells one customer from another. Undefined for what names nobody: `guest` and the
 * like, which many sites pass after a logout, and the ECID of a browser, which a site may pass until somebody signs in.
 */
export function customerOf(userId: string | undefined): string | undefined {
  const id = userId?.trim();
  if (id === undefined || identityValue("ECID", id) !== undefined) return undefined;
  return replaced.test(id) || !isNobody(id) ? id : undefined;
}

/** Whether privacy has dropped what would tell this customer from others. */
export function isAnybody(customer: string | undefined): boolean {
  return customer !== undefined && dropped.test(customer);
}
