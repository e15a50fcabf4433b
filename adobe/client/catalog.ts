import * as z from "zod";

import type { Action } from "./errors";
import { isFilterable } from "./filterText";
import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { own } from "./own";
import { readPages } from "./paging";
import { objectId, pathSegment } from "./pathSegment";
import { informative, jsonObject, optional, orMissing, recordOf, timestamp } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/catalog";
const PAGE = 100;

const dataset = z.looseObject({
  name: z.string(),
  description: optional(z.string()),
  created: informative(timestamp),
  tags: optional(z.record(z.string(), z.array(z.unknown()))),
  schemaRef: optional(z.looseObject({ id: z.string() })),
  enableErrorDiagnostics: optional(z.boolean()),
  extensions: optional(jsonObject),
  classification: informative(z.looseObject({ managedBy: optional(z.string()) })),
});
/** A dataset as Catalog returns it, with its id. Catalog has the id as the key only. */
export type CatalogDataset = z.infer<typeof dataset> & { readonly id: string };

/** Whether a dataset feeds Real-Time Customer Profile. */
export function isProfile(dataset: Pick<CatalogDataset, "tags">): boolean {
  return isEnabled(dataset, "unifiedProfile");
}

/** Whether one of Adobe's services has made the dataset for itself, as for the exports of Profile. */
export function isSystem({ classification }: Pick<CatalogDataset, "classification">): boolean {
  const managedBy = classification?.managedBy;
  return managedBy !== undefined && managedBy.toUpperCase() !== "CUSTOMER";
}

/** Whether a tag of a dataset enables something. Adobe's responses write it with and without a space. */
export function isEnabled({ tags }: Pick<CatalogDataset, "tags">, tag: string): boolean {
  return (tags?.[tag] ?? []).some(
    (value) => typeof value === "string" && value.replaceAll(" ", "") === "enabled:true",
  );
}

const batch = z.looseObject({
  status: z.string(),
  created: informative(timestamp),
  updated: informative(timestamp),
  recordCount: optional(z.number()),
  failedRecordCount: optional(z.number()),
});
/** A batch of a dataset: rows that were ingested together, or rejected. */
export type CatalogBatch = z.infer<typeof batch> & { readonly id: string };

/** `["@/dataSets/<id>"]` */
const createdReferences = z
  .tuple([
    z
      .string()
      .transform((reference) => reference.split("/").at(-1) ?? reference)
      .pipe(objectId),
  ])
  .rest(z.unknown());

function pathOf(id: string, action: Action, base = BASE): string {
  return `${base}/dataSets/${pathSegment(id, action)}`;
}

/** Where rows expire, by the name of Catalog's extension. */
export const retentionStores = {
  lake: "adobe_lakeHouse",
  profile: "adobe_unifiedProfile",
} as const;
export type RetentionStore = keyof typeof retentionStores;

/** Adobe's Catalog Service API, datasets. */
export class Catalog {
  constructor(private readonly http: AdobeHttp) {}

  /** The datasets with exactly this name. No document says that names are unique. */
  async findByName(name: string, options: CallOptions = {}): Promise<CatalogDataset[]> {
    if (isFilterable(name)) return this.#list(name, options);
    return (await this.findAll(options)).filter((one) => one.name === name);
  }

  /** All datasets of the sandbox. */
  findAll(options: ListOptions = {}): Promise<readonly CatalogDataset[]> {
    const read = (shared: AbortSignal) => this.#list(undefined, { signal: shared });
    return this.http.shared.read(`${BASE}/dataSets`, options, read);
  }

  #list(name: string | undefined, { signal }: CallOptions): Promise<CatalogDataset[]> {
    const action = { verb: "look up", kind: "dataset", name };
    return readPages<CatalogDataset>({
      action,
      idOf: ({ id }) => id,
      wants: (one) => name === undefined || one.name === name,
      read: async (start = "0") => {
        const path = `${BASE}/dataSets`;
        const query = { name, limit: PAGE, start };
        const call = { method: "GET", path, query, action, signal } as const;
        const { body, bytes } = await this.http.call(call);
        const datasets = this.http.shaped(recordOf(dataset), body, action);
        const items = Object.entries(datasets).map(([id, one]) => ({ ...one, id }));
        const next = items.length < PAGE ? undefined : String(Number(start) + PAGE);
        return { items, next, bytes };
      },
    });
  }

  /** Resolves with the new id. */
  async create(body: Json & { name: string }, { signal }: CallOptions = {}): Promise<string> {
    const action = { verb: "create", kind: "dataset", name: body.name };
    const path = `${BASE}/dataSets`;
    const response = await this.http.call({ method: "POST", path, body, action, signal });
    const [id] = this.http.shaped(createdReferences, response.body, action);
    return id;
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<CatalogDataset | undefined> {
    const action = { verb: "read", kind: "dataset", name: id };
    const path = pathOf(id, action);
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    if (response === undefined) return undefined;
    const found = own(this.http.shaped(recordOf(dataset), response.body, action), id);
    return found && { ...found, id };
  }

  /**
   * The newest hundred batches of a dataset that were created after a time.
   *
   * @param createdAfter milliseconds since 1970
   */
  async batches(
    datasetId: string,
    createdAfter: number,
    { signal }: CallOptions = {},
  ): Promise<CatalogBatch[]> {
    const action = { verb: "list batches of", kind: "dataset", name: datasetId };
    const path = `${BASE}/batches`;
    const query = { dataSet: datasetId, createdAfter, limit: PAGE };
    const { body } = await this.http.call({ method: "GET", path, query, action, signal });
    const found = this.http.shaped(recordOf(batch), body, action);
    return Object.entries(found).map(([id, one]) => ({ ...one, id }));
  }

  /**
   * All batches of a dataset that were created after a time.
   *
   * @param createdAfter milliseconds since 1970
   */
  allBatches(
    datasetId: string,
    createdAfter: number,
    { signal }: CallOptions = {},
  ): Promise<CatalogBatch[]> {
    const action = { verb: "list batches of", kind: "dataset", name: datasetId };
    return readPages<CatalogBatch>({
      action,
      idOf: ({ id }) => id,
      read: async (start = "0") => {
        // From the oldest on, so that a batch that begins meanwhile moves none to another page.
        const orderBy = "asc:created";
        const query = { dataSet: datasetId, createdAfter, orderBy, limit: PAGE, start };
        const path = `${BASE}/batches`;
        const { body, bytes } = await this.http.call({
          method: "GET",
          path,
          query,
          action,
          signal,
        });
        const found = this.http.shaped(recordOf(batch), body, action);
        const items = Object.entries(found).map(([id, one]) => ({ ...one, id }));
        const next = items.length < PAGE ? undefined : String(Number(start) + PAGE);
        return { items, next, bytes };
      },
    });
  }

  /** Merges top-level fields. */
  async update(id: string, body: Json, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "update", kind: "dataset", name: id };
    const path = pathOf(id, action);
    await this.http.call({ method: "PATCH", path, body, action, signal });
  }

  /**
   * A JSON Patch (RFC 6902). Only this changes one tag and keeps the others, in which Adobe stores
   * settings.
   */
  async patch(id: string, body: readonly Json[], { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "update", kind: "dataset", name: id };
    const path = pathOf(id, action);
    const headers = { "content-type": "application/json-patch+json" };
    await this.http.call({ method: "PATCH", path, headers, body, action, signal });
  }

  /**
   * Number of days after which rows expire in one of the stores; undefined: never. Default store: the data lake. Catalog's v2 API merges deeply, as this call
   * needs.
   */
  async setRetention(
    id: string,
    days: number | undefined,
    { signal, store = "lake" }: CallOptions & { readonly store?: RetentionStore } = {},
  ): Promise<void> {
    const action = { verb: "set retention of", kind: "dataset", name: id };
    const ttlValue = days === undefined ? null : `P${days}D`;
    await this.http.call({
      method: "PATCH",
      path: pathOf(id, action, `${BASE}/v2`),
      body: { extensions: { [retentionStores[store]]: { rowExpiration: { ttlValue } } } },
      action,
      signal,
    });
  }

  /** Whether a batch has been written into the dataset. */
  async hasRows(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "look for rows in", kind: "dataset", name: id };
    const { body } = await this.http.call({
      method: "GET",
      path: `${BASE}/batches`,
      query: { dataSet: id, status: "success", limit: 1 },
      action,
      signal,
    });
    return Object.keys(this.http.shaped(jsonObject, body ?? {}, action)).length > 0;
  }

  /** Deletes it. Catalog responds 200 with an empty list, or 404, when there is none. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: "dataset", name: id };
    const path = pathOf(id, action);
    const response = await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
    return response !== undefined && !(Array.isArray(response.body) && response.body.length === 0);
  }
}
