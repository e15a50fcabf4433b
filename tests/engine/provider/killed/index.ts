import * as pulumi from "@pulumi/pulumi";
import * as aep from "../../../../adobe/resources";

/** A program in a process of its own, as a user's is: a killed engine must not leave it half run. */
const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";
const config = new pulumi.Config();

const group = new aep.xdm.FieldGroup("chat", {
  intendedToExtend: [EVENT_CLASS],
  properties: { chat: { type: "object", properties: { mood: { type: "string" } } } },
});
const schema = new aep.xdm.Schema("chat", {
  class: EVENT_CLASS,
  fieldGroups: [{ ref: group.id, fields: group.fields }],
});
const dataset = new aep.catalog.Dataset("chat", { schemaId: schema.id });
const mapping = new aep.dataprep.MappingSet("chat", {
  schemaId: schema.id,
  fields: schema.fields,
  mappings: [
    { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
    { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
    {
      sourceType: "STATIC",
      source: config.get("mood") ?? "good",
      destination: "_tenant.chat.mood",
    },
  ],
});
const source = new aep.flow.SourceConnection("chat", {
  connectionSpec: aep.specs.chatlio,
  providerId: config.get("providerId") ?? aep.specs.streamingProviderId,
});
const target = new aep.flow.TargetConnection("chat", {
  datasetId: dataset.id,
  schemaId: schema.id,
});
const flow = new aep.flow.Dataflow("chat", {
  flowSpec: aep.specs.streamingFlow,
  sourceConnectionIds: [source.id],
  targetConnectionIds: [target.id],
  mapping: { id: mapping.id, version: mapping.version },
  settleSeconds: 0,
});

export const flowId = flow.id;
