import { datasetBody } from "../bodies";
import type { ProbeContext } from "../context";
import { experiment } from "../experiment";
import { eventSchema, makeDataset, makePipeline } from "../fixtures";
import { isObject, stringAt, valueAt } from "../json";
import { byStatus, whether } from "../judge";
import { probeDescription } from "../probeNames";

/** Sets how long the lake keeps rows. */
async function setRetention(context: ProbeContext, ttlValue: string) {
  const { id } = await context.once("keptDataset", () => makeDataset(context));
  return context.change("PATCH", "dataset", id, {
    path: "/data/foundation/catalog/v2/dataSets/{id}",
    body: { extensions: { adobe_lakeHouse: { rowExpiration: { ttlValue } } } },
  });
}

export const catalogExperiments = [
  experiment(
    "dataset-name",
    async (context) => {
      const { id: schemaId } = await eventSchema(context);
      const { name } = await makeDataset(context);
      return (await context.post("dataset", () => datasetBody(name, schemaId))).response;
    },
    whether("free", "unique"),
  ),
  experiment(
    "dataset-without-schema",
    async (context) => {
      const bodyOf = (name: string) => ({ name, description: probeDescription(name) });
      return (await context.post("dataset", bodyOf)).response;
    },
    whether("accepted", "refused"),
  ),
  experiment(
    "dataset-state",
    async (context) => {
      const { id, read } = await makeDataset(context);
      return stringAt(read.body, id, "state");
    },
    (state) => (state === "ACTIVE" || state === "DRAFT" ? state : undefined),
  ),
  experiment(
    "catalog-multi-status",
    async (context) => {
      const { id } = await makeDataset(context);
      return context.api.send({
        method: "POST",
        path: "/data/foundation/catalog/",
        body: [{ id: "probe", method: "GET", resource: `/dataSets/${id}` }],
        repeatable: true,
      });
    },
    byStatus({ 200: "200", 201: "201" }),
  ),
  experiment(
    "catalog-delete-missing",
    async (context) => {
      const { id } = await makeDataset(context);
      const first = await context.change("DELETE", "dataset", id);
      return first.status < 300 ? context.change("DELETE", "dataset", id) : { status: 0 };
    },
    byStatus({ 200: "200", 404: "404" }),
  ),
  experiment(
    "dataset-labels-form",
    async (context) => {
      const { id } = await makeDataset(context);
      const of = { path: "/data/foundation/dataset/datasets/{id}/labels", params: { id } };
      const entityId = { namespace: "AEP", id, type: "dataset" };
      const body = { entityId, labels: ["C1"], parents: [] };
      await context.api.send({ method: "POST", ...of, body, repeatable: true });
      const read = await context.api.send({ method: "GET", ...of });
      return { id, body: read.body };
    },
    ({ id, body }) => {
      if (valueAt(body, `AEP:dataset:${id}`) !== undefined) return "keyed";
      return valueAt(body, "labels") === undefined ? undefined : "flat";
    },
  ),
  experiment(
    "retention-answer",
    (context) => setRetention(context, "P90D"),
    ({ status, body }) => {
      if (status >= 300) return undefined;
      return Array.isArray(body) ? "reference" : isObject(body) ? "dataset" : undefined;
    },
  ),
  experiment(
    "retention-least",
    async (context) => {
      const longer = await setRetention(context, "P30D");
      return longer.status < 300 ? setRetention(context, "P7D") : { status: 0 };
    },
    ({ status }) => (status === 0 ? undefined : whether("P7D", "P30D")({ status })),
  ),
  experiment(
    "dataset-in-use",
    async (context) => {
      const { datasetId } = await makePipeline(context);
      return context.change("DELETE", "dataset", datasetId);
    },
    whether("allowed", "refused"),
  ),
];
