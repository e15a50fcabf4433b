import { EVENT_CLASS, fieldGroupProgram, schemaProgram } from "../support/programs";
import { destroy, previewCreate, up, upAgain, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const PROFILE_CLASS = "https://ns.adobe.com/xdm/context/profile";

async function makeSchema({ provider }: Stage) {
  const group = await up(provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  const schema = await up(provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
  return { group, schema };
}
type Made = Awaited<ReturnType<typeof makeSchema>>;

async function makeDataset(stage: Stage) {
  const made = await makeSchema(stage);
  await up(stage.provider, urnOf("catalog:Dataset", "chat"), { schemaId: made.schema.id });
  return made;
}

/** Makes an identity descriptor of the e-mail address, with what differs from that. */
function addIdentity(name: string, more: object) {
  return ({ provider }: Stage, { schema }: Made) =>
    up(provider, urnOf("xdm:IdentityDescriptor", name), {
      schemaId: schema.id,
      fields: schema.outputs["fields"],
      property: "_tenant.chat.email",
      namespace: "Email",
      ...more,
    });
}

/** What somebody sends to make a field group named "Chat". */
const groupByHand = {
  type: "object",
  title: "Chat",
  "meta:intendedToExtend": [EVENT_CLASS],
  definitions: {},
  allOf: [],
};

/** What somebody sends to make an identity descriptor of a field of the organization's. */
function identityByHand({ schema }: Made, field: string) {
  return {
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": `/${String(schema.outputs["tenantNamespace"])}/chat/${field}`,
    "xdm:namespace": "Email",
    "xdm:property": "xdm:code",
    "xdm:isPrimary": false,
  };
}

/** Schemas, their fields and descriptors. */
export const xdmFailures = [
  failure({
    title: "The field group is for another class",
    cause:
      "A schema has one class, as XDM ExperienceEvent or XDM Individual Profile. A field group says with `intendedToExtend` which classes it is for.",
    prepare: ({ provider }) =>
      up(provider, urnOf("xdm:FieldGroup", "person"), {
        ...fieldGroupProgram,
        intendedToExtend: [PROFILE_CLASS],
      }),
    provoke: ({ provider }, group) =>
      up(provider, urnOf("xdm:Schema", "chat"), {
        class: EVENT_CLASS,
        fieldGroups: [{ ref: group.id }],
      }),
  }),
  failure({
    title: "A class, field group or data type does not exist",
    cause:
      "An `$id` names it. Adobe's own are the same everywhere; the organization's have another one in each sandbox, so a program takes it from the resource that makes it. A preview looks up what the program does not make.",
    provoke: ({ provider }) =>
      previewCreate(provider, urnOf("xdm:Schema", "chat"), {
        class: EVENT_CLASS,
        fieldGroups: [{ ref: "https://ns.adobe.com/xdm/context/experienceevent-comerce" }],
      }),
    byHand: (ui) =>
      ui.registry.create("schemas", {
        type: "object",
        title: "Chat",
        description: "",
        allOf: [
          { $ref: EVENT_CLASS },
          { $ref: "https://ns.adobe.com/xdm/context/experienceevent-comerce" },
        ],
      }),
  }),
  failure({
    title: "An object of Adobe's does not exist",
    cause:
      "Fields of the organization's own are below its namespace, at the top or inside an object of Adobe's (`standardProperties`, as `web.webPageDetails`). Anywhere else Adobe takes none. A preview reads Adobe's definitions.",
    provoke: ({ provider }) =>
      previewCreate(provider, urnOf("xdm:FieldGroup", "chat"), {
        ...fieldGroupProgram,
        standardProperties: { "web.webPageDetail": { widget: { type: "string" } } },
      }),
    byHand: async (ui) => {
      const tenant = `_${await ui.registry.tenantId()}`;
      const fields = { [tenant]: { type: "object", properties: { widget: { type: "string" } } } };
      const detail = { type: "object", properties: fields };
      const web = { type: "object", properties: { webPageDetail: detail } };
      const own = { type: "object", properties: { web } };
      const allOf = [{ $ref: "#/definitions/own" }];
      return ui.registry.create("fieldgroups", { ...groupByHand, definitions: { own }, allOf });
    },
  }),
  failure({
    title: "The title is taken",
    cause:
      "Titles of schemas, field groups, data types and classes are unique in a sandbox, whoever has made them.",
    prepare: ({ ui }) => ui.registry.create("fieldgroups", groupByHand),
    provoke: ({ provider }) =>
      up(provider, urnOf("xdm:FieldGroup", "chat"), { ...fieldGroupProgram, title: "Chat" }),
    byHand: (ui) => ui.registry.create("fieldgroups", groupByHand),
  }),
  failure({
    title: "A field has a name that XDM does not allow",
    cause:
      "Names have letters, digits, hyphens and underscores, and do not begin with an underscore.",
    provoke: ({ provider }) =>
      up(provider, urnOf("xdm:FieldGroup", "chat"), {
        intendedToExtend: [EVENT_CLASS],
        properties: { "first name": { type: "string" } },
      }),
    byHand: async (ui) => {
      const tenant = `_${await ui.registry.tenantId()}`;
      const properties = { "first name": { type: "string" } };
      const own = { properties: { [tenant]: { type: "object", properties } } };
      const allOf = [{ $ref: "#/definitions/own" }];
      return ui.registry.create("fieldgroups", { ...groupByHand, definitions: { own }, allOf });
    },
  }),
  failure({
    title: "A field was removed after a dataset was made",
    cause:
      "Once a schema has a dataset, Adobe takes additions only. The provider keeps such a field by itself; here the program has `allowBreaking: true`.",
    prepare: makeDataset,
    provoke: ({ provider }, { group }) =>
      upAgain(provider, group, {
        ...fieldGroupProgram,
        properties: { visit: { type: "string" } },
        allowBreaking: true,
      }),
  }),
  failure({
    title: "A field's type was changed after a dataset was made",
    cause:
      "Rows that are there have the old type, so Adobe never changes the type of a field in use.",
    prepare: makeDataset,
    provoke: ({ provider }, { group }) =>
      upAgain(provider, group, {
        ...fieldGroupProgram,
        properties: { chat: { type: "object", properties: { email: { type: "integer" } } } },
      }),
    byHand: (ui, { group, schema }) => {
      const tenant = String(schema.outputs["tenantNamespace"]);
      const chat = `/definitions/customFields/properties/${tenant}/properties/chat`;
      const change = {
        op: "replace",
        path: `${chat}/properties/email`,
        value: { type: "integer" },
      };
      return ui.registry.patch("fieldgroups", group.id, [change]);
    },
  }),
  failure({
    title: "A field group that a schema uses is deleted",
    cause:
      "Adobe deletes in this order: dataset, schema, field group. Somebody has added the field group to a schema in Adobe's UI.",
    prepare: async ({ provider, ui }) => {
      const group = await up(provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
      await ui.registry.create("schemas", {
        type: "object",
        title: "By hand",
        description: "",
        allOf: [{ $ref: EVENT_CLASS }, { $ref: group.id }],
      });
      return group;
    },
    provoke: ({ provider }, group) => destroy(provider, group),
  }),
  failure({
    title: "A descriptor names a field that the schema does not have",
    cause: "A path begins at the top of a row; `_tenant` stands for the organization's own object.",
    prepare: makeSchema,
    provoke: addIdentity("email", { property: "_tenant.chat.emial" }),
    byHand: (ui, made) => ui.registry.createDescriptor(identityByHand(made, "emial")),
  }),
  failure({
    title: "An identity is on a field that is not a string",
    cause: "An identity is a text, as an e-mail address or a customer number.",
    prepare: makeSchema,
    provoke: addIdentity("started", { property: "_tenant.chat.messages" }),
    byHand: (ui, made) => ui.registry.createDescriptor(identityByHand(made, "messages")),
  }),
  failure({
    title: "The identity namespace is unknown",
    cause:
      "A namespace says what kind of identity a value is: Email, Phone, ECID, or one of the organization's own. Programs give its code, not its name.",
    prepare: makeSchema,
    provoke: addIdentity("customer", { namespace: "CustomerNumber" }),
  }),
  failure({
    title: "A schema has two primary identities",
    cause:
      "The primary identity says whose row it is, so a schema has one at most. Other identities are not primary.",
    prepare: async (stage) => {
      const made = await makeSchema(stage);
      await addIdentity("email", { primary: true })(stage, made);
      return made;
    },
    provoke: addIdentity("mood", { property: "_tenant.chat.mood", primary: true }),
  }),
  failure({
    title: "The descriptor exists",
    cause:
      "Adobe has one descriptor for each field and meaning, and somebody has made it in Adobe's UI.",
    prepare: async (stage) => {
      const made = await makeSchema(stage);
      await stage.ui.registry.createDescriptor(identityByHand(made, "email"));
      return made;
    },
    provoke: addIdentity("email", {}),
    byHand: (ui, made) => ui.registry.createDescriptor(identityByHand(made, "email")),
  }),
  failure({
    title: "A schema joins Profile without an identity",
    cause:
      "Real-Time Customer Profile puts rows together by person. A schema joins the union of its class, which Profile reads, once it has a primary identity.",
    prepare: makeSchema,
    provoke: ({ provider }, { schema }) =>
      up(provider, urnOf("xdm:ProfileUnion", "chat"), { schemaId: schema.id }),
  }),
];
