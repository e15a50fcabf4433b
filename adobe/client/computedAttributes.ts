import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { readPages } from "./paging";
import { objectId, pathSegment } from "./pathSegment";
import { informative, listOf, optional, orMissing, timestamp } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/core/ca/attributes";
/** Adobe's maximum. */
const PAGE = 40;
/** An epoch below this is in seconds, as the guide's text says; its examples are in milliseconds. */
const FIRST_MS = 1e11;

/** Where an attribute is in its life, as Adobe's UI calls it. */
export type ComputedStatus = "draft" | "published" | "inactive";

const computedAttribute = z
  .looseObject({
    id: objectId,
    name: z.string(),
    displayName: z.string().nullish(),
    description: z.string().nullish(),
    expression: z.looseObject({ value: z.string() }),
    keepCurrent: z.boolean().nullish(),
    // The guide shows it in lists only.
    duration: informative(z.looseObject({ count: z.int(), unit: z.string() })),
    status: z.string(),
    path: informative(z.string()),
    mergeFunction: informative(z.looseObject({ value: z.string() })),
    createEpoch: informative(timestamp),
  })
  .transform(({ duration, ...whole }) => ({
    id: whole.id,
    name: whole.name,
    displayName: whole.displayName ?? "",
    description: whole.description ?? "",
    expression: whole.expression.value,
    keepCurrent: whole.keepCurrent ?? false,
    duration: duration && { count: duration.count, unit: duration.unit },
    status: statusOf(whole.status),
    /** A document before the present ones has this status. */
    isDeleted: whole.status.toUpperCase() === "DELETED",
    path: whole.path ?? "",
    mergeFunction: whole.mergeFunction?.value ?? "",
    /** When it was made, in milliseconds since 1970. */
    createdAt: inMilliseconds(whole.createEpoch),
  }));
/** A computed attribute of Real-Time Customer Profile. */
export type ComputedAttribute = z.infer<typeof computedAttribute>;

/** Adobe's guide has NEW, INITIALIZING, PROCESSING, PROCESSED and FAILED of one that is published. */
function statusOf(status: string): ComputedStatus {
  const known: Readonly<Record<string, ComputedStatus>> = { DRAFT: "draft", DISABLED: "inactive" };
  return known[status.toUpperCase()] ?? "published";
}

/** The status that makes an attribute what the program wants. */
export function requested(status: ComputedStatus): string {
  return { draft: "DRAFT", published: "NEW", inactive: "DISABLED" }[status];
}

function inMilliseconds(epoch: number | undefined): number | undefined {
  return epoch !== undefined && epoch < FIRST_MS ? epoch * 1000 : epoch;
}

/** The guide's list has `computedAttributes`, the reference's `children`. */
const list = z.looseObject({
  computedAttributes: optional(listOf(computedAttribute)),
  children: optional(listOf(computedAttribute)),
  _page: optional(z.looseObject({ totalCount: informative(z.int()) })),
});

/** Adobe's Real-Time Customer Profile API, computed attributes. */
export class ComputedAttributes {
  constructor(private readonly http: AdobeHttp) {}

  /** All computed attributes of the sandbox, those that are disabled too. */
  findAll(options: ListOptions = {}): Promise<readonly ComputedAttribute[]> {
    return this.http.shared.read(BASE, options, (shared) => this.#list(shared));
  }

  async #list(signal: AbortSignal): Promise<ComputedAttribute[]> {
    const action = { verb: "list", kind: "computed attributes" };
    const found = await readPages<ComputedAttribute>({
      action,
      idOf: ({ id }) => id,
      read: async (start) => {
        // From the oldest on: what is made meanwhile does not move the others to a later page.
        const query = { limit: PAGE, offset: start, sortBy: "createEpoch" };
        const call = { method: "GET", path: BASE, query, action, signal } as const;
        const { body, bytes } = await this.http.call(call);
        const { computedAttributes, children, _page } = this.http.shaped(list, body, action);
        const items = computedAttributes ?? children ?? [];
        const end = Number(start ?? 0) + items.length;
        const isLast = end >= (_page?.totalCount ?? (items.length < PAGE ? end : Infinity));
        return { items, next: isLast ? undefined : String(end), bytes };
      },
    });
    return found.filter(({ isDeleted }) => !isDeleted);
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<ComputedAttribute | undefined> {
    const action = { verb: "read", kind: "computed attribute", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    const found = response && this.http.shaped(computedAttribute, response.body, action);
    return found?.isDeleted === true ? undefined : found;
  }

  async create(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<ComputedAttribute> {
    const action = { verb: "create", kind: "computed attribute", name: body.name };
    const call = { method: "POST", path: BASE, body, action, signal } as const;
    const response = await this.http.call(call);
    return this.http.shaped(computedAttribute, response.body, action);
  }

  /** Changes what the body has. Adobe allows it by the attribute's status. */
  async change(id: string, body: Json, { signal }: CallOptions = {}): Promise<ComputedAttribute> {
    const action = { verb: "update", kind: "computed attribute", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await this.http.call({ method: "PATCH", path, body, action, signal });
    return this.http.shaped(computedAttribute, response.body, action);
  }

  /** Adobe deletes drafts only. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "computed attribute", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }
}
