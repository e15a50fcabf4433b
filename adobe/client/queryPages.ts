import * as z from "zod";

import type { Action } from "./errors";
import type { AdobeHttp } from "./http";
import { listError, readPages } from "./paging";
import { informative, listOf, optional } from "./shapes";
import type { ListOptions } from "./sharedReads";
import { plain } from "./text";

const PAGE = 100;

/** One of Query Service's lists. */
interface List<Item> {
  readonly path: string;
  /** Where a page has its objects, as `templates`. */
  readonly key: string;
  readonly item: z.ZodType<Item>;
  readonly action: Action;
}

/** The documents have the link to the next page as an object, and as a text. */
const link = z.union([
  z.string(),
  z.looseObject({ href: z.string() }).transform(({ href }) => href),
]);
const links = optional(z.looseObject({ next: informative(link) }));

/** What of a link's query a further request sends. */
const continuing = ["start", "linkType"];

/** All objects of one of Query Service's lists, the oldest first, by the links from page to page. */
export function readQueryPages<Item extends { readonly id: string }>(
  http: AdobeHttp,
  list: List<Item>,
  options: ListOptions,
): Promise<readonly Item[]> {
  return http.shared.read(list.path, options, (shared) => readAll(http, list, shared));
}

function readAll<Item extends { readonly id: string }>(
  http: AdobeHttp,
  { path, key, item, action }: List<Item>,
  signal: AbortSignal,
): Promise<Item[]> {
  return readPages<Item>({
    action,
    idOf: ({ id }) => id,
    read: async (start) => {
      const more = Object.fromEntries(new URLSearchParams(start));
      // From the oldest on: what is made meanwhile does not move the others to a later page.
      const query = { orderby: "+created", limit: PAGE, ...more };
      const { body, bytes } = await http.call({ method: "GET", path, query, action, signal });
      const shape = z.looseObject({ [key]: listOf(item), _links: links });
      const page = http.shaped(shape, body, action) as Record<string, unknown>;
      const href = (page["_links"] as z.infer<typeof links>)?.next;
      return { items: page[key] as Item[], next: nextOf(href, action), bytes };
    },
  });
}

/** The part of a link that leads on. Its host does not count: it may be that of a region. */
function nextOf(href: string | undefined, action: Action): string | undefined {
  if (href === undefined || href === "") return undefined;
  const base = "https://platform.adobe.io";
  if (!URL.canParse(href, base))
    throw listError(action, `a next link that is not a URL: ${plain(href)}`);
  const { searchParams } = new URL(href, base);
  const given = continuing.flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return given.some(([name]) => name === "start")
    ? new URLSearchParams(given).toString()
    : undefined;
}

/** A time of Query Service, in milliseconds since 1970: it is a date, or these milliseconds as a text. */
export function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{12,}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : undefined;
}
