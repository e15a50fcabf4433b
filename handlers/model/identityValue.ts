/** Longest identity value that Adobe takes (Identity Service guardrails). */
const MAX_LENGTH = 1_024;

/**
 * Values, in lower case, that stand for nobody: those that Adobe's Identity Service blocks (null, anonymous, invalid),
 * what programs write in place of a missing value, zeros, and a template's placeholder that was not replaced. As one
 * identity they would join different people in one person. Written so that Java's and JavaScript's engines agree.
 */
export const nobodyPattern =
  "null|undefined|nan|none|nil|n/a|unknown|anonymous|guest|invalid|true|false|.object object.|[0-]+|[{$%<].*[}%>]";

const nobody = new RegExp(`^(?:${nobodyPattern})$`, "u");

/** What a value of a namespace must look like, by the namespace's code in upper case. */
const forms: Readonly<Record<string, string>> = {
  ECID: "[0-9]{38}",
  EMAIL: "[^@ ]+@[^@ ]+",
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

/** E.164: with calling code and without separators. Undefined without a calling code: nobody can tell the country. */
function e164(value: string): string | undefined {
  const digits = value.replace(/[\s().\-/]/g, "");
  return /^\+[1-9][0-9]{6,14}$/.test(digits) ? digits : undefined;
}

/**
 * The value as an identity of a namespace. Undefined when it cannot be one: it has another form, is too long, or stands
 * for nobody.
 */
export function identityValue(namespace: string, given: string): string | undefined {
  const value = given.trim();
  if (nobody.test(value.toLowerCase())) return undefined;
  if (isPhoneNamespace(namespace)) return e164(value);
  const fits = new RegExp(`^(?:${identityForm(namespace)})$`, "u");
  return value.length <= MAX_LENGTH && fits.test(value) ? value : undefined;
}
