import {
  connectionProgram,
  flowProgram,
  fieldGroupProgram,
  makeAll,
  mappingProgram,
  mappings,
  schemaProgram,
  sourceProgram,
} from "../support/programs";
import { destroy, refresh, up, upAgain, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const policyUrn = urnOf("profile:MergePolicy", "one");
const policyProgram = {
  name: "One",
  identityGraph: "pdg",
  attributeMerge: { type: "timestampOrdered" },
};
const segmentUrn = urnOf("profile:SegmentDefinition", "one");
const segmentProgram = { name: "Chats", expression: 'eventType = "chat"' };
const datasetUrn = urnOf("catalog:Dataset", "chat");

async function makeSchema({ provider }: Stage) {
  const group = await up(provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  return up(provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
}

/** Datasets, mapping sets, connections and dataflows. */
export const dataFailures = [
  failure({
    title: "A dataset joins Profile before its schema",
    cause:
      "A dataset feeds Real-Time Customer Profile only when its schema is in the union. The resource ProfileUnion puts it there.",
    prepare: makeSchema,
    provoke: ({ provider }, schema) =>
      up(provider, datasetUrn, { schemaId: schema.id, profile: true }),
  }),
  failure({
    title: "A dataset leaves Profile",
    cause: "Adobe never takes a dataset out of Real-Time Customer Profile.",
    atAdobe:
      "No public document has Adobe's response to a change of the tag back to `enabled:false`.",
    prepare: async ({ provider }) => {
      const whole = await makeAll(provider);
      return up(provider, urnOf("catalog:Dataset", "two"), { schemaId: whole.schema.id });
    },
    provoke: ({ provider }, dataset) =>
      upAgain(
        provider,
        { ...dataset, inputs: { ...dataset.inputs, profile: true } },
        { ...dataset.inputs, profile: false },
      ),
  }),
  failure({
    title: "Rows are kept for fewer days than Adobe's minimum",
    cause: "In the data lake the minimum is 30 days, in Profile one day.",
    prepare: makeSchema,
    provoke: ({ provider }, schema) =>
      up(provider, datasetUrn, { schemaId: schema.id, retentionDays: 7 }),
    byHand: async (ui, schema) => {
      const contentType = "application/vnd.adobe.xed+json;version=1";
      const id = await ui.catalog.create({
        name: "Chat",
        schemaRef: { id: schema.id, contentType },
      });
      await ui.catalog.setRetention(id, 7);
    },
  }),
  failure({
    title: "A dataset with rows is deleted",
    cause:
      "Rows are gone for ever with their dataset, so the provider deletes one with rows on request only.",
    atAdobe: "Adobe itself deletes a dataset with its rows, and responds 200.",
    fault: {
      source: "Catalog's list of batches, as documented",
      match: { method: "GET", path: "/data/foundation/catalog/batches" },
      do: { status: 200, body: { "65f0c3a1b2c3d4e5f6a7b8c9": { status: "success" } } },
    },
    prepare: async (stage) => {
      const schema = await makeSchema(stage);
      return up(stage.provider, datasetUrn, { schemaId: schema.id });
    },
    provoke: ({ provider }, dataset) => destroy(provider, dataset),
  }),
  failure({
    title: "A mapping writes to a field that the schema does not have",
    cause: "A mapping set writes each incoming value to a field of the dataset's schema.",
    atAdobe:
      "No public document says whether Adobe rejects such a mapping set when it is made, or the rows later.",
    prepare: makeSchema,
    provoke: ({ provider }, schema) =>
      up(provider, urnOf("dataprep:MappingSet", "chat"), {
        ...mappingProgram(schema),
        mappings: [
          ...mappings,
          { sourceType: "ATTRIBUTE", source: "${phone}", destination: "_tenant.chat.phone" },
        ],
      }),
  }),
  failure({
    title: "The connection specification is unknown",
    cause:
      "A connection specification is an entry of Adobe's catalog of sources. Which ones there are differs by organization.",
    provoke: ({ provider }) =>
      up(provider, urnOf("flow:SourceConnection", "chat"), {
        ...sourceProgram,
        connectionSpec: { id: "00000000-0000-4000-8000-000000000000", version: "1.0" },
      }),
  }),
  failure({
    title: "The connection's parameters do not fit its specification",
    cause: "Each specification has parameters of its own; Adobe's source catalog describes them.",
    provoke: ({ provider }) =>
      up(provider, urnOf("flow:Connection", "inlet"), {
        ...connectionProgram,
        auth: { specName: "Streaming Connection", params: { dataType: "csv" } },
      }),
  }),
  failure({
    title: "A connection that a dataflow uses is deleted",
    cause: "Adobe deletes the dataflow first, then its connections.",
    prepare: ({ provider }) => makeAll(provider),
    provoke: ({ provider }, { source }) => destroy(provider, source),
  }),
  failure({
    title: "The dataflow does not become enabled",
    cause:
      "Adobe enables a new dataflow some seconds after it was made. Here it takes longer than the program waits (`customTimeouts`).",
    atAdobe: "Adobe responds to each read with the `state` of the dataflow, here `initializing`.",
    emulator: { settleMs: 3_600_000 },
    prepare: async ({ provider }) => {
      const schema = await makeSchema({ provider } as Stage);
      const dataset = await up(provider, datasetUrn, { schemaId: schema.id });
      const mapping = await up(
        provider,
        urnOf("dataprep:MappingSet", "chat"),
        mappingProgram(schema),
      );
      const source = await up(provider, urnOf("flow:SourceConnection", "chat"), sourceProgram);
      const target = await up(provider, urnOf("flow:TargetConnection", "chat"), {
        datasetId: dataset.id,
        schemaId: schema.id,
      });
      return { source, target, mapping };
    },
    provoke: ({ provider }, parts) =>
      up(provider, urnOf("flow:Dataflow", "chat"), flowProgram(parts), { timeout: 10 }),
  }),
  failure({
    title: "The default merge policy is deleted",
    cause:
      "Real-Time Customer Profile merges by a merge policy. Each class has a default one, which stays until another one becomes it.",
    prepare: ({ provider }) => up(provider, policyUrn, { ...policyProgram, default: true }),
    provoke: ({ provider }, policy) => destroy(provider, policy),
  }),
  failure({
    title: "Two merge policies are to be active on the edge",
    cause:
      "The edge merges by one merge policy of a sandbox. Whether a second one takes the place of the first, or is rejected, is in no document; here it is rejected.",
    emulator: { assume: { "merge-policy-edge": "refused" } },
    prepare: ({ provider }) => up(provider, policyUrn, { ...policyProgram, activeOnEdge: true }),
    provoke: ({ provider }) =>
      up(provider, urnOf("profile:MergePolicy", "two"), {
        ...policyProgram,
        name: "Two",
        activeOnEdge: true,
      }),
  }),
  failure({
    title: "An expression in PQL lacks a bracket",
    cause:
      "The provider reads expressions itself, so a preview finds this before anything is sent. Adobe would reject it during the deployment.",
    provoke: ({ provider }) =>
      up(provider, segmentUrn, {
        expression: 'chain(xEvent, timestamp, [C0: WHAT(eventType = "visit")',
      }),
    byHand: (ui) =>
      ui.segments.create({
        name: "Visitors",
        schema: { name: "_xdm.context.profile" },
        expression: {
          type: "PQL",
          format: "pql/text",
          value: 'chain(xEvent, timestamp, [C0: WHAT(eventType = "visit")',
        },
      }),
  }),
  failure({
    title: "A streaming audience has a merge policy that is not active on the edge",
    cause:
      "Streaming and edge audiences need a merge policy that is active on the edge. Whether Adobe rejects another one, or evaluates it in batch, is in no document; here it is rejected. Where Adobe evaluates it in batch, a warning says so.",
    emulator: { assume: { "segment-edge": "refused" } },
    provoke: ({ provider }) =>
      up(provider, segmentUrn, { ...segmentProgram, evaluation: "streaming" }),
  }),
  failure({
    title: "A segment definition is deleted that another one names",
    cause:
      "An expression can name another audience (`inSegment`), which has to stay as long as it does.",
    prepare: async ({ provider, ui }) => {
      const made = await up(provider, segmentUrn, segmentProgram);
      await ui.segments.create({
        name: "Californians who chat",
        schema: { name: "_xdm.context.profile" },
        expression: { type: "PQL", format: "pql/text", value: `inSegment("${made.id}")` },
      });
      return made;
    },
    provoke: ({ provider }, segment) => destroy(provider, segment),
  }),
  failure({
    title: "An object is changed that somebody has deleted",
    cause: "Somebody has deleted the dataset in Adobe's UI, and the state does not know yet.",
    prepare: async (stage) => {
      const schema = await makeSchema(stage);
      const dataset = await up(stage.provider, datasetUrn, { schemaId: schema.id });
      await stage.ui.catalog.delete(dataset.id);
      return dataset;
    },
    provoke: ({ provider }, dataset) =>
      upAgain(provider, dataset, { ...dataset.inputs, name: "Chat rows" }),
  }),
];

/** Limits of Adobe's, and what passes by itself. */
export const limitFailures = [
  failure({
    title: "Too many requests",
    cause:
      "Adobe limits the requests of a project, and all programs with its credential share them. The provider has waited and tried again several times.",
    fault: {
      source: "The FAQ of the Adobe Analytics API, which has the same gateway",
      match: { path: "/data/core/idnamespace/*" },
      do: { status: 429, body: { error_code: "429050", message: "Too many requests" } },
    },
    provoke: ({ provider }) =>
      up(provider, urnOf("identity:Namespace", "x"), {
        code: "shopper",
        name: "Shopper",
        idType: "Cookie",
      }),
  }),
  failure({
    title: "The sandbox is full",
    cause: "Adobe's guardrails limit how many objects of a kind a sandbox or an organization has.",
    fault: {
      source: "Assumed: no document has Adobe's text",
      match: { method: "POST", path: "/data/foundation/schemaregistry/tenant/schemas" },
      do: {
        status: 400,
        body: {
          title: "Limit exceeded",
          status: 400,
          detail: "The maximum number of 4000 schemas per sandbox is reached.",
        },
      },
    },
    provoke: makeSchema,
  }),
  failure({
    title: "Adobe is unavailable",
    cause: "A service of Adobe's is down. The provider has tried again several times.",
    fault: {
      source: "Assumed: each service has another text",
      match: { path: "/data/foundation/schemaregistry/*" },
      do: { status: 503, body: "Service Unavailable" },
    },
    provoke: makeSchema,
  }),
  failure({
    title: "A refresh in a sandbox that the credential lost",
    cause:
      "For a sandbox that the credential may not use, some of Adobe's services say that the object does not exist. The provider looks first, and removes nothing from the state.",
    fault: {
      source: "Adobe's catalog of errors of Flow Service, for its own codes",
      match: { path: "/data/foundation/sandbox-management/*" },
      do: { status: 200, body: { sandboxes: [] } },
    },
    prepare: async (stage) => {
      const schema = await makeSchema(stage);
      const dataset = await up(stage.provider, datasetUrn, { schemaId: schema.id });
      await stage.ui.catalog.delete(dataset.id);
      return dataset;
    },
    provoke: ({ provider }, dataset) => refresh(provider, dataset),
  }),
];
