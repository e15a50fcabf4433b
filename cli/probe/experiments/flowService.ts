import { randomUUID } from "node:crypto";

import { specs } from "../../../adobe/sdk/specs";
import { draftFlowBody, flowBody, mappingSetBody, type ConnectionIds } from "../bodies";
import type { ProbeContext } from "../context";
import { experiment } from "../experiment";
import {
  eventSchema,
  makeConnections,
  makeOpenPipeline,
  makePipeline,
  mappingSet,
  openPipeline,
  readFlow,
  tenantOf,
} from "../fixtures";
import { valueAt } from "../json";
import { byStatus, whether } from "../judge";

const base = "/data/foundation/flowservice";

/** Longest wait until a deleted dataflow is gone. */
const DELETE_MS = 60_000;

/** Deletes a dataflow that is enabled, and reads it at once. */
async function deleteFlow(context: ProbeContext) {
  const { flow } = await makeOpenPipeline(context);
  const deleted = await context.change("DELETE", "flow", flow.id);
  if (deleted.status >= 300) return { status: 0, state: undefined };
  const read = await context.read("flow", flow.id, { immediate: true });
  await context.time("deleteFinal", {
    began: deleted.moment,
    without: read.status === 404 ? undefined : read.moment,
    limitMs: DELETE_MS,
    send: () => context.read("flow", flow.id),
    shows: ({ status }) => status === 404,
  });
  return { status: read.status, state: valueAt(read.body, "items", 0, "state") };
}

/** Makes a draft of a dataflow without connections; when it is rejected, one with connections for comparison. */
async function draftWithout(context: ProbeContext) {
  const post = async (parts: Partial<ConnectionIds>) => {
    const made = await context.post("flow", (name) => draftFlowBody(name, parts), {
      query: { mode: "draft" },
    });
    return made.response.status;
  };
  const without = await post({});
  return without < 300
    ? { without, with: undefined }
    : { without, with: await post(await makeConnections(context)) };
}

export const flowExperiments = [
  experiment(
    "flow-sandbox-header",
    ({ api }) =>
      api.send({
        method: "GET",
        path: `${base}/flows`,
        query: { limit: "1" },
        headers: { "x-sandbox-name": undefined },
      }),
    byStatus({ 200: "default-sandbox", 400: "required" }),
  ),
  experiment(
    "flow-not-found",
    ({ api }) =>
      api.send({ method: "GET", path: `${base}/flows/{id}`, params: { id: randomUUID() } }),
    ({ code = "" }) => /\b(1439|1101)-\d{3}$/.exec(code)?.[1] as "1439" | "1101" | undefined,
  ),
  experiment(
    "flow-delete-supported",
    async ({ api }) => {
      const { body } = await api.send({
        method: "GET",
        path: `${base}/flowSpecs/{id}`,
        params: { id: specs.streamingFlow.id },
      });
      const features = ["attributes", "uiAttributes", "apiFeatures", "deleteSupported"];
      return valueAt(body, "items", 0, ...features);
    },
    (supported) => (supported === true ? "yes" : supported === false ? "no" : undefined),
  ),
  experiment(
    "flow-inlet-url",
    async (context) => {
      const { flow } = await openPipeline(context);
      const first = valueAt(flow.read.body, "items", 0);
      return { state: valueAt(first, "state"), url: valueAt(first, "options", "inletUrl") };
    },
    ({ state, url }) => {
      if (state === undefined) return undefined;
      // An enabled dataflow may have got its URL meanwhile.
      if (typeof url === "string") return state === "enabled" ? undefined : "at-once";
      return url === null ? "null-first" : "late";
    },
  ),
  experiment(
    "mapping-version-type",
    async (context) => {
      const flow = await readFlow(context, (await openPipeline(context)).flow.id);
      return typeof valueAt(flow, "transformations", 0, "params", "mappingVersion");
    },
    (type) => (type === "string" || type === "number" ? type : undefined),
  ),
  experiment(
    "connection-reuse",
    async (context) => {
      const { id: mappingSetId } = await mappingSet(context);
      const { sourceId, targetId } = await openPipeline(context);
      const { response } = await context.post("flow", (name) =>
        flowBody(name, { sourceId, targetId, mappingSetId }),
      );
      return response;
    },
    whether("allowed", "refused"),
  ),
  experiment("draft-flow-connections", draftWithout, ({ without, with: control }) => {
    if (without < 300) return "optional";
    // Adobe may know no drafts of this source at all.
    return without < 500 && control !== undefined && control < 300 ? "required" : undefined;
  }),
  experiment(
    "mapping-schema-version",
    async (context) => {
      const tenant = await tenantOf(context);
      const { id: schemaId } = await eventSchema(context);
      const version = "application/vnd.adobe.xed+json;version=1.0";
      const set = await context.create("mappingSet", (name) =>
        mappingSetBody(name, { schemaId, tenant, version }),
      );
      const parts = await makeConnections(context);
      const { response } = await context.post("flow", (name) =>
        flowBody(name, { ...parts, mappingSetId: set.id }),
      );
      return response;
    },
    ({ status, code = "" }) => {
      if (status < 300) return "major";
      return /\b1425-\d{3}$/.test(code) ? "exact" : undefined;
    },
  ),
  experiment(
    "connection-in-use",
    async (context) => {
      const { sourceId } = await makePipeline(context);
      return context.change("DELETE", "source", sourceId);
    },
    whether("allowed", "refused"),
  ),
  experiment("flow-delete", deleteFlow, ({ status, state }) => {
    if (status === 404) return "at-once";
    return status === 200 && String(state).startsWith("delet") ? "finalizing" : undefined;
  }),
];
