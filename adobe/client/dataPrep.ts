import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { jsonObject, orMissing, shaped } from "./shapes";
import type { CallOptions } from "./shapes";

/** The API reference's prose says `/conversation`; its servers entry and every example say this. */
const BASE = "/data/foundation/conversion/mappingSets";
const PAGE = 100;

const version = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

function without(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** Old sets have `sourceAttribute`, `destinationXdmPath` in place of the newer names. */
const mapping = z
  .looseObject({
    sourceType: z.string().optional(),
    source: z.string().optional(),
    destination: z.string().optional(),
    sourceAttribute: z.string().optional(),
    destinationXdmPath: z.string().optional(),
  })
  .transform((one) => ({
    sourceType: one.sourceType ?? "ATTRIBUTE",
    source: one.source ?? one.sourceAttribute ?? "",
    destination: one.destination ?? one.destinationXdmPath ?? "",
    /** All that it has, for a replacement that leaves the rest as it is. */
    whole: without(one, ["id", "version"]),
  }));

/** Of a set, what a user may have chosen in addition, and a replacement must repeat. */
const options = ["inputSchema", "description", "strictMapping", "allowNullValues"];

/** The API reference lists tags in requests and responses; none of its examples has them. */
const tag = z.looseObject({ name: z.string(), values: z.array(z.string()).nullish() });

const mappingSet = z
  .looseObject({
    id: z.string(),
    version: version,
    name: z.string().nullish(),
    createdDate: z.number().nullish(),
    outputSchema: z
      .looseObject({ schemaRef: z.looseObject({ id: z.string() }).optional() })
      .nullish(),
    schemaRef: z.looseObject({ id: z.string() }).nullish(),
    xdmSchema: z.string().nullish(),
    mappings: z.array(mapping).optional(),
    tags: z.array(tag).nullish(),
  })
  .transform((set) => ({
    id: set.id,
    version: set.version,
    name: set.name ?? undefined,
    createdAt: set.createdDate ?? undefined,
    schemaId: set.outputSchema?.schemaRef?.id ?? set.schemaRef?.id ?? set.xdmSchema ?? undefined,
    mappings: set.mappings ?? [],
    tags: Object.fromEntries((set.tags ?? []).map(({ name, values }) => [name, values ?? []])),
    options: Object.fromEntries(
      Object.entries(set).filter(
        ([key, value]) => options.includes(key) && value !== null && value !== undefined,
      ),
    ) satisfies Json,
  }));
/** A mapping set with the same property names, whichever Data Prep sent. */
export type MappingSet = z.infer<typeof mappingSet>;

const created = z.looseObject({ id: z.string(), version });

/** Adobe's Data Prep API, mapping sets. */
export class DataPrep {
  constructor(private readonly http: AdobeHttp) {}

  /** Those with exactly this name. */
  async findByName(name: string, options: CallOptions = {}): Promise<MappingSet[]> {
    return (await this.#list(name, options)).filter((one) => one.name === name);
  }

  /** All of the sandbox. */
  findAll(options: CallOptions = {}): Promise<MappingSet[]> {
    return this.#list(undefined, options);
  }

  async #list(name: string | undefined, { signal }: CallOptions): Promise<MappingSet[]> {
    const action = { verb: "look up", kind: "mapping set", name };
    const list = z.looseObject({ data: z.array(mappingSet) });
    const found: MappingSet[] = [];
    for (let start = 0; ; start += PAGE) {
      const query = { name, limit: PAGE, start };
      const { body } = await this.http.call({ method: "GET", path: BASE, query, action, signal });
      const { data } = shaped(list, body, action);
      found.push(...data);
      if (data.length < PAGE) return found;
    }
  }

  async create(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<{ id: string; version: number }> {
    const action = { verb: "create", kind: "mapping set", name: body.name };
    const response = await this.http.call({ method: "POST", path: BASE, body, action, signal });
    return shaped(created, response.body, action);
  }

  /**
   * One version. The reference says the default is 0, Adobe's client takes it for the latest: so a
   * version should be given.
   */
  async get(
    id: string,
    wanted: number | undefined,
    { signal }: CallOptions = {},
  ): Promise<MappingSet | undefined> {
    const action = { verb: "read", kind: "mapping set", name: id };
    const path = `${BASE}/${encodeURIComponent(id)}`;
    const query = { version: wanted };
    const response = await orMissing(
      this.http.call({ method: "GET", path, query, action, signal }),
    );
    return response && shaped(mappingSet, response.body, action);
  }

  /**
   * Makes a new version; resolves with its number. Carried out twice it makes two: after an
   * outcome that is unknown (`ambiguous`) read the newest first.
   */
  async replace(id: string, body: Json, { signal }: CallOptions = {}): Promise<number> {
    const action = { verb: "update", kind: "mapping set", name: id };
    const path = `${BASE}/${encodeURIComponent(id)}`;
    const once = { repeatable: false };
    const response = await this.http.call({ method: "PUT", path, body, action, signal, ...once });
    return shaped(created, response.body, action).version;
  }

  /** In no document, but Adobe's own client calls it. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: "mapping set", name: id };
    const path = `${BASE}/${encodeURIComponent(id)}`;
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, action, signal }))) !== undefined
    );
  }

  /** What Data Prep rejects, one text for each mapping; empty: it accepts all. */
  async validate(body: Json, { signal }: CallOptions = {}): Promise<string[]> {
    const action = { verb: "validate", kind: "mapping set" };
    const path = `${BASE}/validate`;
    const response = await this.http.call({ method: "POST", path, body, action, signal });
    const verdict = z.looseObject({
      validationResponse: z.array(
        z.looseObject({ status: z.string(), errors: z.array(jsonObject).nullish() }),
      ),
    });
    return shaped(verdict, response.body, action)
      .validationResponse.filter(({ status }) => status !== "SUCCESS")
      .map(({ errors }) => JSON.stringify(errors ?? []));
  }
}
