import * as z from "zod";

import { AdobeError } from "./errors";
import type { Action } from "./errors";
import { isFilterable } from "./filterText";
import { flowList, readFlowPages } from "./flowPages";
import { FlowSpecs } from "./flowSpecs";
import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { objectId, pathSegment } from "./pathSegment";
import { informative, optional, orMissing, timestamp } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/flowservice";
const PAGE = 100;

export type FlowObjectKind = "connections" | "sourceConnections" | "targetConnections" | "flows";

const displayNames: Record<FlowObjectKind, string> = {
  connections: "base connection",
  sourceConnections: "source connection",
  targetConnections: "target connection",
  flows: "dataflow",
};

/** The etag is sent back in a header, which may contain visible ASCII only. */
const etag = z.string().regex(/^[\x20-\x7e]{0,1000}$/, { error: "is not a valid etag" });

const item = z.looseObject({
  id: objectId,
  name: optional(z.string()),
  description: z.string().nullish(),
  state: optional(z.string()),
  etag: optional(etag),
  version: optional(etag),
  createdAt: informative(timestamp),
  updatedAt: informative(timestamp),
});
/** An object of Flow Service. Properties that only some kinds have are read where they are needed. */
export type FlowItem = z.infer<typeof item>;

const list = flowList(item);

const count = z.number().min(0).nullish();
const run = item.extend({
  metrics: z
    .looseObject({
      recordSummary: z
        .looseObject({
          inputRecordCount: count,
          outputRecordCount: count,
          failedRecordCount: count,
        })
        .nullish(),
    })
    .nullish(),
});
const runList = flowList(run);

/** Options of a call whose body may hold credentials. */
export interface SecretOptions extends CallOptions {
  /** Texts that no error may show, even when Adobe repeats them. */
  readonly secrets?: readonly string[] | undefined;
}

/** What the runs of a dataflow have counted. */
export interface RunTotals {
  readonly runs: number;
  /** Records that came into the dataflow. */
  readonly received: number;
  /** Rows that went into the dataset. */
  readonly delivered: number;
  readonly rejected: number;
}

/** Adobe's Flow Service API: connections and dataflows. */
export class FlowService {
  /** Adobe's catalog of sources, destinations and ways to move data between them. */
  readonly specs: FlowSpecs;

  constructor(private readonly http: AdobeHttp) {
    this.specs = new FlowSpecs(http);
  }

  /** The objects with exactly this name. Names are not unique here. */
  async findByName(
    kind: FlowObjectKind,
    name: string,
    options: CallOptions = {},
  ): Promise<FlowItem[]> {
    if (isFilterable(name)) return this.#list(kind, name, options);
    return (await this.findAll(kind, options)).filter((one) => one.name === name);
  }

  /** All objects of the sandbox. */
  findAll(kind: FlowObjectKind, options: ListOptions = {}): Promise<readonly FlowItem[]> {
    const read = (shared: AbortSignal) => this.#list(kind, undefined, { signal: shared });
    return this.http.shared.read(`${BASE}/${kind}`, options, read);
  }

  #list(
    kind: FlowObjectKind,
    name: string | undefined,
    { signal }: CallOptions,
  ): Promise<FlowItem[]> {
    const action = { verb: "look up", kind: displayNames[kind], name };
    const property = name === undefined ? undefined : `name==${name}`;
    const query = { property, limit: PAGE };
    const call = { path: `${BASE}/${kind}`, query, action, signal };
    return readFlowPages(this.http, call, list, (one) => name === undefined || one.name === name);
  }

  async create(
    kind: FlowObjectKind,
    body: Json & { name: string },
    { signal, secrets }: SecretOptions = {},
  ): Promise<string> {
    const action = { verb: "create", kind: displayNames[kind], name: body.name };
    const path = `${BASE}/${kind}`;
    const response = await this.http.call({ method: "POST", path, body, action, signal, secrets });
    return this.http.shaped(z.looseObject({ id: objectId }), response.body, action).id;
  }

  async get(
    kind: FlowObjectKind,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<FlowItem | undefined> {
    const action = { verb: "read", kind: displayNames[kind], name: id };
    const path = objectPath(kind, id, action);
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(list, response.body, action).items[0];
  }

  /** The same for many callers at once: those that come while it is read share the next read. */
  getShared(
    kind: FlowObjectKind,
    id: string,
    options: ListOptions = {},
  ): Promise<FlowItem | undefined> {
    const read = (shared: AbortSignal) => this.get(kind, id, { signal: shared });
    return this.http.shared.read(`${BASE}/${kind}/${id}`, options, read);
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
      await this.#patch(kind, id, change, '"none"', "look for", { signal });
      return undefined;
    } catch (error) {
      if (error instanceof AdobeError && error.details.notFound !== true) return error;
      if (error instanceof AdobeError) return undefined;
      throw error;
    }
  }

  /**
   * A JSON Patch (RFC 6902) with the etag that was just read, including its inner quotes. A stale etag
   * leads to 412.
   */
  async patch(
    kind: FlowObjectKind,
    id: string,
    body: readonly Json[],
    etag: string,
    options: SecretOptions = {},
  ): Promise<void> {
    await this.#patch(kind, id, body, etag, "update", options);
  }

  async #patch(
    kind: FlowObjectKind,
    id: string,
    body: readonly Json[],
    etag: string,
    verb: string,
    { signal, secrets }: SecretOptions,
  ): Promise<void> {
    const action = { verb, kind: displayNames[kind], name: id };
    const headers = { "if-match": etag };
    const path = objectPath(kind, id, action);
    await this.http.call({ method: "PATCH", path, headers, body, action, signal, secrets });
  }

  /** Resolves with false when the object was not there. */
  async delete(kind: FlowObjectKind, id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: displayNames[kind], name: id };
    const path = objectPath(kind, id, action);
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, action, signal }))) !== undefined
    );
  }

  /** Enables or disables a dataflow. Unlike other POSTs it can be repeated without harm. */
  async setEnabled(id: string, enabled: boolean, { signal }: CallOptions = {}): Promise<void> {
    const op = enabled ? "enable" : "disable";
    const action = { verb: op, kind: "dataflow", name: id };
    const path = `${objectPath("flows", id, action)}/action`;
    await this.http.call({ method: "POST", path, query: { op }, repeatable: true, action, signal });
  }

  /** Publishes a draft. A published object stays as it is, so this can be repeated without harm. */
  async publish(kind: FlowObjectKind, id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "publish", kind: displayNames[kind], name: id };
    const path = `${objectPath(kind, id, action)}/action`;
    const query = { op: "publish" };
    await this.http.call({ method: "POST", path, query, repeatable: true, action, signal });
  }

  /**
   * The run of a dataflow that was created last; undefined when there is none. Adobe makes runs of a streaming dataflow
   * while records arrive.
   */
  async latestRun(flowId: string, { signal }: CallOptions = {}): Promise<FlowItem | undefined> {
    const action = { verb: "list runs of", kind: "dataflow", name: flowId };
    const query = { property: `flowId==${flowId}`, orderby: "-createdAt", limit: 1 };
    const path = `${BASE}/runs`;
    const { body } = await this.http.call({ method: "GET", path, query, action, signal });
    return this.http.shaped(list, body, action).items[0];
  }

  /**
   * Sums up the runs of a dataflow that began after a time, as far as Adobe counts their records. Whether a streaming
   * dataflow has runs, and how long one takes, no document says.
   *
   * @param startedAfter milliseconds since 1970
   */
  async runTotals(
    flowId: string,
    startedAfter: number,
    { signal }: CallOptions = {},
  ): Promise<RunTotals> {
    const action = { verb: "list runs of", kind: "dataflow", name: flowId };
    const property = [`flowId==${flowId}`, `metrics.durationSummary.startedAtUTC>${startedAfter}`];
    const query = { property, limit: PAGE };
    const call = { path: `${BASE}/runs`, query, action, signal };
    const runs = await readFlowPages(this.http, call, runList);
    const totals = { runs: runs.length, received: 0, delivered: 0, rejected: 0 };
    for (const { metrics } of runs) {
      const { inputRecordCount, outputRecordCount, failedRecordCount } =
        metrics?.recordSummary ?? {};
      totals.received += inputRecordCount ?? 0;
      totals.delivered += outputRecordCount ?? 0;
      totals.rejected += failedRecordCount ?? 0;
    }
    return totals;
  }
}

function objectPath(kind: FlowObjectKind, id: string, action: Action): string {
  return `${BASE}/${kind}/${pathSegment(id, action)}`;
}
