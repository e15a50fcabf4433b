import { AdobeError } from "./errors";
import type { Action } from "./errors";
import { plain } from "./text";

/** Pages of one list. With a hundred objects each, this is more than a sandbox can have. */
export const MAX_PAGES = 1_000;

/** Bytes of all pages of one list together. */
export const MAX_LIST_BYTES = 256 * 1024 * 1024;

/** Longest continuation token, in characters: it becomes part of a URL. */
const MAX_TOKEN = 4_096;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
  readonly bytes: number;
}

export interface Paging<Item> {
  readonly action: Action;
  /** Reads the page that begins here; undefined: the first. */
  readonly read: (start: string | undefined) => Promise<Page<Item>>;
  readonly idOf: (item: Item) => string;
  /** Selects objects. The others are not kept. Default: all. */
  readonly wants?: ((item: Item) => boolean) | undefined;
}

/**
 * Reads all pages of a list. The number of requests is bounded, whatever the server responds. An
 * object that is on two pages, because the list changed between them, counts once.
 *
 * @throws AdobeError when the server repeats a continuation token or a page, or when the list is longer
 * than {@link MAX_PAGES} pages or {@link MAX_LIST_BYTES}
 */
export async function readPages<Item>({
  action,
  read,
  idOf,
  wants = () => true,
}: Paging<Item>): Promise<Item[]> {
  const found: Item[] = [];
  const ids = new Set<string>();
  const tokens = new Set<string>();
  let bytes = 0;
  let start: string | undefined;
  for (let pages = 1; ; pages++) {
    const page = await read(start);
    const known = ids.size;
    for (const item of page.items) {
      if (ids.has(idOf(item))) continue;
      ids.add(idOf(item));
      if (wants(item)) found.push(item);
    }
    start = page.next;
    if (start === undefined || page.items.length === 0) return found;
    bytes += page.bytes;
    const problem =
      start.length > MAX_TOKEN
        ? `a continuation token of ${start.length} characters`
        : tokens.has(start)
          ? `the same continuation token again after page ${pages}`
          : ids.size === known
            ? `page ${pages} with the objects of earlier pages`
            : pages === MAX_PAGES
              ? `more than ${MAX_PAGES} pages`
              : bytes > MAX_LIST_BYTES
                ? `a list of more than ${MAX_LIST_BYTES} bytes`
                : undefined;
    if (problem !== undefined) throw listError(action, problem);
    tokens.add(start);
  }
}

/** The error for a list that does not end, or whose next page cannot be followed. */
export function listError(action: Action, problem: string): AdobeError {
  return new AdobeError({
    ...action,
    reason: `Adobe's list does not lead to its end: ${problem}`,
    hint: "Check platformUrl, and proxies on the way there; the list was not read further",
  });
}

/**
 * The token of the next page, from the link that Flow Service gives. A token may contain any character: the link is
 * parsed as a URL instead of split.
 *
 * @param origin - the only host to which a link may lead
 */
export function nextToken(
  href: string | undefined,
  origin: string,
  action: Action,
): string | undefined {
  if (href === undefined) return undefined;
  const url = URL.canParse(href, origin) ? new URL(href, origin) : undefined;
  if (url === undefined) throw listError(action, "a next link that is not a URL");
  if (url.origin !== origin) throw listError(action, `a next link to ${plain(url.host)}`);
  const token = url.searchParams.get("continuationToken") ?? "";
  if (token === "") throw listError(action, "a next link without a continuationToken");
  return token;
}
