import type * as pulumi from "@pulumi/pulumi";

import * as aep from "../../../adobe/sdk";

const classes = "https://ns.adobe.com/xdm/context/";

/** What the tests change of the program; nothing given is how it is made first. */
export interface Shape {
  /** Description of all that has one, and a constant of the mapping: in place everywhere. */
  readonly text?: string;
  /** Everything made of other things: a new object of every type. */
  readonly other?: boolean;
  /** Whether the rows feed Profile; without, nothing here stays for ever but the namespace. Default true. */
  readonly profile?: boolean;
  /** Whether the union keeps the protection that its class gives it. Default false. */
  readonly protectedUnion?: boolean;
  /** Whether there is a sandbox of its own too. Default false: a name is taken for ever once its sandbox is deleted. */
  readonly sandbox?: boolean;
  readonly schedule?: boolean; // default true
  /** Provider id of the source: another one makes a new pair of connections and a new dataflow. */
  readonly providerId?: string;
  /** Pulumi's options, by `<type> <name>`. */
  readonly options?: Readonly<Record<string, pulumi.CustomResourceOptions>>;
  readonly dataset?: Partial<aep.catalog.DatasetArgs>;
  readonly flow?: Partial<aep.flow.DataflowArgs>;
  /** Type of the field for the e-mail. Default `string`; another one breaks the schema. */
  readonly emailType?: "integer";
  /** Whether the field group has a field more, as a later release of the program may. */
  readonly later?: boolean;
}

/** A program of all thirty-one types; the least that makes each of them. */
export function everyType(shape: Shape = {}) {
  const { other = false, profile = true, protectedUnion = false } = shape;
  const classId = `${classes}${other ? "profile" : "experienceevent"}`;
  const described = shape.text === undefined ? {} : { description: shape.text };
  const at = (key: string, more: pulumi.CustomResourceOptions = {}) => ({
    ...more,
    ...shape.options?.[key],
  });

  const visit = new aep.xdm.DataType(
    "visit",
    { ...described, properties: { page: { type: "string", title: "Page" } } },
    at("xdm:DataType visit"),
  );
  new aep.xdm.Class(
    "shop",
    {
      ...described,
      behavior: `https://ns.adobe.com/xdm/data/${other ? "time-series" : "record"}`,
      properties: { shop: { type: "string", title: "Shop" } },
    },
    at("xdm:Class shop"),
  );
  tables(other, described, at);
  if (shape.sandbox === true) {
    new aep.sandboxes.Sandbox(
      "acme",
      {
        name: other ? "acme-two" : "acme-dev",
        title: shape.text ?? "Acme",
        type: "development",
        forceDestroy: true,
      },
      at("sandboxes:Sandbox acme"),
    );
  }
  const group = new aep.xdm.FieldGroup(
    "chat",
    {
      ...described,
      intendedToExtend: [classId],
      properties: {
        chat: {
          type: "object",
          properties: {
            email: { type: shape.emailType ?? "string", title: "E-mail" },
            visitor: { type: "string" },
            mood: { type: "string" },
            visit: { type: "object", ref: visit.id },
            ...(shape.later === true ? { rating: { type: "integer" } } : {}),
          },
        },
      },
    },
    at("xdm:FieldGroup chat"),
  );
  const schema = new aep.xdm.Schema(
    "chat",
    {
      ...described,
      class: classId,
      fieldGroups: [{ ref: group.id, fields: group.fields }],
    },
    at("xdm:Schema chat"),
  );
  const namespace = new aep.identity.Namespace(
    "visitor",
    {
      ...described,
      code: other ? "otherVisitor" : "chatVisitor",
      name: "Chat visitor",
      idType: "Cookie",
    },
    at("identity:Namespace visitor"),
  );
  const visitor = new aep.xdm.IdentityDescriptor(
    "visitor",
    {
      schemaId: schema.id,
      fields: schema.fields,
      property: "_tenant.chat.visitor",
      namespace: namespace.code,
      primary: true,
    },
    at("xdm:IdentityDescriptor visitor"),
  );
  new aep.xdm.LabelDescriptor(
    "mood",
    {
      ownerId: group.id,
      fields: group.fields,
      property: "_tenant.chat.mood",
      labels: shape.text === undefined ? ["core/S1"] : ["core/S1", "core/C5"],
    },
    at("xdm:LabelDescriptor mood"),
  );
  describe(schema, shape.text, at);
  const union = profile
    ? [
        new aep.xdm.ProfileUnion(
          "chat",
          { schemaId: schema.id },
          at("xdm:ProfileUnion chat", {
            dependsOn: [visitor],
            ...(protectedUnion ? {} : { protect: false }),
          }),
        ),
      ]
    : [];
  const dataset = new aep.catalog.Dataset(
    "chat",
    {
      ...described,
      schemaId: schema.id,
      profile,
      labels: shape.text === undefined ? ["C1"] : ["C1", "S1"],
      // Adobe lets rows of events expire, not those of profiles.
      ...(other ? {} : { retentionDays: 90 }),
      ...(other || !profile ? {} : { profileRetentionDays: 30 }),
      ...shape.dataset,
    },
    at("catalog:Dataset chat", { dependsOn: union }),
  );
  const policy = new aep.profile.MergePolicy(
    "chat",
    {
      class: `_xdm.context.${other ? "experienceevent" : "profile"}`,
      identityGraph: shape.text === undefined ? "none" : "pdg",
      attributeMerge: { type: "dataSetPrecedence", order: [dataset.id] },
    },
    at("profile:MergePolicy chat"),
  );
  new aep.profile.SegmentDefinition(
    "chat",
    {
      class: `_xdm.context.${other ? "experienceevent" : "profile"}`,
      expression: "_id != null",
      mergePolicyId: policy.id,
      ...described,
    },
    at("profile:SegmentDefinition chat"),
  );
  new aep.profile.ComputedAttribute(
    "chats",
    {
      ...described,
      name: other ? "chatsOfLastMonth" : "chatsOfLastWeek",
      expression: 'xEvent[eventType = "chat"].count()',
      duration: { count: 1, unit: "WEEKS" },
      status: "draft",
    },
    at("profile:ComputedAttribute chats"),
  );
  const sql = "SELECT * FROM chats WHERE mood = '$mood'";
  const template = new aep.query.Template(
    "chats",
    { sql, queryParameters: { mood: shape.text ?? "good" } },
    at("query:Template chats"),
  );
  const credentials = { passPhrase: "passphrase-of-the-files" };
  new aep.flow.KeyPair("files", { credentials, generation: `${other}` }, at("flow:KeyPair files"));
  const share = new aep.policy.MarketingAction(
    "share",
    { ...described, name: other ? "shareWithPartners" : "shareChats" },
    at("policy:MarketingAction share"),
  );
  new aep.policy.GovernancePolicy(
    "share",
    {
      ...described,
      marketingActionRefs: [share.id],
      deny: { operator: "OR", operands: [{ label: "C2" }, { label: "I1" }] },
    },
    at("policy:GovernancePolicy share"),
  );
  const schedule = shape.text === undefined ? "@daily" : "@hourly";
  const startDate = `2026-12-0${other ? 2 : 1}T06:00:00Z`;
  const daily = { templateId: template.id, schedule, startDate, endDate: "2099-01-01T00:00:00Z" };
  if (shape.schedule !== false) new aep.query.Schedule("chats", daily, at("query:Schedule chats"));
  const mapping = new aep.dataprep.MappingSet(
    "chat",
    {
      schemaId: schema.id,
      fields: schema.fields,
      mappings: [
        { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
        ...(other
          ? []
          : [{ sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" } as const]),
        { sourceType: "ATTRIBUTE", source: "${visitor}", destination: "_tenant.chat.visitor" },
        { sourceType: "STATIC", source: shape.text ?? "good", destination: "_tenant.chat.mood" },
      ],
    },
    at("dataprep:MappingSet chat"),
  );
  const base = new aep.flow.Connection(
    "inlet",
    {
      ...described,
      connectionSpec: aep.specs.httpApi,
      auth: {
        specName: "Streaming Connection",
        params: { dataType: other ? "xdm" : "raw", authenticationRequired: true },
      },
    },
    at("flow:Connection inlet"),
  );
  const http = new aep.flow.SourceConnection(
    "http",
    { ...described, connectionSpec: aep.specs.httpApi, baseConnectionId: base.id },
    at("flow:SourceConnection http"),
  );
  const source = new aep.flow.SourceConnection(
    "chatlio",
    {
      ...described,
      connectionSpec: aep.specs.chatlio,
      providerId: shape.providerId ?? (other ? "another" : aep.specs.streamingProviderId),
    },
    at("flow:SourceConnection chatlio"),
  );
  const target = new aep.flow.TargetConnection(
    "lake",
    {
      ...described,
      datasetId: dataset.id,
      schemaId: schema.id,
      // A pair of connections belongs to one dataflow (Adobe): the one goes with the other.
      ...(shape.providerId === undefined ? {} : { generation: shape.providerId }),
    },
    at("flow:TargetConnection lake"),
  );
  const flow = new aep.flow.Dataflow(
    "chat",
    {
      ...described,
      flowSpec: aep.specs.streamingFlow,
      sourceConnectionIds: [source.id],
      targetConnectionIds: [target.id],
      mapping: { id: mapping.id, version: mapping.version },
      settleSeconds: 0,
      ...shape.flow,
    },
    at("flow:Dataflow chat"),
  );
  return {
    inletUrl: flow.inletUrl,
    baseInlet: base.inletUrl,
    datasetId: dataset.id,
    flowId: flow.id,
    httpSource: http.id,
    fields: schema.fields,
  };
}

/** A relational schema of records with its key and version, and one of events with its timestamp. */
function tables(
  other: boolean,
  described: { readonly description?: string },
  at: (key: string) => pulumi.CustomResourceOptions,
): void {
  const moment = { type: "string", format: "date-time", title: "Moment" } as const;
  const properties = { id: { type: "string", title: "Id" }, at: moment, changed: moment } as const;
  const required = ["id", "at", "changed"];
  const orders = new aep.xdm.RelationalSchema(
    "orders",
    { ...described, behavior: other ? "time-series" : "record", properties, required },
    at("xdm:RelationalSchema orders"),
  );
  const ofOrders = { schemaId: orders.id, fields: orders.fields };
  new aep.xdm.PrimaryKeyDescriptor(
    "orders",
    { ...ofOrders, properties: ["id", "at"] },
    at("xdm:PrimaryKeyDescriptor orders"),
  );
  new aep.xdm.VersionDescriptor(
    "orders",
    { ...ofOrders, property: "changed" },
    at("xdm:VersionDescriptor orders"),
  );
  const visits = new aep.xdm.RelationalSchema(
    "visits",
    { ...described, behavior: "time-series", properties, required },
    at("xdm:RelationalSchema visits"),
  );
  new aep.xdm.TimestampDescriptor(
    "visits",
    { schemaId: visits.id, fields: visits.fields, property: other ? "changed" : "at" },
    at("xdm:TimestampDescriptor visits"),
  );
}

/** The descriptors of the schema's field for the e-mail address. */
function describe(
  schema: aep.xdm.Schema,
  text: string | undefined,
  at: (key: string) => pulumi.CustomResourceOptions,
): void {
  const email = { schemaId: schema.id, fields: schema.fields, property: "_tenant.chat.email" };
  new aep.xdm.ReferenceIdentityDescriptor(
    "email",
    { ...email, namespace: text === undefined ? "Email" : "Email_LC_SHA256" },
    at("xdm:ReferenceIdentityDescriptor email"),
  );
  new aep.xdm.RelationshipDescriptor(
    "email",
    {
      ...email,
      destinationSchemaId: schema.id,
      cardinality: "M:1",
      ...(text === undefined ? {} : { sourceToDestinationTitle: text }),
    },
    at("xdm:RelationshipDescriptor email"),
  );
  new aep.xdm.DisplayInfoDescriptor(
    "email",
    { ...email, titles: { en_us: text ?? "first" } },
    at("xdm:DisplayInfoDescriptor email"),
  );
  new aep.xdm.DeprecationDescriptor("email", email, at("xdm:DeprecationDescriptor email"));
}

/** For the tests' own stacks, whose programs run in the test's process. */
export function program(shape: Shape = {}) {
  return () => Promise.resolve(everyType(shape));
}
