import * as z from "zod";

import { isFilterable } from "./filterText";
import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { readPages } from "./paging";
import { objectId, pathSegment } from "./pathSegment";
import { informative, jsonObject, listOf, optional, orMissing, timestamp } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

/** The text of the API reference says `/conversation`. Its list of servers and every example say this. */
const BASE = "/data/foundation/conversion/mappingSets";
const PAGE = 100;

const version = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

function without(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** Old mapping sets have `sourceAttribute` and `destinationXdmPath` in place of the newer names. */
const mapping = z
  .looseObject({
    sourceType: optional(z.string()),
    source: optional(z.string()),
    destination: optional(z.string()),
    sourceAttribute: optional(z.string()),
    destinationXdmPath: optional(z.string()),
  })
  .transform((one) => ({
    sourceType: one.sourceType ?? "ATTRIBUTE",
    source: one.source ?? one.sourceAttribute ?? "",
    destination: one.destination ?? one.destinationXdmPath ?? "",
    /** Everything but the older names, so that a replacement keeps what it does not change. */
    whole: without(one, ["id", "version", "sourceAttribute", "destinationXdmPath"]),
  }));

/** What Data Prep writes to a set itself, and what a replacement names in its own way. */
const ownKeys = [
  "id", "version", "createdDate", "modifiedDate", "createdBy", "modifiedBy", "status", "supportVersion",
  "name", "mappings", "tags", "outputSchema", "schemaRef", "xdmSchema", "xdmVersion",
]; // prettier-ignore

/** The API reference lists tags in requests and responses, but no example has them. */
const tag = z.looseObject({ name: z.string(), values: z.array(z.string()).nullish() });

const mappingSet = z
  .looseObject({
    id: objectId,
    version: version,
    name: z.string().nullish(),
    createdDate: informative(timestamp),
    outputSchema: z
      .looseObject({ schemaRef: optional(z.looseObject({ id: z.string() })) })
      .nullish(),
    schemaRef: z.looseObject({ id: z.string() }).nullish(),
    xdmSchema: z.string().nullish(),
    mappings: optional(listOf(mapping)),
    tags: listOf(tag).nullish(),
  })
  .transform((set) => ({
    id: set.id,
    version: set.version,
    name: set.name ?? undefined,
    createdAt: set.createdDate,
    /** The schema with its content type, as it was written. */
    schemaRef: set.outputSchema?.schemaRef ?? set.schemaRef ?? undefined,
    schemaId: set.outputSchema?.schemaRef?.id ?? set.schemaRef?.id ?? set.xdmSchema ?? undefined,
    /** All of it, for a replacement. */
    outputSchema: set.outputSchema ?? undefined,
    mappings: set.mappings ?? [],
    tags: set.tags ?? [],
    /** The rest, which somebody may have chosen, and a replacement must repeat. */
    options: Object.fromEntries(
      Object.entries(without(set, ownKeys)).filter(
        ([, value]) => value !== null && value !== undefined,
      ),
    ) satisfies Json,
  }));
/** A mapping set with the same property names, whichever ones Data Prep sent. */
export type MappingSet = z.infer<typeof mappingSet>;

const created = z.looseObject({ id: objectId, version });

/** Adobe's Data Prep API, mapping sets. */
export class DataPrep {
  constructor(private readonly http: AdobeHttp) {}

  /** The mapping sets with exactly this name. */
  async findByName(name: string, options: CallOptions = {}): Promise<MappingSet[]> {
    if (isFilterable(name)) return this.#list(name, options);
    return (await this.findAll(options)).filter((one) => one.name === name);
  }

  /** All mapping sets of the sandbox. */
  findAll(options: ListOptions = {}): Promise<readonly MappingSet[]> {
    const read = (shared: AbortSignal) => this.#list(undefined, { signal: shared });
    return this.http.shared.read(BASE, options, read);
  }

  #list(name: string | undefined, { signal }: CallOptions): Promise<MappingSet[]> {
    const action = { verb: "look up", kind: "mapping set", name };
    const list = z.looseObject({ data: listOf(mappingSet) });
    return readPages<MappingSet>({
      action,
      // A list may show several versions of one set.
      idOf: ({ id, version: itsVersion }) => `${id}@${itsVersion}`,
      wants: (one) => name === undefined || one.name === name,
      read: async (start = "0") => {
        const query = { name, limit: PAGE, start };
        const call = { method: "GET", path: BASE, query, action, signal } as const;
        const { body, bytes } = await this.http.call(call);
        const items = this.http.shaped(list, body, action).data;
        const next = items.length < PAGE ? undefined : String(Number(start) + PAGE);
        return { items, next, bytes };
      },
    });
  }

  async create(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<{ id: string; version: number }> {
    const action = { verb: "create", kind: "mapping set", name: body.name };
    const response = await this.http.call({ method: "POST", path: BASE, body, action, signal });
    return this.http.shaped(created, response.body, action);
  }

  /**
   * One version. The reference says that the default is 0; Adobe's client says that it is the latest. So
   * give one.
   */
  async get(
    id: string,
    wanted: number | undefined,
    { signal }: CallOptions = {},
  ): Promise<MappingSet | undefined> {
    const action = { verb: "read", kind: "mapping set", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const query = { version: wanted };
    const response = await orMissing(
      this.http.call({ method: "GET", path, query, action, signal }),
    );
    return response && this.http.shaped(mappingSet, response.body, action);
  }

  /**
   * Makes a new version and resolves with its number. Sent twice it makes two: after an unknown outcome
   * (`ambiguous`), read the newest version first.
   */
  async replace(id: string, body: Json, { signal }: CallOptions = {}): Promise<number> {
    const action = { verb: "update", kind: "mapping set", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const once = { repeatable: false };
    const response = await this.http.call({ method: "PUT", path, body, action, signal, ...once });
    return this.http.shaped(created, response.body, action).version;
  }

  /** No document describes this call, but Adobe's own client uses it. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: "mapping set", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, action, signal }))) !== undefined
    );
  }

  /** The mappings that Data Prep rejects, one text for each. Empty when it accepts all of them. */
  async validate(body: Json, { signal }: CallOptions = {}): Promise<string[]> {
    const action = { verb: "validate", kind: "mapping set" };
    const path = `${BASE}/validate`;
    const response = await this.http.call({ method: "POST", path, body, action, signal });
    const verdict = z.looseObject({
      validationResponse: listOf(
        z.looseObject({ status: z.string(), errors: listOf(jsonObject).nullish() }),
      ),
    });
    return this.http
      .shaped(verdict, response.body, action)
      .validationResponse.filter(({ status }) => status !== "SUCCESS")
      .map(({ errors }) => JSON.stringify(errors ?? []));
  }
}
