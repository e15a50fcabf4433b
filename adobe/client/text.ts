/** Characters of a text from outside that are searched at all. The rest is dropped before any pattern runs. */
export const MAX_SEARCHED = 4_096;

/** Longest text of a server that a message quotes, in characters. */
export const MAX_QUOTE = 600;

/** Longest code, request id or name that a message shows, in characters. */
export const MAX_LABEL = 200;

/** Characters that a terminal treats as a line break or control: C0, C1, line and paragraph separators. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * Characters that are invisible or reorder the text: bidirectional and zero-width characters, tags, lone
 * surrogates.
 */
const invisible = /[\p{Cf}\p{Cs}\u{e0000}-\u{e007f}]/gu;

/** Shorter secrets would be found in every message. */
const SHORTEST_SECRET = 4;

/** The first `max` characters of a text, with `…` when there were more. Never half of a surrogate pair. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A text from outside on one line, without control and invisible characters, truncated. */
export function plain(text: string, max = MAX_LABEL): string {
  const start = text.slice(0, MAX_SEARCHED);
  const shown = start.replace(controls, " ").replace(invisible, "").replace(/ +/g, " ").trim();
  return truncate(text.length > start.length ? `${shown}…` : shown, max);
}

/** A secret as a server may repeat it: as it is, in a URL, in a form, in JSON or in HTML. */
function formsOf(secret: string): string[] {
  // A URL cannot encode half of a surrogate pair.
  const inUrl = encodeURIComponent(secret.replace(/\p{Cs}/gu, "\ufffd"));
  const inForm = new URLSearchParams({ "": secret }).toString().slice(1);
  const inHtml = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inUrl, inForm, inJson, inHtml, inUrl.toLowerCase(), inForm.toLowerCase()];
}

/**
 * What a message may show of a text that came from outside: truncated first, so that no pattern
 * searches more than {@link MAX_SEARCHED} characters; then on one line, without control and invisible
 * characters, and without secrets, bearer tokens and the addresses of streaming endpoints (who knows
 * one can send).
 *
 * @param secrets - redacted by value, also where the server encodes them
 * @param max - characters of the result. Default {@link MAX_QUOTE}
 */
export function quotable(text: string, secrets: readonly string[] = [], max = MAX_QUOTE): string {
  const values = secrets.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(formsOf);
  // The longest secrets first, because one may begin with another.
  const forms = [...new Set(values)].sort((a, b) => b.length - a.length);
  const longest = forms[0]?.length ?? 0;
  const start = text.slice(0, MAX_SEARCHED + longest);
  let shown = start.replace(controls, " ").replace(invisible, "");
  for (const form of forms) shown = shown.replaceAll(form, "[secret]");
  // Where the text was truncated, it may end with the first characters of a secret.
  if (start.length < text.length && longest > 0) shown = shown.slice(0, -longest);
  shown = shown
    .slice(0, MAX_SEARCHED)
    .replace(/\bBearer [\w.~+/=-]+/gi, "Bearer [secret]")
    .replace(/eyJ[\w.-]{8,}/g, "[secret]")
    .replace(/(\/collection\/(?:batch\/)?)[\w-]{8,}/g, "$1[secret]")
    .replace(/\s+/g, " ")
    .trim();
  return truncate(shown, max);
}

/** A page without its markup: the text between the tags. */
export function withoutMarkup(text: string): string {
  return text.slice(0, MAX_SEARCHED).replace(/<[^<>]*>/g, " ");
}

/** Number of things of one kind that a message names before it only counts the rest. */
export const MAX_LISTED = 10;

/** The first ten of a list, and how many more there are: `a, b and 3 more`. An element may be made late. */
export function listed(all: readonly (string | (() => string))[], separator = ", "): string {
  const first = all.slice(0, MAX_LISTED).map((one) => plain(typeof one === "string" ? one : one()));
  const more = all.length - first.length;
  return more === 0 ? first.join(separator) : `${first.join(separator)} and ${more} more`;
}

/** A noun with its article: `an identity descriptor`, `a schema`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
