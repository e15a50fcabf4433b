import * as z from "zod";

import { AdobeError } from "./errors";
import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { jsonObject, orMissing, shaped } from "./shapes";
import type { CallOptions } from "./shapes";

const BASE = "/data/foundation/flowservice";
const PAGE = 100;

export type FlowObjectKind = "connections" | "sourceConnections" | "targetConnections" | "flows";

const displayNames: Record<FlowObjectKind, string> = {
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
    const action = { verb: "look up", kind: displayNames[kind], name };
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
        action,
        signal,
      });
      const { items, _links } = shaped(list, body, action);
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
    const action = { verb: "create", kind: displayNames[kind], name: body.name };
    const path = `${BASE}/${kind}`;
    const response = await this.http.call({ method: "POST", path, body, action, signal });
    return shaped(z.looseObject({ id: z.string() }), response.body, action).id;
  }

  async get(
    kind: FlowObjectKind,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<FlowItem | undefined> {
    const action = { verb: "read", kind: displayNames[kind], name: id };
    const path = objectPath(kind, id);
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && shaped(list, response.body, action).items[0];
  }

  /**
   * Whether an access label hides an object that a read does not find: then Flow Service responds
   * 404 to the read and 403 to a change. The change sent here can never happen: its etag is invalid.
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

  /** RFC 6902 with the etag just read, its inner quotes kept. A stale one leads to 412. */
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
    verb: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const action = { verb, kind: displayNames[kind], name: id };
    const headers = { "if-match": etag };
    const path = objectPath(kind, id);
    await this.http.call({ method: "PATCH", path, headers, body, action, signal });
  }

  /** False when it was not there. */
  async delete(kind: FlowObjectKind, id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: displayNames[kind], name: id };
    const path = objectPath(kind, id);
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, action, signal }))) !== undefined
    );
  }

  /** Switches a dataflow on or off. Repeating it does no harm, unlike other POSTs. */
  async setEnabled(id: string, enabled: boolean, { signal }: CallOptions = {}): Promise<void> {
    const op = enabled ? "enable" : "disable";
    const action = { verb: op, kind: "dataflow", name: id };
    const path = `${objectPath("flows", id)}/action`;
    await this.http.call({ method: "POST", path, query: { op }, repeatable: true, action, signal });
  }

  /** A connection specification; undefined when the organization does not have it. */
  async connectionSpec(id: string, { signal }: CallOptions = {}): Promise<Json | undefined> {
    const action = { verb: "read", kind: "connection specification", name: id };
    const path = `${BASE}/connectionSpecs/${encodeURIComponent(id)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return (
      response &&
      shaped(z.looseObject({ items: z.array(jsonObject) }), response.body, action).items[0]
    );
  }
}

function objectPath(kind: FlowObjectKind, id: string): string {
  return `${BASE}/${kind}/${encodeURIComponent(id)}`;
}
