/** Longest identity value that Adobe takes (Identity Service guardrails). */
const MAX_LENGTH = 1_024;

/*
 * What is written here judges in the relay and, as Data Prep's regular expressions, in direct mode. It is written so that
 * Java's and JavaScript's engines agree, without backslash and quotation mark, which such an expression cannot have.
 * In a class of Java, `[` begins another class: so the classes of brackets name everything that is none.
 */

/** A bracket, an apostrophe, `$` or `%`: what a placeholder, a list, an object or a quoted value begins with. */
const opening = "[^ -#&*-;=?-Z^-z|~-\uffdc]";

/** A bracket, an apostrophe or `%`: what such a value ends with. */
const closing = "[^ -$&*-;=?-Z^-z|~-\uffdc]";

/**
 * Values, in lower case, that stand for nobody: those that Adobe's Identity Service blocks (null, anonymous, invalid),
 * what programs write in place of a missing value, zeros, the UUIDs of zeros and of `f` alone, a list or object, and a
 * template's placeholder that was not replaced. As one identity they would join different people in one person.
 */
export const nobodyPattern = [
  "null|undefined|nan|none|nil|n/?a|not set|unknown|anonymous|guest|invalid|true|false",
  "[0.-]+",
  "f{8}(?:-f{4}){3}-f{12}",
  `${opening}.*${closing}`,
].join("|");

const nobody = new RegExp(`^(?:${nobodyPattern})$`, "u");

/** Whether a value stands for nobody, so that it must not become an identity or a part of one. */
export function isNobody(value: string): boolean {
  return nobody.test(value.trim().toLowerCase());
}

/** Decimal numbers with as many digits as the largest, and not above it. */
function upTo(largest: string): string {
  const below = Array.from(largest).flatMap((digit, index) => {
    if (digit === "0") return [];
    const rest = largest.length - index - 1;
    return [`${largest.slice(0, index)}[0-${Number(digit) - 1}][0-9]{${rest}}`];
  });
  return `(?:${[...below, largest].join("|")})`;
}

/** Letters that an address may have beyond ASCII (RFC 6531): no spaces, and no other invisible characters. */
const letters = "\u00a1-\u167f\u1681-\u1fff\u2c00-\u2dff\u3001-\ud7ff\uf900-\ufdff";

/** An address of e-mail, without name, comment and quotation marks. Lengths as in RFC 5321. */
const emailForm = [
  `[A-Za-z0-9.!#$&'*+/=?^_~%\`${letters}-]{1,64}@`,
  `(?:[A-Za-z0-9${letters}](?:[A-Za-z0-9${letters}-]{0,61}[A-Za-z0-9${letters}])?[.]){1,10}`,
  `[A-Za-z0-9${letters}-]{2,63}`,
].join("");

/** What a value of a namespace must look like, by the namespace's code in upper case. */
const forms: Readonly<Record<string, string>> = {
  // Two numbers of 19 digits, each one that fits 64 bits with a sign. Adobe rejects others (UPLIB-101003).
  ECID: `${upTo("9223372036854775807")}{2}`,
  EMAIL: emailForm,
  EMAIL_LC_SHA256: "[0-9a-f]{64}",
};

/** The form of a namespace's values, for Java's and JavaScript's engines. */
export function identityForm(namespace: string): string {
  return forms[namespace.toUpperCase()] ?? `.{1,${MAX_LENGTH}}`;
}

/** Whether the namespace is Adobe's for phone numbers. */
export function isPhoneNamespace(namespace: string): boolean {
  return namespace.toUpperCase() === "PHONE";
}

/**
 * Calling codes of countries whose numbers keep their first 0 abroad: Italy, the Vatican, San Marino, Ivory Coast, Burkina
 * Faso, Benin, Gabon, the Republic of the Congo and Tajikistan. No number of North America and Russia has one. libphonenumber has
 * them too, but would add two thirds to the forwarder, which reads other identities with this module.
 */
const keepsZero = /^(?:1|7|39|379|378|225|226|229|241|242|992)$/;

/**
 * The first 0 of `+41 (0)31 …` and `+41 031 …` is dialed within the country only, and is not part of the number. Where nothing
 * is between the calling code and a 0, nobody can tell them apart.
 */
function withoutTrunkZero(value: string): string {
  return value.replace(
    /^\(?(\+([1-9][0-9]{0,2}))(?:[\s().\-/]+0)+(?=[\s().\-/0-9])0*/,
    (all, calling: string, code: string) => (keepsZero.test(code) ? all : calling),
  );
}

/** E.164: with calling code and without separators. Undefined without a calling code: nobody can tell the country. */
function e164(value: string): string | undefined {
  const digits = withoutTrunkZero(value).replace(/[\s().\-/]/g, "");
  return /^\+[1-9][0-9]{6,14}$/.test(digits) ? digits : undefined;
}

/** The form as an expression that the whole value must match, compiled once. */
const compiled = new Map<string, RegExp>();

function fits(namespace: string, value: string): boolean {
  const form = identityForm(namespace);
  const known = compiled.get(form) ?? new RegExp(`^(?:${form})$`, "u");
  compiled.set(form, known);
  return known.test(value);
}

/**
 * The value as an identity of a namespace. Undefined when it cannot be one: it has another form, is too long, or stands
 * for nobody.
 */
export function identityValue(namespace: string, given: string): string | undefined {
  const value = given.trim();
  if (isNobody(value)) return undefined;
  if (isPhoneNamespace(namespace)) return e164(value);
  return value.length <= MAX_LENGTH && fits(namespace, value) ? value : undefined;
}
