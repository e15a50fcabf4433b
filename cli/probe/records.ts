import { randomUUID } from "node:crypto";

import { DAY_MS } from "../../adobe/client/timeUnits";
import type { Request, Response } from "./api";
import { contentType, object } from "./bodies";
import type { ProbeContext } from "./context";
import type { Moment } from "./delays";
import { eventSchema, makeDataset, makeXdmEndpoint, tenantOf } from "./fixtures";
import { listAt, stringAt, valueAt, type Json } from "./json";

/** What a record shows that is sent to a dataset of its own. */
export type RecordName = "valid" | "unknown" | "empty" | "future" | "incomplete";

const OUTCOME_MS = 600_000;
/** Longest time between two looks for the row of the valid record. */
const WATCH_MS = 4_000;
/** The same for what becomes of the others. */
const OUTCOME_POLL_MS = 10_000;

/** What became of a record: a row, a failed batch, or nothing so far. */
export type Outcome =
  { readonly is: "row" } | { readonly is: "failed"; readonly batchId: string | undefined };

/** Sends raw data to the endpoint of a dataflow. */
export function sendRaw(context: ProbeContext, url: string, flowId: string | undefined) {
  return context.api.send({
    method: "POST",
    path: "/collection/{inlet}",
    url,
    headers: { "x-adobe-flow-id": flowId },
    body: { id: randomUUID(), time: new Date(context.timing.now()).toISOString(), text: "probe" },
    repeatable: true,
  });
}

/** The same endpoint for a batch of messages. */
export function batchUrl(url: string): string {
  return url.replace("/collection/", "/collection/batch/");
}

/** The endpoint for XDM messages, which needs no token. */
export function xdmEndpoint(context: ProbeContext): Promise<string> {
  return context.once("xdmEndpoint", () => makeXdmEndpoint(context, false));
}

/** Sends an XDM message to a dataset. */
export async function sendXdm(
  context: ProbeContext,
  datasetId: string,
  xdmEntity: Json,
  request: Partial<Request> = {},
): Promise<Response> {
  const schemaRef = { id: (await eventSchema(context)).id, contentType };
  const header = { schemaRef, imsOrgId: context.settings.orgId, datasetId };
  return context.api.send({
    method: "POST",
    path: "/collection/{inlet}",
    url: await xdmEndpoint(context),
    body: { header, body: { xdmMeta: { schemaRef }, xdmEntity } },
    repeatable: true,
    ...request,
  });
}

/** A record of each kind; only the first one is certainly valid. */
async function entityOf(context: ProbeContext, name: RecordName): Promise<Json> {
  const now = context.timing.now();
  const isFuture = name === "future";
  const time = new Date(isFuture ? now + DAY_MS : now - 1000).toISOString();
  const fields: Json = {
    text: name === "empty" ? "" : "probe",
    ...(name === "unknown" ? { notInTheSchema: "probe" } : {}),
  };
  return {
    _id: randomUUID(),
    ...(name === "incomplete" ? {} : { timestamp: time }),
    [await tenantOf(context)]: { [object]: fields },
  };
}

/** Sends a record to a dataset of its own, once. */
export function sentRecord(context: ProbeContext, name: RecordName) {
  return context.once(`record ${name}`, async () => {
    const dataset = await makeDataset(context);
    const entity = await entityOf(context, name);
    const response = await sendXdm(context, dataset.id, entity);
    if (name === "valid" && response.status < 300) {
      context.inBackground(timeRow(context, dataset.id, response.moment));
    }
    return { datasetId: dataset.id, response };
  });
}

/** Looks for the row of a record every few seconds from now on, and times it. */
async function timeRow(context: ProbeContext, datasetId: string, began: Moment): Promise<void> {
  await context.time("rowVisible", {
    began,
    limitMs: OUTCOME_MS,
    longestMs: WATCH_MS,
    send: () => preview(context.scoped(), datasetId),
    shows: ({ status, body }) => (status < 300 ? listAt(body, "data").length > 0 : undefined),
  });
}

/** Waits for what becomes of a record; undefined when nothing was seen in time. */
export async function outcomeOf(
  context: ProbeContext,
  name: RecordName,
): Promise<Outcome | undefined> {
  const { datasetId, response } = await sentRecord(context, name);
  if (response.status >= 300) return undefined;
  return context.waitFor(OUTCOME_MS, () => outcomeNow(context, datasetId), OUTCOME_POLL_MS);
}

async function outcomeNow(context: ProbeContext, datasetId: string): Promise<Outcome | undefined> {
  const rows = await preview(context, datasetId);
  if (listAt(rows.body, "data").length > 0) return { is: "row" };
  const { body, status } = await context.api.send({
    method: "GET",
    path: "/data/foundation/catalog/batches",
    query: { dataSet: datasetId },
  });
  if (status >= 300 || typeof body !== "object" || body === null) return undefined;
  const batches = Object.entries(body);
  const [failedId] = batches.find(([, batch]) => valueAt(batch, "status") === "failed") ?? [];
  if (failedId !== undefined) return { is: "failed", batchId: failedId };
  return batches.some(([, batch]) => valueAt(batch, "status") === "success")
    ? { is: "row" }
    : undefined;
}

/** The rows that can be seen in a dataset. */
function preview({ api }: ProbeContext, datasetId: string): Promise<Response> {
  return api.send({
    method: "GET",
    path: "/data/foundation/export/datasets/{id}/preview",
    params: { id: datasetId },
  });
}

/** Adobe's codes of the errors in a failed batch. */
export async function errorCodes({ api }: ProbeContext, id: string): Promise<readonly string[]> {
  const path = "/data/foundation/export/batches/{id}/meta";
  const read = (file: string) =>
    api.send({ method: "GET", path, params: { id }, query: { path: file } });
  const { body } = await read("row_errors");
  const name = stringAt(body, "data", 0, "name");
  if (name === undefined) return [];
  const file = await read(`row_errors/${name}`);
  const text = typeof file.body === "string" ? file.body : JSON.stringify(file.body ?? "");
  return [...text.matchAll(/DCVS-\d{4}-\d{3}/g)].map(([code]) => code);
}
