import type { Request, Response } from "./api";
import {
  baseBody,
  datasetBody,
  fieldGroupBody,
  flowBody,
  mappingSetBody,
  schemaBody,
  sourceBody,
  targetBody,
  type FieldGroupOptions,
} from "./bodies";
import { SetupError, type Created, type Made, type ProbeContext } from "./context";
import { stringAt, valueAt, type Json } from "./json";

/** Longest wait until a dataflow is enabled, disabled or updated. */
const FLOW_MS = 120_000;

/** Registry statistics: the only call that names the organization's tenant. */
export function stats(context: ProbeContext): Promise<Json> {
  return context.once("stats", async () => {
    const { body, status } = await context.api.send({
      method: "GET",
      path: "/data/foundation/schemaregistry/stats",
    });
    if (stringAt(body, "tenantId") === undefined) {
      throw new SetupError(`Adobe did not say the tenant id (status ${status}).`);
    }
    return body as Json;
  });
}

/** The tenant's namespace, `_acme`. */
export async function tenantOf(context: ProbeContext): Promise<string> {
  return `_${stringAt(await stats(context), "tenantId") ?? ""}`;
}

export async function makeFieldGroup(
  context: ProbeContext,
  options: Omit<FieldGroupOptions, "tenant"> = {},
): Promise<Created> {
  const isPlain = Object.keys(options).length === 0;
  const stocked = isPlain ? context.stock.take("fieldGroup") : undefined;
  if (stocked !== undefined) return stocked;
  const tenant = await tenantOf(context);
  return context.create("fieldGroup", (title) => fieldGroupBody(title, { tenant, ...options }));
}

export async function makeSchema(context: ProbeContext): Promise<Created> {
  const stocked = context.stock.take("schema");
  if (stocked !== undefined) return stocked;
  const group = await fieldGroup(context);
  return context.create("schema", (title) => schemaBody(title, group.id));
}

/** The field group that most schemas of the run have. No experiment changes it. */
export function fieldGroup(context: ProbeContext): Promise<Created> {
  return context.once("fieldGroup", () => makeFieldGroup(context));
}

/** The ExperienceEvent schema that most datasets of the run have. No experiment changes it. */
export function eventSchema(context: ProbeContext): Promise<Created> {
  return context.once("schema", () => makeSchema(context));
}

export async function makeDataset(context: ProbeContext, schemaId?: string): Promise<Created> {
  const stocked = schemaId === undefined ? context.stock.take("dataset") : undefined;
  if (stocked !== undefined) return stocked;
  const id = schemaId ?? (await eventSchema(context)).id;
  return context.create("dataset", (name) => datasetBody(name, id));
}

/** The mapping set of all dataflows. No experiment changes it. */
export function mappingSet(context: ProbeContext): Promise<Created> {
  return context.once("mappingSet", async () => {
    const tenant = await tenantOf(context);
    const { id: schemaId } = await eventSchema(context);
    return context.create("mappingSet", (name) => mappingSetBody(name, { schemaId, tenant }));
  });
}

/** A dataset and what connects a dataflow to it. */
export interface Connections {
  readonly sourceId: string;
  readonly targetId: string;
  readonly datasetId: string;
}

/** A dataflow with a dataset and connections of its own. */
export interface Pipeline extends Connections {
  readonly flow: Created;
}

export async function makeConnections(context: ProbeContext): Promise<Connections> {
  const stocked = context.stock.take("connections");
  if (stocked !== undefined) return stocked;
  const { id: schemaId } = await eventSchema(context);
  const { id: datasetId } = await makeDataset(context);
  const target = await context.create("target", (name) => targetBody(name, schemaId, datasetId));
  const source = await context.create("source", sourceBody);
  return { sourceId: source.id, targetId: target.id, datasetId };
}

export async function makePipeline(context: ProbeContext): Promise<Pipeline> {
  const stocked = context.stock.take("pipeline");
  if (stocked !== undefined) return stocked;
  const { id: mappingSetId } = await mappingSet(context);
  const parts = await makeConnections(context);
  const flow = await context.create("flow", (name) => flowBody(name, { ...parts, mappingSetId }));
  return { ...parts, flow };
}

/** The dataflow, once it is in a state; rejects when it does not get there in time. */
export async function flowWhen(context: ProbeContext, id: string, state: string): Promise<Json> {
  const found = await context.waitFor(FLOW_MS, async () => {
    const flow = await readFlow(context, id);
    return flow["state"] === state ? flow : undefined;
  });
  if (found !== undefined) return found;
  throw new SetupError(`A dataflow was not ${state} after ${FLOW_MS / 1000} s.`);
}

export async function readFlow(
  context: ProbeContext,
  id: string,
  request: Partial<Request> = {},
): Promise<Json> {
  const { body } = await context.read("flow", id, request);
  return flowIn(body);
}

function flowIn(body: unknown): Json {
  return (valueAt(body, "items", 0) ?? {}) as Json;
}

/** The URL of a dataflow's streaming endpoint; undefined when it has none yet. */
export function inletUrlOf(flow: Json): string | undefined {
  return stringAt(flow, "options", "inletUrl");
}

/** A dataflow that is enabled, and the URL of its streaming endpoint. */
export interface OpenPipeline extends Pipeline {
  readonly inletUrl: string;
}

/** Makes a dataflow and waits until it is enabled and has its URL, which may come later. */
export async function makeOpenPipeline(
  context: ProbeContext,
  made?: Pipeline,
): Promise<OpenPipeline> {
  const pipeline = made ?? (await makePipeline(context));
  await flowWhen(context, pipeline.flow.id, "enabled");
  const url = await context.waitFor(FLOW_MS, async () =>
    inletUrlOf(await readFlow(context, pipeline.flow.id)),
  );
  if (url !== undefined) return { ...pipeline, inletUrl: url };
  throw new SetupError("An enabled dataflow has no streaming endpoint.");
}

/** The dataflow to which most records are sent. No experiment changes it. */
export function openPipeline(context: ProbeContext): Promise<OpenPipeline> {
  return context.once("openPipeline", () =>
    makeOpenPipeline(context, context.stock.take("openPipeline")),
  );
}

/** Times how long a dataflow that was made just now takes to be enabled, and to have its URL. */
export async function timeOpening(context: ProbeContext, { id, moment }: Made): Promise<void> {
  const wait = {
    began: moment,
    limitMs: FLOW_MS,
    longestMs: 2_000,
    send: () => context.read("flow", id),
  };
  // A dataflow that cannot be read yet says nothing about its state.
  const of = (response: Response, shows: (flow: Json) => boolean) =>
    response.status < 300 ? shows(flowIn(response.body)) : undefined;
  await Promise.all([
    context.time("flowEnabled", {
      ...wait,
      shows: (response) => of(response, (flow) => flow["state"] === "enabled"),
    }),
    context.time("inletUrl", {
      ...wait,
      shows: (response) => of(response, (flow) => inletUrlOf(flow) !== undefined),
    }),
  ]);
}

/** A base connection for XDM messages; its streaming endpoint. */
export async function makeXdmEndpoint(context: ProbeContext, isAuthenticated: boolean) {
  const { read } = await context.create("base", (name) => baseBody(name, isAuthenticated));
  const inletUrl = stringAt(read.body, "items", 0, "auth", "params", "inletUrl");
  if (inletUrl === undefined) throw new SetupError("A base connection has no streaming endpoint.");
  return inletUrl;
}
