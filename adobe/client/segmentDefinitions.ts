import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { readPages } from "./paging";
import { objectId, pathSegment } from "./pathSegment";
import { altIdOf } from "./schemaRegistry";
import { informative, listOf, optional, orMissing, timestamp } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/core/ups/segment/definitions";
const PAGE = 100;

/** Kinds of evaluation, as Adobe's guides and as the API call them. */
const evaluations = { batch: "batch", streaming: "continuous", edge: "synchronous" } as const;
export type Evaluation = keyof typeof evaluations;

/** How a response says that a kind of evaluation is on. */
const enabled = optional(z.looseObject({ enabled: optional(z.boolean()) }));

const info = z.looseObject({ batch: enabled, continuous: enabled, synchronous: enabled });

const segmentDefinition = z
  .looseObject({
    id: objectId,
    name: z.string(),
    description: z.string().nullish(),
    // Of a class by its `$id`, the name may be missing.
    schema: z.looseObject({ name: optional(z.string()), id: optional(z.string()) }),
    expression: z.looseObject({
      format: optional(z.string()),
      value: z.string(),
    }),
    mergePolicyId: optional(z.string()),
    evaluationInfo: optional(info),
    lifecycleState: informative(z.string()),
    isSystem: informative(z.boolean()),
    creationTime: informative(timestamp),
  })
  .transform((whole) => ({
    id: whole.id,
    name: whole.name,
    description: whole.description ?? "",
    schemaName: whole.schema.name ?? classNameOf(whole.schema.id ?? ""),
    format: whole.expression.format ?? "pql/text",
    expression: whole.expression.value,
    mergePolicyId: whole.mergePolicyId,
    evaluation: evaluationOf(whole.evaluationInfo ?? {}),
    /** All kinds of evaluation that are on. */
    kinds: kindsIn(whole.evaluationInfo ?? {}),
    /** Made by Adobe for itself. */
    isSystem: whole.isSystem === true,
    /** The reference says of one that is archived that it is deleted. */
    isArchived: whole.lifecycleState === "archived",
    /** When it was made, in milliseconds since 1970. Undefined: Adobe does not show it; the guide's examples have 0. */
    createdAt:
      whole.creationTime === undefined || whole.creationTime === 0 ? undefined : whole.creationTime,
    /** All of it, as it was read, for a replacement. */
    whole: whole satisfies Json,
  }));
/** A segment definition. */
export type SegmentDefinition = z.infer<typeof segmentDefinition>;

/** Adobe's own class or the tenant's, as a schema's `name` has it. */
function classNameOf($id: string): string {
  const [, name] = /^https:\/\/ns\.adobe\.com\/xdm\/context\/([^/]+)$/.exec($id) ?? [];
  return name === undefined ? altIdOf($id) : `_xdm.context.${name}`;
}

function kindsIn(all: z.infer<typeof info>): Evaluation[] {
  const names = Object.keys(evaluations) as Evaluation[];
  return names.filter((name) => all[evaluations[name]]?.enabled === true);
}

/** The fastest of those that are on. */
function evaluationOf(all: z.infer<typeof info>): Evaluation {
  return kindsIn(all).at(-1) ?? "batch";
}

/** The `evaluationInfo` of one kind of evaluation. */
export function evaluationInfo(evaluation: Evaluation): Json {
  const kind = evaluations[evaluation];
  const kinds = Object.values(evaluations);
  return Object.fromEntries(kinds.map((one) => [one, { enabled: one === kind }]));
}

const list = z.looseObject({
  segments: listOf(segmentDefinition),
  page: optional(
    z.looseObject({ totalPages: informative(z.int()), totalCount: informative(z.int()) }),
  ),
});
type List = z.infer<typeof list>;

/** What a response to a change is read for; how it is evaluated is undefined where the response does not say. */
const changed = z
  .looseObject({ evaluationInfo: informative(info) })
  .transform(({ evaluationInfo: now }) => now && evaluationOf(now))
  .catch(undefined);

/** Adobe's Segmentation Service API, segment definitions. */
export class SegmentDefinitions {
  constructor(private readonly http: AdobeHttp) {}

  /** All segment definitions of the sandbox but those that are archived. */
  findAll(options: ListOptions = {}): Promise<readonly SegmentDefinition[]> {
    return this.http.shared.read(BASE, options, (shared) => this.#list(shared));
  }

  async #list(signal: AbortSignal): Promise<SegmentDefinition[]> {
    const action = { verb: "list", kind: "segment definitions" };
    const seen = new Set<string>();
    const found = await readPages<SegmentDefinition>({
      action,
      idOf: ({ id }) => id,
      read: async (start) => {
        let number = Number(start ?? 0);
        let { page, bytes } = await this.#page(start, { signal });
        // Documents differ in whether the first page is 0 or 1. If it is 1, the one after the first is 2.
        if (number === 1 && page.segments.every(({ id }) => seen.has(id))) {
          number = 2;
          ({ page, bytes } = await this.#page("2", { signal }));
        }
        for (const { id } of page.segments) seen.add(id);
        const { totalPages = 1, totalCount = Infinity } = page.page ?? {};
        const isLast = seen.size >= totalCount || number >= totalPages || totalPages <= 1;
        return { items: page.segments, next: isLast ? undefined : String(number + 1), bytes };
      },
    });
    return found.filter(({ isArchived }) => !isArchived);
  }

  /** @param number - undefined: the first one. */
  async #page(
    number: string | undefined,
    { signal }: CallOptions,
  ): Promise<{ page: List; bytes: number }> {
    const action = { verb: "list", kind: "segment definitions" };
    // From the oldest on: what is made meanwhile does not move the others to a later page.
    const query = { limit: PAGE, sort: "creationTime:asc", page: number };
    const call = { method: "GET", path: BASE, query, action, signal } as const;
    const { body, bytes } = await this.http.call(call);
    return { page: this.http.shaped(list, body, action), bytes };
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<SegmentDefinition | undefined> {
    const action = { verb: "read", kind: "segment definition", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    const found = response && this.http.shaped(segmentDefinition, response.body, action);
    return found?.isArchived === true ? undefined : found;
  }

  /** Returns how Adobe evaluates it, which may be another way than the body says. */
  async create(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<{ id: string; evaluation: Evaluation | undefined }> {
    const action = { verb: "create", kind: "segment definition", name: body.name };
    const call = { method: "POST", path: BASE, body, action, signal } as const;
    const response = await this.http.call(call);
    const { id } = this.http.shaped(z.looseObject({ id: objectId }), response.body, action);
    return { id, evaluation: changed.parse(response.body) };
  }

  /** Sends a PATCH that replaces all of it, as the reference says. Returns how Adobe evaluates it then. */
  async replace(
    id: string,
    body: Json,
    { signal }: CallOptions = {},
  ): Promise<Evaluation | undefined> {
    const action = { verb: "update", kind: "segment definition", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await this.http.call({ method: "PATCH", path, body, action, signal });
    return changed.parse(response.body);
  }

  /** Adobe deletes none that a destination uses. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "segment definition", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }
}
