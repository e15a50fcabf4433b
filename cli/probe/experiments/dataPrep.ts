import { mappingSetBody, object } from "../bodies";
import type { ProbeContext } from "../context";
import { experiment } from "../experiment";
import { eventSchema, tenantOf } from "../fixtures";
import { isObject, listAt, stringAt, valueAt, type Json } from "../json";
import { byStatus } from "../judge";

const base = "/data/foundation/conversion";

async function setOf(context: ProbeContext, more: Json = {}): Promise<(name: string) => Json> {
  const tenant = await tenantOf(context);
  const { id: schemaId } = await eventSchema(context);
  const fixed = {
    sourceType: "STATIC",
    source: "probe",
    destination: `${tenant}.${object}.other`,
  };
  return (name) => ({ ...mappingSetBody(name, { schemaId, tenant, more: [fixed] }), ...more });
}

/** A mapping set with a STATIC mapping and a tag. One is enough: Adobe may not let it be deleted. */
function taggedSet(context: ProbeContext) {
  return context.once("taggedSet", async () => {
    const bodyOf = await setOf(context, { tags: [{ name: "probe", values: ["1"] }] });
    const { response, made } = await context.post("mappingSet", bodyOf);
    const created = made && (await context.visible(made));
    return { bodyOf, status: response.status, created };
  });
}

/** The first read of that mapping set; undefined when it could not be made. */
async function firstRead(context: ProbeContext): Promise<unknown> {
  return (await taggedSet(context)).created?.read.body;
}

/** Replaces the mapping set, and reads it without a version. */
async function replaceAndRead(context: ProbeContext) {
  const { bodyOf, created } = await taggedSet(context);
  if (created === undefined) return { latest: undefined, read: undefined };
  const { id, name } = created;
  const replaced = await context.change("PUT", "mappingSet", id, { body: bodyOf(name) });
  const { body } = await context.read("mappingSet", id);
  return { latest: valueAt(replaced.body, "version"), read: valueAt(body, "version") };
}

export const dataPrepExperiments = [
  experiment("mapping-create-status", taggedSet, byStatus({ 200: "200", 201: "201" })),
  experiment("mapping-tags", firstRead, (body) => {
    if (body === undefined) return undefined;
    return listAt(body, "tags").length > 0 ? "kept" : "dropped";
  }),
  experiment("mapping-static-type", firstRead, (body) => {
    const mappings = listAt(body, "mappings");
    const fixed = mappings.find((one) => valueAt(one, "source") === "probe");
    const type = stringAt(fixed, "sourceType");
    return type === "text/plain" || type === "STATIC" || type === "text/x.constant"
      ? type
      : undefined;
  }),
  experiment("mapping-get-default", replaceAndRead, ({ latest, read }) => {
    if (typeof latest !== "number" || latest === 0) return undefined;
    return read === latest ? "latest" : read === 0 ? "first" : undefined;
  }),
  experiment(
    "mapping-delete",
    async (context) => {
      const { id } = await context.create("mappingSet", await setOf(context));
      return context.change("DELETE", "mappingSet", id);
    },
    byStatus({ 200: "204", 204: "204", 405: "405", 403: "403" }),
  ),
  experiment(
    "mapping-preview",
    async (context) =>
      context.api.send({
        method: "POST",
        path: `${base}/mappingSets/preview`,
        body: {
          data: { id: "1", time: "2026-01-01T00:00:00Z", text: "probe" },
          mappingSet: (await setOf(context))("probe"),
        },
        repeatable: true,
      }),
    ({ status, body }) => {
      if (status >= 300) return undefined;
      return Array.isArray(body) ? "array" : isObject(body) ? "object" : undefined;
    },
  ),
  experiment(
    "mapping-list-paging",
    ({ api }) => api.send({ method: "GET", path: `${base}/mappingSets` }),
    byStatus({ 200: "optional", 400: "required" }),
  ),
  experiment(
    "expression-validate",
    ({ api }) =>
      api.send({
        method: "POST",
        path: `${base}/languages/el/validate`,
        body: { expression: "1 + 1" },
        repeatable: true,
      }),
    ({ status, body }) => {
      if (status >= 300) return undefined;
      return typeof body === "boolean" ? "boolean" : isObject(body) ? "object" : undefined;
    },
  ),
];
