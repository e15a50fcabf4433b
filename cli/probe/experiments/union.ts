import type { Request } from "../api";
import { datasetBody, object, schemaBody } from "../bodies";
import type { ProbeContext } from "../context";
import { experiment, type Experiment } from "../experiment";
import { makeFieldGroup, makeSchema, tenantOf } from "../fixtures";
import { whether } from "../judge";

/** A class of records that is not XDM Individual Profile, whose schemas can never be deleted again. */
const productClass = "https://ns.adobe.com/xdm/classes/product";

/** Longest wait until Catalog knows that a schema has joined the union. */
const UNION_MS = 120_000;

/** A schema with a primary identity, which the union requires. */
async function identifiedSchema(context: ProbeContext, { of, textType }: SchemaOptions = {}) {
  const group = await makeFieldGroup(context, {
    ...(of === undefined ? {} : { of }),
    ...(textType === undefined ? {} : { textType }),
  });
  const schema = await context.create("schema", (title) => schemaBody(title, group.id, of));
  const property = `/${await tenantOf(context)}/${object}/key`;
  await context.create("descriptor", () => ({
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": property,
    "xdm:namespace": "ECID",
    "xdm:property": "xdm:code",
    "xdm:isPrimary": true,
  }));
  return schema.id;
}

interface SchemaOptions {
  readonly of?: string;
  readonly textType?: string;
}

function joinUnion(context: ProbeContext, id: string) {
  const path = "/meta:immutableTags";
  return context.change("PATCH", "schema", id, { body: [{ op: "add", path, value: ["union"] }] });
}

async function datasetOfUnion(context: ProbeContext) {
  const schemaId = await identifiedSchema(context);
  const joined = await joinUnion(context, schemaId);
  if (joined.status >= 300) return { status: 0 };
  const tags = { unifiedIdentity: ["enabled:true"], unifiedProfile: ["enabled:true"] };
  const enable = (request: Partial<Request> = {}) =>
    context.post("dataset", (name) => datasetBody(name, schemaId, { tags }), request);
  const { response } = await enable({ immediate: true });
  if (response.status < 300) return response;
  const enabled = await context.time("unionSpread", {
    began: joined.moment,
    without: response.moment,
    limitMs: UNION_MS,
    send: async () => (await enable()).response,
    shows: ({ status }) => status < 300,
  });
  return enabled === undefined ? { status: 0 } : response;
}

function ofUnion(one: Experiment): Experiment {
  return { ...one, union: true };
}

/** What joins the union: only on request, because Adobe may not let it leave again. */
export const unionExperiments: readonly Experiment[] = [
  experiment(
    "union-without-identity",
    async (context) => joinUnion(context, (await makeSchema(context)).id),
    whether("class-identity-map", "refused"),
  ),
  experiment("union-visible", datasetOfUnion, ({ status }) => {
    if (status === 0) return undefined;
    return status < 300 ? "at-once" : "late";
  }),
  experiment(
    "union-merge",
    async (context) => {
      const first = await joinUnion(context, await identifiedSchema(context));
      if (first.status >= 300) return { status: 0 };
      const other = await identifiedSchema(context, { of: productClass, textType: "integer" });
      return joinUnion(context, other);
    },
    ({ status }) => (status === 0 ? undefined : whether("one-class", "all-classes")({ status })),
  ),
  experiment(
    "union-schema-delete",
    async (context) => {
      const id = await identifiedSchema(context);
      const joined = await joinUnion(context, id);
      return joined.status < 300 ? context.change("DELETE", "schema", id) : { status: 0 };
    },
    ({ status }) => (status === 0 ? undefined : whether("events", "never")({ status })),
  ),
].map(ofUnion);
