import {
  changedDescription,
  fieldGroupBody,
  object,
  schemaBody,
  withMissingField,
} from "../bodies";
import type { ProbeContext } from "../context";
import { experiment } from "../experiment";
import { eventSchema, makeDataset, makeFieldGroup, makeSchema, stats, tenantOf } from "../fixtures";
import { stringAt, type Json } from "../json";
import { byStatus, whether } from "../judge";
import { probeDescription } from "../probeNames";

async function patchFieldGroup(context: ProbeContext, headers: Readonly<Record<string, string>>) {
  const group = await context.once("patchedGroup", () => makeFieldGroup(context));
  return context.change("PATCH", "fieldGroup", group.id, {
    headers,
    body: changedDescription(group.name),
  });
}

/** Sends a schema back as it was read, and then with another description. */
async function putAsRead(context: ProbeContext) {
  const { id, name, read } = await makeSchema(context);
  const asRead = await context.change("PUT", "schema", id, { body: read.body });
  const { body } = await context.read("schema", id);
  const changed = { ...(body as Json), description: `${probeDescription(name)} Changed.` };
  const other = await context.change("PUT", "schema", id, { body: changed });
  return { asRead: asRead.status, changed: other.status };
}

/** Removes fields of a field group, first while only a schema uses it, then with a dataset. */
async function breakIt(context: ProbeContext) {
  const group = await makeFieldGroup(context);
  const schema = await context.create("schema", (title) => schemaBody(title, group.id));
  const base = `/definitions/probe/properties/${await tenantOf(context)}/properties/${object}`;
  const remove = (field: string) =>
    context.change("PATCH", "fieldGroup", group.id, {
      body: [{ op: "remove", path: `${base}/properties/${field}` }],
    });
  const withSchema = await remove("other");
  if (withSchema.status >= 300) return { withSchema: withSchema.status };
  await makeDataset(context, schema.id);
  const withDataset = await remove("count");
  return { withSchema: withSchema.status, withDataset: withDataset.status };
}

const rejectsBreaking = whether("no", "yes");

async function descriptorBody(context: ProbeContext): Promise<Json> {
  const { id } = await makeSchema(context);
  return {
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": `/${await tenantOf(context)}/${object}/text`,
    "xdm:namespace": "ECID",
    "xdm:property": "xdm:code",
    "xdm:isPrimary": false,
  };
}

function descriptor(context: ProbeContext) {
  return context.once("descriptor", async () => {
    const body = await descriptorBody(context);
    return { body, created: await context.create("descriptor", () => body) };
  });
}

/** Labels a field by way of the schema, where Adobe's UI names the field group. */
async function labelOfSchema(context: ProbeContext) {
  const { id } = await makeSchema(context);
  const tenant = await tenantOf(context);
  const { response } = await context.post("descriptor", () => ({
    "@type": "xdm:descriptorLabel",
    "xdm:sourceSchema": id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": `/${tenant}/${object}/text`,
    "xdm:labels": ["core/I2"],
  }));
  return response;
}

export const registryExperiments = [
  experiment(
    "stats-class-usage",
    async (context) => (await stats(context))["classUsage"],
    (usage) => {
      if (Array.isArray(usage)) return "list";
      return typeof usage === "object" && usage !== null ? "by-class" : undefined;
    },
  ),
  experiment(
    "registry-accept",
    async (context) => {
      const { id } = await eventSchema(context);
      return context.read("schema", id, { headers: { accept: "application/json" } });
    },
    byStatus({ 400: "400", 406: "406" }),
  ),
  experiment(
    "registry-patch-type",
    (context) => patchFieldGroup(context, { "content-type": "application/json-patch+json" }),
    byStatus({ 200: "accepted", 415: "415" }),
  ),
  experiment(
    "registry-if-match",
    (context) => patchFieldGroup(context, { "if-match": '"chatlio-aep-probe"' }),
    byStatus({ 409: "409", 412: "412", 428: "428" }),
  ),
  experiment("schema-put-as-read", putAsRead, ({ asRead, changed }) => {
    const verdict = whether("accepted", "rejected");
    if (verdict({ status: asRead }) !== "rejected")
      return verdict({ status: asRead }) && "accepted";
    const other = verdict({ status: changed });
    return other && (other === "accepted" ? "unchanged" : "refused");
  }),
  experiment(
    "put-definitions",
    async (context) => {
      const { id, name } = await makeFieldGroup(context);
      const tenant = await tenantOf(context);
      return context.change("PUT", "fieldGroup", id, { body: fieldGroupBody(name, { tenant }) });
    },
    whether("accepted", "refused"),
  ),
  experiment("breaking-from", breakIt, ({ withSchema, withDataset }) => {
    if (rejectsBreaking({ status: withSchema }) === "yes") return "schema";
    if (withDataset === undefined) return undefined;
    const rejects = rejectsBreaking({ status: withDataset });
    return rejects && (rejects === "yes" ? "dataset" : "data");
  }),
  experiment(
    "ref-property",
    async (context) => {
      const group = await makeFieldGroup(context);
      const { response } = await context.post("schema", (title) =>
        withMissingField(title, group.id),
      );
      return response;
    },
    whether("ignored", "refused"),
  ),
  experiment(
    "title-scope",
    async (context) => {
      const group = await makeFieldGroup(context);
      const { response } = await context.post("schema", () => schemaBody(group.name, group.id));
      return response;
    },
    whether("per-type", "all-types"),
  ),
  experiment(
    "descriptor-namespace",
    async (context) => {
      const { created } = await descriptor(context);
      return stringAt(created.read.body, "xdm:namespace");
    },
    (code) => (code === "ECID" ? "kept" : code === "ecid" ? "lower-case" : undefined),
  ),
  experiment("label-owner", labelOfSchema, byStatus({ 201: "any", 400: "field-group" })),
  experiment(
    "descriptor-put",
    async (context) => {
      const { body, created } = await descriptor(context);
      return context.change("PUT", "descriptor", created.id, { body });
    },
    byStatus({ 200: "200", 201: "201" }),
  ),
  experiment(
    "schema-in-use",
    async (context) => {
      const schema = await makeSchema(context);
      await makeDataset(context, schema.id);
      return context.change("DELETE", "schema", schema.id);
    },
    whether("allowed", "refused"),
  ),
];
