import * as z from "zod";

import type { AdobeHttp, Call } from "./http";
import { nextToken, readPages } from "./paging";
import type { Paging } from "./paging";
import { listOf } from "./shapes";

/** The form of a page of Flow Service, whose objects have this shape. */
export function flowList<Shape extends z.ZodType<{ id: string }>>(item: Shape) {
  return z.looseObject({
    items: listOf(item),
    _links: z.looseObject({ next: z.looseObject({ href: z.string() }).nullish() }).nullish(),
  });
}

/**
 * Reads all pages of a list of Flow Service.
 *
 * @param call the request for the first page
 * @param page the form of a page, by {@link flowList}
 * @throws AdobeError as {@link readPages}, and when a page does not have its form
 */
export function readFlowPages<Item extends { id: string }>(
  http: AdobeHttp,
  call: Omit<Call, "method">,
  page: ReturnType<typeof flowList<z.ZodType<Item>>>,
  wants?: Paging<Item>["wants"],
): Promise<Item[]> {
  const { action } = call;
  return readPages<Item>({
    action,
    idOf: ({ id }) => id,
    wants,
    read: async (continuationToken) => {
      const query = { ...call.query, continuationToken };
      const { body, bytes } = await http.call({ ...call, method: "GET", query });
      const { items, _links } = http.shaped(page, body, action);
      return { items, next: nextToken(_links?.next?.href, http.origin, action), bytes };
    },
  });
}
