import * as pulumi from "@pulumi/pulumi";

import * as aep from "@chatlio-aep/adobe-aep";

const config = new pulumi.Config();

const group = new aep.xdm.FieldGroup("order", {
  intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
  properties: {
    order: {
      type: "object",
      title: "Order",
      properties: {
        number: { type: "string", title: "Order number" },
        total: { type: "number", title: "Total in euro" },
      },
    },
  },
});
const schema = new aep.xdm.Schema("orders", {
  class: "https://ns.adobe.com/xdm/context/experienceevent",
  fieldGroups: [{ ref: group.id, fields: group.fields }],
});
const dataset = new aep.catalog.Dataset("orders", { schemaId: schema.id });

// A source and a destination have this name, so the provider says which of the two.
const s3 = aep.flow.getConnectionSpecOutput({
  name: "amazon-s3",
  providerId: "0ed90a81-07f4-4586-8190-b40eccef1c5a",
});
const bucket = new aep.flow.Connection("bucket", {
  connectionSpec: s3.spec,
  auth: { specName: "Access Key" },
  credentials: {
    s3AccessKey: config.require("accessKeyId"),
    s3SecretKey: config.requireSecret("secretAccessKey"),
  },
});
const source = new aep.flow.SourceConnection("orders", {
  connectionSpec: s3.spec,
  baseConnectionId: bucket.id,
  format: "delimited",
  params: { path: "/shop-exports/orders/*.csv", type: "folder" },
  dataProperties: { columnDelimiter: ";" },
});
const target = new aep.flow.TargetConnection("orders", {
  datasetId: dataset.id,
  schemaId: schema.id,
});
// The columns of the files, by their headings.
const mapping = new aep.dataprep.MappingSet("orders", {
  schemaId: schema.id,
  fields: schema.fields,
  mappings: [
    { sourceType: "ATTRIBUTE", source: "id", destination: "_id" },
    { sourceType: "ATTRIBUTE", source: "ordered_at", destination: "timestamp" },
    { sourceType: "ATTRIBUTE", source: "number", destination: "_tenant.order.number" },
    { sourceType: "ATTRIBUTE", source: "total", destination: "_tenant.order.total" },
  ],
});
const flow = new aep.flow.Dataflow("orders", {
  flowSpec: aep.flow.getFlowSpecOutput({ name: "CloudStorageToAEP" }).spec,
  sourceConnectionIds: [source.id],
  targetConnectionIds: [target.id],
  mapping: { id: mapping.id, version: mapping.version },
  schedule: {
    startTime: Date.parse("2027-01-01T06:00:00Z") / 1000,
    frequency: "hour",
    interval: config.getNumber("everyHours") ?? 6,
  },
});

export const connectionId = bucket.id;
export const sourceConnectionId = source.id;
export const flowId = flow.id;
export const datasetId = dataset.id;
