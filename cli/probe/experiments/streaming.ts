import { randomUUID } from "node:crypto";

import type { ProbeContext } from "../context";
import { experiment } from "../experiment";
import { makeXdmEndpoint, openPipeline } from "../fixtures";
import { isObject, valueAt } from "../json";
import { byStatus } from "../judge";
import { batchUrl, sendRaw, sendXdm, sentRecord, xdmEndpoint } from "../records";

/** Sends a batch to an endpoint. */
function sendBatch(
  { api }: ProbeContext,
  url: string,
  messages: readonly object[],
  flowId?: string,
) {
  return api.send({
    method: "POST",
    path: "/collection/batch/{inlet}",
    url: batchUrl(url),
    headers: { "x-adobe-flow-id": flowId },
    body: { messages },
    repeatable: true,
  });
}

/** What the first message of a batch got: its status, in either spelling. */
function firstItem(body: unknown): unknown {
  return valueAt(body, "responses", 0);
}

export const streamingExperiments = [
  experiment(
    "inlet-id-name",
    async (context) => (await sentRecord(context, "valid")).response.body,
    (body) => {
      if (valueAt(body, "inletId") !== undefined) return "inletId";
      return valueAt(body, "inletID") === undefined ? undefined : "inletID";
    },
  ),
  experiment(
    "sync-validation",
    async (context) => {
      const { datasetId } = await sentRecord(context, "valid");
      const entity = { _id: randomUUID(), timestamp: "2026-01-01T00:00:00Z" };
      return sendXdm(context, datasetId, entity, { query: { syncValidation: "true" } });
    },
    byStatus({ 200: "supported", 400: "supported", 501: "unsupported" }),
  ),
  experiment(
    "batch-item-status",
    async (context) => (await sendBatch(context, await xdmEndpoint(context), [{}])).body,
    (body) => {
      const item = firstItem(body);
      if (valueAt(item, "statusCode") !== undefined) return "statusCode";
      return valueAt(item, "status") === undefined ? undefined : "status";
    },
  ),
  experiment(
    "inlet-bad-token",
    async (context) => {
      const url = await context.once("closedEndpoint", () => makeXdmEndpoint(context, true));
      return context.api.send({
        method: "POST",
        path: "/collection/{inlet}",
        url,
        headers: { authorization: "Bearer made-up" },
        body: {},
        repeatable: true,
      });
    },
    byStatus({ 401: "401", 403: "403" }),
  ),
  experiment(
    "inlet-deleted-flow",
    async (context) => sendRaw(context, (await openPipeline(context)).inletUrl, randomUUID()),
    byStatus({ 200: "200", 400: "400", 404: "404" }),
  ),
  experiment(
    "inlet-without-flow-id",
    async (context) => sendRaw(context, (await openPipeline(context)).inletUrl, undefined),
    byStatus({ 200: "200", 400: "400" }),
  ),
  experiment(
    "raw-batch",
    async (context) => {
      const { inletUrl, flow } = await openPipeline(context);
      return sendBatch(context, inletUrl, [{ id: "1", text: "probe" }], flow.id);
    },
    ({ status, body }) => {
      if (status === 400) return "refused";
      const item = firstItem(body);
      if (status !== 207 || !isObject(item)) return undefined;
      const given = Number(item["statusCode"] ?? item["status"] ?? 200);
      return given < 300 ? "accepted" : "refused";
    },
  ),
];
