/** Names that say whose id a value is, without a word for an id. */
const alone = "customer|kunde|client|account|member|login|user|crm|ecid";
/** Several of them, which may be their number, and points that somebody has. */
const several = "customers|kunden|clients|accounts|members|users|loyalty";
/** The same with such a word. */
const somebody = `${alone}|${several}|cust|clientes?|klant|acct|konto|mitglieds?|benutzer|visitors?|contacts?|person|profile|subscriber|buyer|shopper|debtor|debitor|identity|ident|external|extern|ext|fremd|[uc]`;
const number = "ids?|uu?id|guid|no|nr|numbers?|nummer";
const id = `${number}|num|key|code|card|ref`;

/** A name in one word: `account`, `customerid`, `kundennummer`. */
const saysId = new RegExp(`^(?:(?:${alone})|(?:${somebody})(?:${id}))$`);
const isSeveral = new RegExp(`^(?:${several})$`);
const isSomebody = new RegExp(`^(?:${somebody})$`);
const isIdWord = new RegExp(`^(?:${id})$`);
/** What says an id without a word before it. A `code` may be a coupon's. */
const isIdAlone = new RegExp(`^(?:${number})$`);
/** Ends in a word for a number: `vertragsnummer`, `ordernumber`. */
const isNumber = /^\p{L}+(?:nummer|number)$/u;

/** Somebody else than the visitor, or no id at all: `accountManagerId`, `referredByCustomer`, `isMember`. */
const isOther =
  /^(?:manager|agent|advisor|berater|seller|vendor|partner|owner|assigned|assignee|referr\w*|referral|recommend\w*|friend|parent|family|support|follow\w*|reviewed|viewed|visited|liked|last|of|by|is|has|was)$/;
/** What a shop numbers, too. */
const isThing =
  /^(?:order|product|produkt|article|artikel|item|sku|variant|cart|basket|store|filial|house|haus|room|zimmer|street|invoice|rechnung|ticket|case|plan|tier|group|segment|campaign|coupon|voucher|category|page|form|device|session|company|org|tenant|shop(?!ify|ware)|bestell|auftrag|phone|telefon|mobil|plz|zip)/;
/** The words of a name, in lower case: those of `customerId`, `customer_id`, `Kunden-Nr.` and `CRMID`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/IDs(?!\p{Ll})/gu, "Ids")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** A number, or so short that other things have it by chance. */
function isCommon(value: string): boolean {
  return value.length < 5 || /^\d+$/.test(value);
}

/**
 * The same of a field that is not a trait. An `id` alone is the event's own there, and an account may be the one at Chatlio.
 *
 * @param path names of the properties from the body on
 */
export function saysCustomerField(path: readonly string[], value: string): boolean {
  const words = path.flatMap(wordsOf);
  const isOwn = words.length === 1 && isIdWord.test(words[0] ?? "");
  return !isOwn && !words.includes("account") && saysCustomerTrait(path, value);
}

/**
 * Whether the name of a trait says that its value is the visitor's id at the site. Carts, orders and plans have numbers of their
 * own, and one may equal a customer's: a value that is common counts only where the name says whose id it is.
 *
 * @param path names of the properties from the traits on, the value's own last
 * @param value that equals the id which is looked for
 */
export function saysCustomerTrait(path: readonly string[], value: string): boolean {
  const names = path.map(wordsOf);
  const words = names.flat();
  if (words.some((word) => isOther.test(word))) return false;
  const own = names.at(-1) ?? [];
  const last = own.at(-1) ?? "";
  if (saysId.test(last)) return true;
  if (isSeveral.test(last)) return !isCommon(value);
  if (!isIdWord.test(last) && !isNumber.test(last)) return false;
  const before = own.at(-2) ?? names.at(-2)?.at(-1);
  // `id` alone, right below the traits, or whose id it is.
  if (before === undefined ? isIdAlone.test(last) : isIdWord.test(last) && isSomebody.test(before))
    return true;
  if (words.some((word) => isThing.test(word))) return false;
  return !isCommon(value);
}

/**
 * A name right before a value in a text, and what is before that name: a word (`order id 418`), or the property whose object it is
 * in (`"order":{"id":418`).
 */
const nameBefore =
  /(?<![\p{L}\p{N}_.[\]-])(?:([\p{L}\p{N}_.[\]-]+)(?: |["'\\\s]*:["'\\\s]*\{["'\\\s]*))?([\p{L}\p{N}_.[\]-]*[\p{L}\p{N}\]])[^\p{L}\p{N}_]{1,8}$/u;

/** An `id` without a word for a number: in a text, a `no` alone may be anything. */
const isPlainId = /^(?:ids?|uu?id|guid)$/;

/**
 * Whose id a value in a text is by the name before it, as {@link saysCustomerTrait} judges it in JSON. Undefined when there is no
 * name, or it says nothing of anybody's id.
 *
 * @param before the text before the value
 */
export function ownerIn(before: string, value: string): "customer" | "other" | undefined {
  const [, above = "", name = ""] = nameBefore.exec(before) ?? [];
  const [words, wordsAbove] = [wordsOf(name), wordsOf(above)];
  const last = words.at(-1) ?? "";
  if (words.length === 1 && isIdAlone.test(last)) {
    if (isSomebody.test(wordsAbove.at(-1) ?? "")) return "customer";
    if (wordsAbove.some((word) => isThing.test(word))) return "other";
    return isPlainId.test(last) ? "customer" : undefined;
  }
  if (saysCustomerTrait([name], value)) return "customer";
  const isName = saysId.test(last) || isIdWord.test(last) || isNumber.test(last);
  const isOfOther = words.some((word) => isOther.test(word) || isThing.test(word));
  return isName && isOfOther ? "other" : undefined;
}
