import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { objectId, pathSegment } from "./pathSegment";
import { instant, readQueryPages } from "./queryPages";
import { informative, jsonObject, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/query/query-templates";

const template = z
  .looseObject({
    id: objectId,
    name: z.string(),
    sql: z.string(),
    // The guide's responses do not have them.
    queryParameters: informative(jsonObject),
    created: informative(z.string()),
  })
  .transform((whole) => ({
    id: whole.id,
    name: whole.name,
    sql: whole.sql,
    queryParameters: whole.queryParameters,
    /** When it was made, in milliseconds since 1970. */
    createdAt: instant(whole.created),
    /** All of it, as it was read, for a replacement. */
    whole: whole satisfies Json,
  }));
/** A query template of Query Service. */
export type QueryTemplate = z.infer<typeof template>;

/** Adobe's Query Service API, query templates. */
export class QueryTemplates {
  constructor(private readonly http: AdobeHttp) {}

  /** All query templates of the sandbox. */
  findAll(options: ListOptions = {}): Promise<readonly QueryTemplate[]> {
    const action = { verb: "list", kind: "query templates" };
    return readQueryPages(
      this.http,
      { path: BASE, key: "templates", item: template, action },
      options,
    );
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<QueryTemplate | undefined> {
    const action = { verb: "read", kind: "query template", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(template, response.body, action);
  }

  async create(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<{ id: string }> {
    const action = { verb: "create", kind: "query template", name: body.name };
    const call = { method: "POST", path: BASE, body, action, signal } as const;
    const response = await this.http.call(call);
    return this.http.shaped(z.looseObject({ id: objectId }), response.body, action);
  }

  /** Replaces the whole template. */
  async replace(id: string, body: Json, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "update", kind: "query template", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await this.http.call({ method: "PUT", path, body, action, signal });
  }

  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "query template", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }
}
