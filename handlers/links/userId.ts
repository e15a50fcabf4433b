import { privacyCategories } from "../model";
import { identityValue, isNobody } from "../model/identityValue";
import { uuidPattern } from "../model/visitorIds";

const category = `(?:${privacyCategories.join("|")})`;
/** What privacy puts in the place of a value that it drops: the same for everybody. In a URL the brackets are encoded. */
const dropped = new RegExp(`(?:\\[|%(?:25)*5B)${category}(?:\\]|%(?:25)*5D)`, "i");
/** An id in brackets: what privacy puts in the place of a value, and a UUID as Windows writes it. */
const inBrackets = new RegExp(`\\[${category}(?::[0-9a-f]{64})?\\]|^\\{${uuidPattern}\\}$`);

/** Whether a user id is the ECID of a browser: some sites pass it until somebody signs in. */
export function isEcid(id: string): boolean {
  return identityValue("ECID", id) !== undefined;
}

/** Whether a user id says that nobody is signed in: `guest` and the like, which many sites pass after a logout. */
export function isOfNobody(userId: string): boolean {
  return isEcid(userId) || (isNobody(userId) && !inBrackets.test(userId));
}

/** Whether privacy has dropped what would tell this customer from others. */
export function isAnybody(userId: string | undefined): boolean {
  return userId !== undefined && dropped.test(userId);
}
