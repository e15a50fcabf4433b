import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { readPages } from "./paging";
import { objectId, pathSegment } from "./pathSegment";
import { informative, listOf, optional, orMissing, timestamp } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/core/ups/config/mergePolicies";
const PAGE = 100;

/** The API reference requires it of every change; the guide's requests do not have it. */
const headers = { "x-profile-instance-id": "ups" };

/** The guide shows a boolean as text in places. */
const flag = z
  .union([z.boolean(), z.enum(["true", "false"])])
  .nullish()
  .transform((value) => value === true || value === "true");

const order = optional(listOf(z.string()));

const mergePolicy = z
  .looseObject({
    id: objectId,
    name: z.string().nullish(),
    schema: z.looseObject({ name: z.string() }),
    identityGraph: z.looseObject({ type: z.string() }),
    // Older documents have the order in `data`.
    attributeMerge: z.looseObject({
      type: z.string(),
      order,
      data: optional(z.looseObject({ order })),
    }),
    default: flag,
    isActiveOnEdge: flag,
    version: informative(z.int()),
    /** In seconds. */
    updateEpoch: informative(timestamp),
  })
  .transform((whole) => ({
    id: whole.id,
    name: whole.name ?? "",
    schemaName: whole.schema.name,
    identityGraph: whole.identityGraph.type,
    attributeMerge: {
      type: whole.attributeMerge.type,
      order: whole.attributeMerge.order ?? whole.attributeMerge.data?.order,
    },
    isDefault: whole.default,
    isActiveOnEdge: whole.isActiveOnEdge,
    /** When it was made, in milliseconds since 1970. Undefined: it has been changed since then. */
    createdAt:
      whole.version === 1 && whole.updateEpoch !== undefined ? whole.updateEpoch * 1000 : undefined,
    /** All of it, as it was read, for a replacement. */
    whole: whole satisfies Json,
  }));
/** A merge policy, in whichever of the documented forms Adobe sent it. */
export type MergePolicy = z.infer<typeof mergePolicy>;

/** The guide has a link to the next page, empty on the last one; the API reference a token. */
const list = z.looseObject({
  children: listOf(mergePolicy),
  _links: optional(
    z.looseObject({ next: optional(z.looseObject({ href: optional(z.string()) })) }),
  ),
  _page: optional(z.looseObject({ next: optional(z.string()) })),
});

/** Where the next page begins. The link's token is Base64 that is not encoded for a URL: a plus is a plus. */
function nextOf({ _links, _page }: z.infer<typeof list>): string | undefined {
  const given = /[?&]start=([^&]*)/.exec(_links?.next?.href ?? "")?.[1] ?? _page?.next ?? "";
  return given === "" ? undefined : decoded(given);
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

/** Adobe's Real-Time Customer Profile API, merge policies. */
export class MergePolicies {
  constructor(private readonly http: AdobeHttp) {}

  /** All merge policies of the sandbox, Adobe's own too. */
  findAll(options: ListOptions = {}): Promise<readonly MergePolicy[]> {
    return this.http.shared.read(BASE, options, (shared) => this.#list(shared));
  }

  #list(signal: AbortSignal): Promise<MergePolicy[]> {
    const action = { verb: "list", kind: "merge policies" };
    return readPages<MergePolicy>({
      action,
      idOf: ({ id }) => id,
      read: async (start) => {
        const query = { limit: PAGE, start };
        const call = { method: "GET", path: BASE, query, action, signal } as const;
        const { body, bytes } = await this.http.call(call);
        const page = this.http.shaped(list, body, action);
        return { items: page.children, next: nextOf(page), bytes };
      },
    });
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<MergePolicy | undefined> {
    const action = { verb: "read", kind: "merge policy", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(mergePolicy, response.body, action);
  }

  async create(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<{ id: string }> {
    const action = { verb: "create", kind: "merge policy", name: body.name };
    const call = { method: "POST", path: BASE, body, headers, action, signal } as const;
    const response = await this.http.call(call);
    return this.http.shaped(z.looseObject({ id: objectId }), response.body, action);
  }

  /** Replaces the whole policy. The keys that Adobe writes itself go with it, as in the guide's request. */
  async replace(id: string, body: Json, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "update", kind: "merge policy", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await this.http.call({ method: "PUT", path, body, headers, action, signal });
  }

  /** Adobe deletes none that is active on the edge. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "merge policy", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }
}
