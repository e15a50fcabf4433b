import { domainToASCII, domainToUnicode } from "node:url";

/**
 * An address in lower case, with its domain in letters and in Punycode, as it is given and in the usual form of its characters. A
 * phone writes the apostrophe of `d'anna@example.com` as `’`.
 */
export function addressForms(email: string): readonly string[] {
  const lower = email.trim().toLowerCase();
  const forms = [lower, lower.normalize("NFKC")].flatMap(formsOfDomain);
  return [
    ...new Set(forms.flatMap((form) => ["'", "’"].map((sign) => form.replace(/['’]/g, sign)))),
  ];
}

function formsOfDomain(lower: string): readonly string[] {
  const at = lower.lastIndexOf("@");
  const domain = lower.slice(at + 1);
  const others = [domainToASCII(domain), domainToUnicode(domain)].filter((form) => form !== "");
  return [...new Set([domain, ...others])].map((form) => lower.slice(0, at + 1) + form);
}
