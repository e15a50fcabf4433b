import * as aep from "../../../adobe/sdk";
import { catalogTables, tableLife } from "./catalogTables";
import type { Life } from "./everyTypesLife";
import { flowObject } from "./everyTypesLife";

const S3 = { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" };
const filesFlow = { id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876", version: "1.0" };
const KINESIS = { id: "86043421-563b-46ec-8e6c-e23184711bf6", version: "1.0" };
const EVENT = "https://ns.adobe.com/xdm/context/experienceevent";

/** The credentials of the program, none of which may be seen. */
export const SECRET = /secret-of-the-(bucket|stream|database)|secretOfTheBucket/;

/** What the tests change of the program. */
export interface CatalogShape {
  /** Description of all, with what else changes in place: credentials, schedule, parameters, what is exported. */
  readonly text?: string;
  /** Both pairs of connections made of other things, so that there are other dataflows. */
  readonly other?: boolean;
}

/** Files of an S3 bucket and a table by a schedule, audiences to a Kinesis stream, and a dataset to files. */
export function catalogFlows(shape: CatalogShape = {}) {
  const { text, other = false } = shape;
  const described = text === undefined ? {} : { description: text };
  const generation = other ? "2" : "1";
  const nth = text ?? "first";

  const group = new aep.xdm.FieldGroup("orders", {
    intendedToExtend: [EVENT],
    properties: { order: { type: "string" } },
  });
  const schema = new aep.xdm.Schema("orders", {
    class: EVENT,
    fieldGroups: [{ ref: group.id, fields: group.fields }],
  });
  const dataset = new aep.catalog.Dataset("orders", { schemaId: schema.id });
  const mapping = new aep.dataprep.MappingSet("orders", {
    schemaId: schema.id,
    fields: schema.fields,
    mappings: [
      { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
      { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
    ],
  });
  const bucket = new aep.flow.Connection("bucket", {
    ...described,
    connectionSpec: S3,
    auth: { specName: "Access Key" },
    credentials: { s3AccessKey: "AKIAEXAMPLE", s3SecretKey: `${nth}-secret-of-the-bucket` },
  });
  const files = new aep.flow.SourceConnection("files", {
    ...described,
    connectionSpec: S3,
    baseConnectionId: bucket.id,
    format: "delimited",
    params: { path: `/${other ? "out" : "in"}/*.csv`, type: "folder" },
    generation,
  });
  const lake = new aep.flow.TargetConnection("orders", {
    ...described,
    datasetId: dataset.id,
    schemaId: schema.id,
    generation,
  });
  new aep.flow.Dataflow("files", {
    ...described,
    flowSpec: filesFlow,
    sourceConnectionIds: [files.id],
    targetConnectionIds: [lake.id],
    mapping: { id: mapping.id, version: mapping.version },
    schedule: {
      startTime: 4_000_000_000,
      frequency: "hour",
      interval: text === undefined ? 6 : 12,
    },
    settleSeconds: 0,
  });

  catalogTables(shape, { schema, dataset, mapping });

  const audience = new aep.profile.SegmentDefinition("ordered", { expression: "_id != null" });
  const stream = new aep.flow.Connection("stream", {
    ...described,
    connectionSpec: KINESIS,
    auth: {
      specName: "Aws Kinesis authentication credentials",
      params: { accessKeyId: "AKIAEXAMPLE", region: "eu-west-1" },
    },
    credentials: { secretKey: `${nth}-secret-of-the-stream` },
  });
  const profiles = new aep.flow.SourceConnection("profiles", {
    ...described,
    connectionSpec: aep.specs.profileStore,
    generation,
  });
  const target = new aep.flow.TargetConnection("stream", {
    ...described,
    connectionSpec: KINESIS,
    baseConnectionId: stream.id,
    params: { stream: `audiences-${nth}`, region: "eu-west-1" },
    generation,
  });
  const more = text === undefined ? [] : [{ path: "person.name.firstName" }];
  new aep.flow.Dataflow("audiences", {
    ...described,
    flowSpec: aep.specs.profileFlow,
    sourceConnectionIds: [profiles.id],
    targetConnectionIds: [target.id],
    activation: {
      audiences: [{ id: audience.id }],
      attributes: [{ path: "personalEmail.address" }, ...more],
    },
    settleSeconds: 0,
  });
}

const described = { description: "add" } as const;
const ofPair = {
  replace: {
    "sourceConnectionIds[0]": "update-replace",
    "targetConnectionIds[0]": "update-replace",
  },
} as const;
const another = { generation: "update-replace" } as const;

/** By `<type> <name>`; in the order in which they have to be deleted. */
export const catalogLife: Readonly<Record<string, Life>> = {
  ...tableLife,
  "flow:Dataflow files": {
    ...flowObject("flows"),
    update: { ...described, "schedule.interval": "update" },
    drift: {
      happens: ({ flows }, { id }) => flows.setEnabled(id, false),
      shows: { enabled: "update" },
    },
    ...ofPair,
  },
  "flow:Dataflow audiences": {
    ...flowObject("flows"),
    update: { ...described, "activation.attributes[1]": "add" },
    drift: {
      happens: async ({ flows }, { id }) => {
        const { etag = "" } = (await flows.get("flows", id)) ?? {};
        const path = "/transformations/0/params/segmentSelectors/selectors/-";
        const value = { type: "PLATFORM_SEGMENT", value: { id: "5f00" } };
        await flows.patch("flows", id, [{ op: "add", path, value }], etag);
      },
      shows: { "activation.audiences[1]": "delete" },
    },
    ...ofPair,
  },
  "flow:TargetConnection stream": {
    ...flowObject("targetConnections"),
    update: { ...described, "params.stream": "update" },
    drift: {
      happens: async ({ flows }, { id }) => {
        const { etag = "" } = (await flows.get("targetConnections", id)) ?? {};
        const change = { op: "replace", path: "/params/stream", value: "theirs" };
        await flows.patch("targetConnections", id, [change], etag);
      },
      shows: { "params.stream": "update" },
    },
    replace: another,
  },
  "flow:TargetConnection orders": {
    ...flowObject("targetConnections"),
    update: described,
    replace: another,
  },
  "flow:SourceConnection files": {
    ...flowObject("sourceConnections"),
    update: described,
    replace: { ...another, "params.path": "update-replace" },
  },
  "flow:SourceConnection profiles": {
    ...flowObject("sourceConnections"),
    update: described,
    replace: another,
  },
  "flow:Connection bucket": {
    ...flowObject("connections"),
    update: { ...described, "credentials.s3SecretKey": "update" },
  },
  "flow:Connection stream": {
    ...flowObject("connections"),
    update: { ...described, "credentials.secretKey": "update" },
  },
};
