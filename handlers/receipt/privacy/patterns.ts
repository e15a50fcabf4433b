import { isIPv6 } from "node:net";

/** Replaces a found value. */
export type Replace = (found: string) => string;

/** Ends an e-mail address on either side. */
const delimiter = /[\s<>()[\]\\,;:"'`|=&?#/@＠*!{}^~]/u;
const at = /[@＠]/gu;

/**
 * Replaces everything of the form `something@something`. Written as a scan, not as one expression:
 * on a megabyte with no `@` in it an expression would take quadratic time.
 */
export function replaceEmails(text: string, replace: Replace): string {
  let result = "";
  let done = 0;
  for (const match of text.matchAll(at)) {
    let start = match.index;
    while (start > done && !delimiter.test(text.charAt(start - 1))) start -= 1;
    if (start === match.index && text.charAt(start - 1) === '"') {
      // A quoted local part: "bob smith"@example.com
      const quote = text.lastIndexOf('"', start - 2);
      if (quote >= done && start - quote < 80) start = quote;
    }
    let end = match.index + 1;
    while (end < text.length && !delimiter.test(text.charAt(end))) end += 1;
    while (text.charAt(end - 1) === ".") end -= 1;
    if (start === match.index || end === match.index + 1) continue;
    result += text.slice(done, start) + replace(text.slice(start, end));
    done = end;
  }
  return result + text.slice(done);
}

/** IPv6 (what looks like one is checked), else IPv4. */
const address =
  /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?![\w:])|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/gi;

/** Replaces IP addresses. */
export function replaceAddresses(text: string, replace: Replace): string {
  return text.replace(address, (found) =>
    found !== "::" && (!found.includes(":") || isIPv6(found)) ? replace(found) : found,
  );
}

const scheme = /[a-z][a-z0-9+.-]{0,20}$/i;
const urlEnd = /[\s<>"'`|)\]}]/;

/** Replaces URLs: whatever has `scheme://` in front, or begins with `www.`. */
export function replaceUrls(text: string, replace: Replace): string {
  let result = "";
  let done = 0;
  for (const match of text.matchAll(/:\/\/|(?<![\w.])www\./gi)) {
    if (match.index < done) continue;
    const before =
      scheme.exec(text.slice(Math.max(done, match.index - 21), match.index))?.[0] ?? "";
    const start = match[0] === "://" ? match.index - before.length : match.index;
    let end = match.index + match[0].length;
    while (end !== text.length && !urlEnd.test(text.charAt(end))) end += 1;
    if (end === match.index + match[0].length || (match[0] === "://" && before === "")) continue;
    result += text.slice(done, start) + replace(text.slice(start, end));
    done = end;
  }
  return result + text.slice(done);
}
