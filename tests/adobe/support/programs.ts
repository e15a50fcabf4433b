import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import type { TestProvider } from "./provider";
import { up, urnOf } from "./stack";
import type { Deployed } from "./stack";

export const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";

/** Fields of a small chat. */
export const chatFields = {
  chat: {
    type: "object",
    title: "Chat",
    properties: {
      email: { type: "string", title: "E-mail" },
      score: { type: "integer", minimum: 0, maximum: 10 },
      mood: { type: "string", enum: ["good", "bad"], enumTitles: { good: "Good", bad: "Bad" } },
      startedAt: { type: "string", format: "date-time" },
      messages: {
        type: "array",
        items: { type: "object", properties: { text: { type: "string" } } },
      },
    },
  },
};

export const fieldGroupProgram: Properties = {
  intendedToExtend: [EVENT_CLASS],
  properties: chatFields,
};

export const dataTypeProgram: Properties = {
  properties: {
    page: { type: "string", title: "Page" },
    geo: { type: "object", properties: { lat: { type: "number" } } },
  },
  required: ["page"],
};
export const classProgram: Properties = {
  behavior: "https://ns.adobe.com/xdm/data/record",
  properties: { shop: { type: "object", properties: { id: { type: "string" } } } },
  required: ["shop"],
};

/** Everything from field group to dataflow, each resource by its kind. */
export interface Whole {
  group: Deployed;
  schema: Deployed;
  email: Deployed;
  dataset: Deployed;
  mapping: Deployed;
  source: Deployed;
  target: Deployed;
  flow: Deployed;
}

export const mappings = [
  { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
  { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
  { sourceType: "STATIC", source: "chat.left", destination: "eventType" },
  { sourceType: "ATTRIBUTE", source: "${visitor}.${email}", destination: "_tenant.chat.email" },
];

export function schemaProgram(group: Deployed): Properties {
  return {
    class: EVENT_CLASS,
    fieldGroups: [{ ref: group.id, fields: group.outputs["fields"] }],
  };
}

export function mappingProgram(schema: Deployed): Properties {
  return {
    schemaId: schema.id,
    fields: schema.outputs["fields"],
    mappings,
  };
}

export function mergePolicyProgram(dataset: Deployed): Properties {
  return {
    identityGraph: "pdg",
    attributeMerge: { type: "dataSetPrecedence", order: [dataset.id] },
  };
}

export const segmentProgram: Properties = {
  expression: 'person.name.lastName = "Doe"',
};

/** A draft, which can be changed and deleted. */
export const computedProgram: Properties = {
  name: "visitsOfLastWeek",
  expression: 'xEvent[eventType = "visit"].count()',
  duration: { count: 7, unit: "DAYS" },
  status: "draft",
};
export const actionProgram: Properties = { name: "shareChats" };

export function governanceProgram(action: Deployed): Properties {
  return {
    marketingActionRefs: [action.id, "core/exportToThirdParty"],
    deny: { operator: "OR", operands: [{ label: "C2" }, { label: "I1" }] },
  };
}

export const templateProgram: Properties = {
  sql: "SELECT * FROM visits WHERE page = '$page'",
  queryParameters: { page: "shop" },
};

export const keyPairProgram: Properties = {
  credentials: { passPhrase: "first-passphrase-of-the-keys" },
};

/** With a name: Adobe cannot change it, so one with the auto-name of another state cannot be adopted. */
export const scheduleProgram: Properties = {
  name: "Visits each day",
  sql: "SELECT 1",
  schedule: "@daily",
  startDate: "2026-12-01T06:00:00Z",
};

export const sourceProgram: Properties = {
  connectionSpec: specs.chatlio,
  providerId: specs.streamingProviderId,
};

export function flowProgram(whole: Pick<Whole, "source" | "target" | "mapping">): Properties {
  return {
    flowSpec: specs.streamingFlow,
    sourceConnectionIds: [whole.source.id],
    targetConnectionIds: [whole.target.id],
    mapping: { id: whole.mapping.id, version: whole.mapping.outputs["version"] },
    settleSeconds: 0,
  };
}

/** Makes them all, in order; each has this name, but the descriptor of a chat, which is "email". */
export async function makeAll(provider: TestProvider, name = "chat"): Promise<Whole> {
  const group = await up(provider, urnOf("xdm:FieldGroup", name), fieldGroupProgram);
  const schema = await up(provider, urnOf("xdm:Schema", name), schemaProgram(group));
  const email = await up(
    provider,
    urnOf("xdm:IdentityDescriptor", name === "chat" ? "email" : name),
    {
      schemaId: schema.id,
      fields: schema.outputs["fields"],
      property: "_tenant.chat.email",
      namespace: "Email",
    },
  );
  const dataset = await up(provider, urnOf("catalog:Dataset", name), { schemaId: schema.id });
  const mapping = await up(provider, urnOf("dataprep:MappingSet", name), mappingProgram(schema));
  const source = await up(provider, urnOf("flow:SourceConnection", name), sourceProgram);
  const target = await up(provider, urnOf("flow:TargetConnection", name), {
    datasetId: dataset.id,
    schemaId: schema.id,
  });
  const flow = await up(
    provider,
    urnOf("flow:Dataflow", name),
    flowProgram({ source, target, mapping }),
  );
  return { group, schema, email, dataset, mapping, source, target, flow };
}

/** A descriptor of each type of which Adobe changes descriptors in place, all of one field. */
export function descriptorPrograms(schema: Deployed) {
  const { id: schemaId, outputs } = schema;
  const source = { schemaId, fields: outputs["fields"], property: "_tenant.chat.email" };
  return {
    reference: { ...source, namespace: "Email" },
    relationship: { ...source, destinationSchemaId: schemaId, cardinality: "M:1" },
    displayInfo: { ...source, titles: { en_us: "Address" } },
    deprecation: source,
  } satisfies Record<string, Properties>;
}

/** The resource types of {@link descriptorPrograms}. */
export const descriptorTypes = {
  reference: "xdm:ReferenceIdentityDescriptor",
  relationship: "xdm:RelationshipDescriptor",
  displayInfo: "xdm:DisplayInfoDescriptor",
  deprecation: "xdm:DeprecationDescriptor",
} as const;
type DescriptorKind = keyof typeof descriptorTypes;
export const descriptorKinds = Object.keys(descriptorTypes) as DescriptorKind[];

/** A relational schema of events, which has each of the descriptors that only such a schema has. */
export const relationalProgram: Properties = {
  behavior: "time-series",
  properties: {
    id: { type: "string", title: "Id" },
    at: { type: "string", format: "date-time" },
    revision: { type: "integer" },
  },
  required: ["id", "at", "revision"],
};

/** Those descriptors. */
export function keyPrograms({ id: schemaId, outputs }: Deployed) {
  const source = { schemaId, fields: outputs["fields"] };
  return {
    primaryKey: { ...source, properties: ["id", "at"] },
    version: { ...source, property: "revision" },
    timestamp: { ...source, property: "at" },
  } satisfies Record<string, Properties>;
}

/** The resource types of {@link keyPrograms}. */
export const keyTypes = {
  primaryKey: "xdm:PrimaryKeyDescriptor",
  version: "xdm:VersionDescriptor",
  timestamp: "xdm:TimestampDescriptor",
} as const;
type KeyKind = keyof typeof keyTypes;
export const keyKinds = Object.keys(keyTypes) as KeyKind[];

/** And what not every pipeline has: one of each type there is. */
export interface Every extends Whole, Record<DescriptorKind | KeyKind, Deployed> {
  relational: Deployed;
  sandbox: Deployed;
  dataType: Deployed;
  itsClass: Deployed;
  policy: Deployed;
  segment: Deployed;
  computed: Deployed;
  template: Deployed;
  action: Deployed;
  governance: Deployed;
  schedule: Deployed;
  base: Deployed;
  /** A base connection with credentials. */
  bucket: Deployed;
  keyPair: Deployed;
  namespace: Deployed;
  primary: Deployed;
  union: Deployed;
}

export const sandboxProgram: Properties = {
  name: "acme-dev",
  title: "Acme development",
  type: "development",
};

export const connectionProgram: Properties = {
  name: "Inlet",
  connectionSpec: specs.httpApi,
  auth: {
    specName: "Streaming Connection",
    params: { dataType: "raw", authenticationRequired: true },
  },
};

export const bucketProgram: Properties = {
  name: "Bucket",
  connectionSpec: { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" },
  auth: { specName: "Access Key", params: { s3AccessKey: "AKIAEXAMPLE" } },
  credentials: { s3SecretKey: "secret-of-the-bucket" },
};

export const namespaceProgram: Properties = { code: "shopper", name: "Shopper", idType: "Cookie" };

/** Makes one of each type, in order. */
export async function makeEvery(provider: TestProvider): Promise<Every> {
  const whole = await makeAll(provider);
  const schemaId = whole.schema.id;
  const programs = descriptorPrograms(whole.schema);
  const make = (kind: DescriptorKind) =>
    up(provider, urnOf(descriptorTypes[kind], "email"), programs[kind]);
  const relational = await up(provider, urnOf("xdm:RelationalSchema", "visits"), relationalProgram);
  const keys = keyPrograms(relational);
  const action = await up(provider, urnOf("policy:MarketingAction", "share"), actionProgram);
  const describe = (kind: KeyKind) => up(provider, urnOf(keyTypes[kind], "visits"), keys[kind]);
  return {
    ...whole,
    reference: await make("reference"),
    relationship: await make("relationship"),
    displayInfo: await make("displayInfo"),
    deprecation: await make("deprecation"),
    relational,
    primaryKey: await describe("primaryKey"),
    version: await describe("version"),
    timestamp: await describe("timestamp"),
    dataType: await up(provider, urnOf("xdm:DataType", "visit"), dataTypeProgram),
    itsClass: await up(provider, urnOf("xdm:Class", "shop"), classProgram),
    policy: await up(
      provider,
      urnOf("profile:MergePolicy", "chat"),
      mergePolicyProgram(whole.dataset),
    ),
    segment: await up(provider, urnOf("profile:SegmentDefinition", "chat"), segmentProgram),
    computed: await up(provider, urnOf("profile:ComputedAttribute", "visits"), computedProgram),
    template: await up(provider, urnOf("query:Template", "visits"), templateProgram),
    action,
    governance: await up(
      provider,
      urnOf("policy:GovernancePolicy", "share"),
      governanceProgram(action),
    ),
    schedule: await up(provider, urnOf("query:Schedule", "visits"), scheduleProgram),
    sandbox: await up(provider, urnOf("sandboxes:Sandbox", "acme"), sandboxProgram),
    base: await up(provider, urnOf("flow:Connection", "inlet"), connectionProgram),
    bucket: await up(provider, urnOf("flow:Connection", "bucket"), bucketProgram),
    keyPair: await up(provider, urnOf("flow:KeyPair", "files"), keyPairProgram),
    namespace: await up(provider, urnOf("identity:Namespace", "shopper"), namespaceProgram),
    primary: await up(provider, urnOf("xdm:IdentityDescriptor", "primary"), {
      schemaId,
      property: "_tenant.chat.mood",
      namespace: "shopper",
      primary: true,
    }),
    union: await up(provider, urnOf("xdm:ProfileUnion", "chat"), { schemaId }),
  };
}
