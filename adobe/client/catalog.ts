import { z } from "zod";
import type { AdobeHttp } from "./http";
import { jsonObject, orMissing, shaped } from "./shapes";
import type { CallOptions, Json } from "./shapes";

const BASE = "/data/foundation/catalog";
const PAGE = 100;

const dataset = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  tags: z.record(z.string(), z.array(z.unknown())).optional(),
  schemaRef: z.looseObject({ id: z.string() }).optional(),
  enableErrorDiagnostics: z.boolean().optional(),
  extensions: jsonObject.optional(),
});
/** A dataset as Catalog shows it, with its id, which Catalog has as the key. */
export type CatalogDataset = z.infer<typeof dataset> & { readonly id: string };

/** Adobe's Catalog Service API, datasets. */
export class Catalog {
  constructor(private readonly http: AdobeHttp) {}

  /** Those with exactly this name; nothing says that there can be only one. */
  async findByName(name: string, options: CallOptions = {}): Promise<CatalogDataset[]> {
    return (await this.#list(name, options)).filter((one) => one.name === name);
  }

  /** All of the sandbox. */
  findAll(options: CallOptions = {}): Promise<CatalogDataset[]> {
    return this.#list(undefined, options);
  }

  async #list(name: string | undefined, { signal }: CallOptions): Promise<CatalogDataset[]> {
    const about = { action: "look up", kind: "dataset", name };
    const found: CatalogDataset[] = [];
    for (let start = 0; ; start += PAGE) {
      const { body } = await this.http.call({
        method: "GET",
        path: `${BASE}/dataSets`,
        query: { name, limit: PAGE, start },
        about,
        signal,
      });
      const entries = Object.entries(shaped(z.record(z.string(), dataset), body, about));
      found.push(...entries.map(([id, one]) => ({ ...one, id })));
      if (entries.length < PAGE) return found;
    }
  }

  /** Resolves with the new id. */
  async create(body: Json & { name: string }, { signal }: CallOptions = {}): Promise<string> {
    const about = { action: "create", kind: "dataset", name: body.name };
    const path = `${BASE}/dataSets`;
    const answer = await this.http.call({ method: "POST", path, body, about, signal });
    // `["@/dataSets/<id>"]`
    const [reference] = shaped(z.tuple([z.string()]).rest(z.string()), answer.body, about);
    return reference.split("/").at(-1) ?? reference;
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<CatalogDataset | undefined> {
    const about = { action: "read", kind: "dataset", name: id };
    const path = `${BASE}/dataSets/${encodeURIComponent(id)}`;
    const answer = await orMissing(this.http.call({ method: "GET", path, about, signal }));
    if (answer === undefined) return undefined;
    const found = shaped(z.record(z.string(), dataset), answer.body, about)[id];
    return found && { ...found, id };
  }

  /** Merges top-level fields. */
  async update(id: string, body: Json, { signal }: CallOptions = {}): Promise<void> {
    const about = { action: "update", kind: "dataset", name: id };
    const path = `${BASE}/dataSets/${encodeURIComponent(id)}`;
    await this.http.call({ method: "PATCH", path, body, about, signal });
  }

  /** RFC 6902, the only way to touch one tag and leave the others, which Adobe keeps things in. */
  async patch(id: string, body: readonly Json[], { signal }: CallOptions = {}): Promise<void> {
    const about = { action: "update", kind: "dataset", name: id };
    const path = `${BASE}/dataSets/${encodeURIComponent(id)}`;
    const headers = { "content-type": "application/json-patch+json" };
    await this.http.call({ method: "PATCH", path, headers, body, about, signal });
  }

  /** Days after which rows expire; undefined: never. Catalog's v2 API merges deeply, as this needs. */
  async setRetention(
    id: string,
    days: number | undefined,
    { signal }: CallOptions = {},
  ): Promise<void> {
    const about = { action: "set retention of", kind: "dataset", name: id };
    const ttlValue = days === undefined ? null : `P${days}D`;
    await this.http.call({
      method: "PATCH",
      path: `${BASE}/v2/dataSets/${encodeURIComponent(id)}`,
      body: { extensions: { adobe_lakeHouse: { rowExpiration: { ttlValue } } } },
      about,
      signal,
    });
  }

  /** Whether a batch has been written into it. */
  async hasRows(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const about = { action: "look for rows in", kind: "dataset", name: id };
    const { body } = await this.http.call({
      method: "GET",
      path: `${BASE}/batches`,
      query: { dataSet: id, status: "success", limit: 1 },
      about,
      signal,
    });
    return Object.keys(shaped(jsonObject, body ?? {}, about)).length > 0;
  }

  /** Deletes it. Catalog answers 200 with an empty list for one that is not there, or 404. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const about = { action: "delete", kind: "dataset", name: id };
    const path = `${BASE}/dataSets/${encodeURIComponent(id)}`;
    const answer = await orMissing(this.http.call({ method: "DELETE", path, about, signal }));
    return answer !== undefined && !(Array.isArray(answer.body) && answer.body.length === 0);
  }
}
