import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { objectId, pathSegment } from "./pathSegment";
import { instant, readQueryPages } from "./queryPages";
import { informative, jsonObject, optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/query/schedules";

const schedule = z
  .looseObject({
    id: objectId,
    state: z.string(),
    query: z.looseObject({
      dbName: optional(z.string()),
      sql: optional(z.string()),
      templateId: optional(z.string()),
      name: optional(z.string()),
      description: optional(z.string()),
      queryParameters: informative(jsonObject),
      insertIntoParameters: informative(jsonObject),
      ctasParameters: informative(jsonObject),
    }),
    schedule: z.looseObject({
      schedule: z.string(),
      startDate: optional(z.string()),
      endDate: optional(z.string()),
      maxActiveRuns: informative(z.int()),
    }),
    created: informative(z.union([z.string(), z.number().transform(String)])),
  })
  .transform(({ id, state, query, schedule: times, created }) => ({
    id,
    state: state.toUpperCase(),
    query,
    times,
    /** When it was made, in milliseconds since 1970. */
    createdAt: instant(created),
  }));
/** A scheduled query of Query Service. */
export type QuerySchedule = z.infer<typeof schedule>;

/** Adobe's Query Service API, schedules. */
export class QuerySchedules {
  constructor(private readonly http: AdobeHttp) {}

  /** All schedules of the sandbox. */
  findAll(options: ListOptions = {}): Promise<readonly QuerySchedule[]> {
    const action = { verb: "list", kind: "schedules" };
    const list = { path: BASE, key: "schedules", item: schedule, action };
    return readQueryPages(this.http, list, options);
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<QuerySchedule | undefined> {
    const action = { verb: "read", kind: "schedule", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(schedule, response.body, action);
  }

  async create(
    body: { readonly query: Json & { name: string }; readonly schedule: Json },
    { signal }: CallOptions = {},
  ): Promise<{ id: string }> {
    const action = { verb: "create", kind: "schedule", name: body.query.name };
    const call = { method: "POST", path: BASE, body, action, signal } as const;
    const response = await this.http.call(call);
    return this.http.shaped(z.looseObject({ id: objectId }), response.body, action);
  }

  /** Adobe accepts it, and carries it out by and by. It rejects the state that the schedule has. */
  setState(id: string, isEnabled: boolean, options: CallOptions = {}): Promise<void> {
    return this.#patch(id, "/state", isEnabled ? "enable" : "disable", options);
  }

  setCron(id: string, cron: string, options: CallOptions = {}): Promise<void> {
    return this.#patch(id, "/schedule/schedule", cron, options);
  }

  async #patch(id: string, at: string, value: string, { signal }: CallOptions): Promise<void> {
    const action = { verb: "update", kind: "schedule", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const body = { body: [{ op: "replace", path: at, value }] };
    await this.http.call({ method: "PATCH", path, body, action, signal });
  }

  /** Adobe deletes none that is not disabled, or that is running. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "schedule", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }
}
