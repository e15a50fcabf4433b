import { z } from "zod";
import type { AdobeHttp } from "./http";
import { jsonObject, orMissing, shaped } from "./shapes";
import type { CallOptions, Json } from "./shapes";

/** The API reference's prose says `/conversation`; its servers entry and every example say this. */
const BASE = "/data/foundation/conversion/mappingSets";
const PAGE = 100;

const version = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/** Old sets have `sourceAttribute`, `destinationXdmPath` in place of the newer words. */
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
  }));

/** In the reference's form of a mapping set, asked and answered; in none of its examples. */
const tag = z.looseObject({ name: z.string(), values: z.array(z.string()).nullish() });

const mappingSet = z
  .looseObject({
    id: z.string(),
    version: version,
    name: z.string().nullish(),
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
    schemaId: set.outputSchema?.schemaRef?.id ?? set.schemaRef?.id ?? set.xdmSchema ?? undefined,
    mappings: set.mappings ?? [],
    tags: Object.fromEntries((set.tags ?? []).map(({ name, values }) => [name, values ?? []])),
  }));
/** A mapping set in one vocabulary, whichever Data Prep answered in. */
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
    const about = { action: "look up", kind: "mapping set", name };
    const list = z.looseObject({ data: z.array(mappingSet) });
    const found: MappingSet[] = [];
    for (let start = 0; ; start += PAGE) {
      const query = { name, limit: PAGE, start };
      const { body } = await this.http.call({ method: "GET", path: BASE, query, about, signal });
      const { data } = shaped(list, body, about);
      found.push(...data);
      if (data.length < PAGE) return found;
    }
  }

  async create(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<{ id: string; version: number }> {
    const about = { action: "create", kind: "mapping set", name: body.name };
    const answer = await this.http.call({ method: "POST", path: BASE, body, about, signal });
    return shaped(created, answer.body, about);
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
    const about = { action: "read", kind: "mapping set", name: id };
    const path = `${BASE}/${encodeURIComponent(id)}`;
    const query = { version: wanted };
    const answer = await orMissing(this.http.call({ method: "GET", path, query, about, signal }));
    return answer && shaped(mappingSet, answer.body, about);
  }

  /**
   * Makes a new version; resolves with its number. Carried out twice it makes two: after an
   * outcome that is unknown (`ambiguous`) read the newest first.
   */
  async replace(id: string, body: Json, { signal }: CallOptions = {}): Promise<number> {
    const about = { action: "update", kind: "mapping set", name: id };
    const path = `${BASE}/${encodeURIComponent(id)}`;
    const once = { repeatable: false };
    const answer = await this.http.call({ method: "PUT", path, body, about, signal, ...once });
    return shaped(created, answer.body, about).version;
  }

  /** In no document, but Adobe's own client calls it. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const about = { action: "delete", kind: "mapping set", name: id };
    const path = `${BASE}/${encodeURIComponent(id)}`;
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, about, signal }))) !== undefined
    );
  }

  /** Data Prep's own verdict on each mapping; empty: all good. */
  async validate(body: Json, { signal }: CallOptions = {}): Promise<string[]> {
    const about = { action: "validate", kind: "mapping set" };
    const path = `${BASE}/validate`;
    const answer = await this.http.call({ method: "POST", path, body, about, signal });
    const verdict = z.looseObject({
      validationResponse: z.array(
        z.looseObject({ status: z.string(), errors: z.array(jsonObject).nullish() }),
      ),
    });
    return shaped(verdict, answer.body, about)
      .validationResponse.filter(({ status }) => status !== "SUCCESS")
      .map(({ errors }) => JSON.stringify(errors ?? []));
  }
}
