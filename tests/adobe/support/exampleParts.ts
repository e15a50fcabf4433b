import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { databaseProgram, MYSQL, tableParams } from "./batch";
import { makeDestination } from "./destinations";
import { mappingProgram, schemaProgram, sourceProgram, templateProgram } from "./programs";
import type { TestProvider } from "./provider";
import { publicKey } from "./publicKey";
import { up, urnOf } from "./stack";
import type { Deployed } from "./stack";

const groupProgram: Properties = {
  intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
  properties: {
    chat: {
      type: "object",
      properties: {
        email: { type: "string" },
        shopId: { type: "string" },
        visitorId: { type: "string" },
      },
    },
  },
};

const shopProgram: Properties = {
  behavior: "https://ns.adobe.com/xdm/data/record",
  properties: { shop: { type: "object", properties: { id: { type: "string" } } } },
};

function tableProgram(key: string, time: string): Properties {
  return {
    behavior: "time-series",
    properties: { [key]: { type: "string" }, [time]: { type: "string", format: "date-time" } },
    required: [key, time],
  };
}

/** What the examples of the pages have from elsewhere in a program, by the name that they give it. */
export type ExampleParts = Readonly<Record<string, Deployed | Properties>>;

/** Makes all of it. */
export async function makeExampleParts(provider: TestProvider): Promise<ExampleParts> {
  const make = (type: string, program: Properties, name = "elsewhere") =>
    up(provider, urnOf(type, name), program);
  const chat = await make("xdm:FieldGroup", groupProgram);
  const schema = await make("xdm:Schema", { ...schemaProgram(chat), title: "Web events" });
  const shop = await make("xdm:Class", shopProgram);
  const dataset = await make("catalog:Dataset", { schemaId: schema.id, name: "Web events" });
  const stream = await makeDestination(provider, "Amazon Kinesis", "stream");
  const files = await makeDestination(provider, "Amazon S3", "files");
  const database = await make("flow:Connection", databaseProgram, "database");
  return {
    chat,
    fieldGroup: chat,
    schema,
    shops: await make("xdm:Schema", { class: shop.id, fieldGroups: [] }, "shops"),
    orders: await make("xdm:RelationalSchema", tableProgram("orderId", "changedAt"), "tables"),
    visits: await make("xdm:RelationalSchema", tableProgram("id", "happenedAt"), "visits"),
    primaryIdentity: await make("xdm:IdentityDescriptor", {
      schemaId: schema.id,
      property: "_tenant.chat.visitorId",
      namespace: "ECID",
      primary: true,
    }),
    dataset,
    policy: await make("profile:MergePolicy", {
      identityGraph: "pdg",
      attributeMerge: { type: "timestampOrdered" },
      activeOnEdge: true,
    }),
    chatted: await make("profile:SegmentDefinition", {
      expression: 'person.name.lastName = "Doe"',
    }),
    template: await make("query:Template", templateProgram),
    mapping: await make("dataprep:MappingSet", mappingProgram(schema)),
    source: await make("flow:SourceConnection", sourceProgram),
    target: await make("flow:TargetConnection", { datasetId: dataset.id, schemaId: schema.id }),
    profiles: await make("flow:SourceConnection", { connectionSpec: specs.profileStore }, "store"),
    stream: stream.target,
    bucket: files.account,
    table: await make(
      "flow:SourceConnection",
      {
        connectionSpec: MYSQL,
        baseConnectionId: database.id,
        format: "tabular",
        params: tableParams,
      },
      "table",
    ),
    account: {
      connectionString: "Server=db;UID=shop;PWD=a-secret-of-the-tests",
      passPhrase: "a-passphrase-of-the-tests",
    },
    accessKey: { id: "AKIAEXAMPLEEXAMPLE22", secret: "aSecretOfTheTestsaSecretOfTheTestsaSecre" },
    ownKey: { publicKey },
  };
}
