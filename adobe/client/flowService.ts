import { z } from "zod";
import { AdobeError } from "./errors";
import type { AdobeHttp } from "./http";
import { jsonObject, orMissing, shaped } from "./shapes";
import type { CallOptions, Json } from "./shapes";

const BASE = "/data/foundation/flowservice";
const PAGE = 100;

export type FlowObjectKind = "connections" | "sourceConnections" | "targetConnections" | "flows";

const words: Record<FlowObjectKind, string> = {
  connections: "base connection",
  sourceConnections: "source connection",
  targetConnections: "target connection",
  flows: "dataflow",
};

const item = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  description: z.string().nullish(),
  state: z.string().optional(),
  etag: z.string().optional(),
  version: z.string().optional(),
  createdAt: z.number().optional(),
  updatedAt: z.number().optional(),
});
/** An object of Flow Service; what only some kinds have is read where it is needed. */
export type FlowItem = z.infer<typeof item>;

const list = z.looseObject({
  items: z.array(item),
  _links: z.looseObject({ next: z.looseObject({ href: z.string() }).nullish() }).nullish(),
});

/** Adobe's Flow Service API: connections and dataflows. */
export class FlowService {
  constructor(private readonly http: AdobeHttp) {}

  /** Those with exactly this name; names are not unique here. */
  async findByName(
    kind: FlowObjectKind,
    name: string,
    options: CallOptions = {},
  ): Promise<FlowItem[]> {
    return (await this.#list(kind, name, options)).filter((one) => one.name === name);
  }

  /** All of the sandbox. */
  findAll(kind: FlowObjectKind, options: CallOptions = {}): Promise<FlowItem[]> {
    return this.#list(kind, undefined, options);
  }

  async #list(
    kind: FlowObjectKind,
    name: string | undefined,
    { signal }: CallOptions,
  ): Promise<FlowItem[]> {
    const about = { action: "look up", kind: words[kind], name };
    const found: FlowItem[] = [];
    let continuationToken: string | undefined;
    for (;;) {
      const { body } = await this.http.call({
        method: "GET",
        path: `${BASE}/${kind}`,
        query: {
          property: name === undefined ? undefined : `name==${name}`,
          limit: PAGE,
          continuationToken,
        },
        about,
        signal,
      });
      const { items, _links } = shaped(list, body, about);
      found.push(...items);
      const next = _links?.next?.href;
      // A token may hold any character: take it out of the link as a URL, not by splitting.
      continuationToken =
        next === undefined
          ? undefined
          : (new URL(next, "http://localhost").searchParams.get("continuationToken") ?? undefined);
      if (continuationToken === undefined || items.length === 0) return found;
    }
  }

  async create(
    kind: FlowObjectKind,
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<string> {
    const about = { action: "create", kind: words[kind], name: body.name };
    const path = `${BASE}/${kind}`;
    const answer = await this.http.call({ method: "POST", path, body, about, signal });
    return shaped(z.looseObject({ id: z.string() }), answer.body, about).id;
  }

  async get(
    kind: FlowObjectKind,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<FlowItem | undefined> {
    const about = { action: "read", kind: words[kind], name: id };
    const path = objectPath(kind, id);
    const answer = await orMissing(this.http.call({ method: "GET", path, about, signal }));
    return answer && shaped(list, answer.body, about).items[0];
  }

  /**
   * Whether an object that a read does not find is hidden by an access label: Flow Service answers
   * 404 to the read and 403 to a change. The change asked for here cannot happen, its etag is none.
   */
  async isHidden(
    kind: FlowObjectKind,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<AdobeError | undefined> {
    try {
      const change = [{ op: "replace", path: "/description", value: "" }];
      await this.#patch(kind, id, change, '"none"', "look for", signal);
      return undefined;
    } catch (error) {
      if (error instanceof AdobeError && error.details.notFound !== true) return error;
      if (error instanceof AdobeError) return undefined;
      throw error;
    }
  }

  /** RFC 6902 with the etag just read, its inner quotes kept. A stale one is answered 412. */
  async patch(
    kind: FlowObjectKind,
    id: string,
    body: readonly Json[],
    etag: string,
    { signal }: CallOptions = {},
  ): Promise<void> {
    await this.#patch(kind, id, body, etag, "update", signal);
  }

  async #patch(
    kind: FlowObjectKind,
    id: string,
    body: readonly Json[],
    etag: string,
    action: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const about = { action, kind: words[kind], name: id };
    const headers = { "if-match": etag };
    const path = objectPath(kind, id);
    await this.http.call({ method: "PATCH", path, headers, body, about, signal });
  }

  /** False when it was not there. */
  async delete(kind: FlowObjectKind, id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const about = { action: "delete", kind: words[kind], name: id };
    const path = objectPath(kind, id);
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, about, signal }))) !== undefined
    );
  }

  /** Switches a dataflow on or off. Repeating it does no harm, unlike other POSTs. */
  async setEnabled(id: string, enabled: boolean, { signal }: CallOptions = {}): Promise<void> {
    const op = enabled ? "enable" : "disable";
    const about = { action: op, kind: "dataflow", name: id };
    const path = `${objectPath("flows", id)}/action`;
    await this.http.call({ method: "POST", path, query: { op }, repeatable: true, about, signal });
  }

  /** A connection specification; undefined when the organisation has it not. */
  async connectionSpec(id: string, { signal }: CallOptions = {}): Promise<Json | undefined> {
    const about = { action: "read", kind: "connection specification", name: id };
    const path = `${BASE}/connectionSpecs/${encodeURIComponent(id)}`;
    const answer = await orMissing(this.http.call({ method: "GET", path, about, signal }));
    return (
      answer && shaped(z.looseObject({ items: z.array(jsonObject) }), answer.body, about).items[0]
    );
  }
}

function objectPath(kind: FlowObjectKind, id: string): string {
  return `${BASE}/${kind}/${encodeURIComponent(id)}`;
}
