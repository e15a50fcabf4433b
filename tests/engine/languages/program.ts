import * as aep from "@chatlio-aep/adobe-aep";

const event = "https://ns.adobe.com/xdm/context/experienceevent";
const chat = new aep.xdm.FieldGroup("chat", {
  intendedToExtend: [event],
  properties: {
    chat: { type: "object", properties: { email: { type: "string", title: "E-mail" } } },
  },
});
const events = new aep.xdm.Schema("events", {
  class: event,
  fieldGroups: [{ ref: chat.id, fields: chat.fields }],
});
new aep.xdm.IdentityDescriptor("email", {
  schemaId: events.id,
  fields: events.fields,
  property: "_tenant.chat.email",
  namespace: "Email",
});
const rows = new aep.catalog.Dataset("rows", { schemaId: events.id, retentionDays: 90 });

export const datasetId = rows.id;
