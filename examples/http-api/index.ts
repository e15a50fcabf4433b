import * as aep from "@chatlio-aep/adobe-aep";

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

// Send personal data only to a streaming endpoint that requires a token.
const inlet = new aep.flow.Connection("inlet", {
  connectionSpec: aep.specs.httpApi,
  auth: {
    specName: "Streaming Connection",
    params: { dataType: "xdm", authenticationRequired: true },
  },
});
const source = new aep.flow.SourceConnection("inlet", {
  connectionSpec: aep.specs.httpApi,
  baseConnectionId: inlet.id,
});
const target = new aep.flow.TargetConnection("lake", {
  datasetId: dataset.id,
  schemaId: schema.id,
});
const flow = new aep.flow.Dataflow("orders", {
  flowSpec: aep.specs.httpApiFlow,
  sourceConnectionIds: [source.id],
  targetConnectionIds: [target.id],
});

export const inletUrl = inlet.inletUrl;
export const flowId = flow.id;
export const datasetId = dataset.id;
export const schemaId = schema.id;
export const tenantNamespace = schema.tenantNamespace;
