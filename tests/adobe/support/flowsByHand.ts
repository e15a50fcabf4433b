import type { Json } from "../../../adobe/client/json";
import { specs } from "../../../adobe/sdk/specs";
import { publicKey } from "./publicKey";
import { at, labels } from "./registryByHand";
import type { Case } from "./registryByHand";

const flowItem: Json = {
  id: "f-1",
  name: "By hand",
  description: "first",
  state: "enabled",
  etag: '"1"',
  version: '"1"',
  createdAt: 1,
  updatedAt: 1,
};

/** Where a destination of files has them. */
const bucket = {
  mode: "Server-to-server",
  bucketName: "b",
  path: "p",
  csvOptions: { escape: "'" },
};

/** How a destination of files gets an audience. */
const exported = {
  filenameTemplate: "%DESTINATION_NAME%_%SEGMENT_ID%",
  exportMode: "FIRST_FULL_THEN_INCREMENTAL",
  schedule: { frequency: "DAILY", startDate: "2027-01-31", startTime: "06:00" },
};

/** What a dataflow brings to it, as Adobe's reference shows it. */
const path = "personalEmail.address";
const activated: Json = {
  name: "GeneralTransform",
  params: {
    segmentSelectors: {
      selectors: [
        {
          type: "PLATFORM_SEGMENT",
          value: { id: "a-1", name: "Buyers", createTime: "1", updateTime: "2" },
        },
      ],
    },
    profileSelectors: {
      selectors: [
        {
          type: "JSON_PATH",
          value: {
            path,
            operator: "EXISTS",
            mapping: { sourceType: "text/x.schema-path", source: path, destination: path },
          },
        },
      ],
      mandatoryFields: [path],
      primaryFields: [{ fieldType: "ATTRIBUTE", attributePath: path }],
    },
  },
};

function changedIn(object: Json, key: string, change: Json): Json {
  return { [key]: { ...(object[key] as Json), ...change } };
}

/** Objects of Flow Service. */
export const flowCases: readonly Case[] = [
  {
    type: "flow:Connection",
    id: "f-1",
    object: {
      ...flowItem,
      connectionSpec: specs.httpApi,
      auth: { specName: "Streaming Connection", params: { dataType: "raw", sourceId: "s" } },
    },
    changes: labels(),
  },
  {
    type: "flow:Connection",
    id: "f-1",
    object: {
      ...flowItem,
      connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
      auth: { specName: "Access Key", params: { s3AccessKey: "a", authorizedDate: "2027-01-31" } },
      encryption: {
        specName: "File Encryption",
        params: { encryptionAlgo: "PGP/GPG", publicKey },
      },
    },
    changes: labels(),
  },
  {
    type: "flow:SourceConnection",
    id: "f-1",
    object: {
      ...flowItem,
      connectionSpec: specs.chatlio,
      data: { format: "json", schema: null, properties: { compressionType: "gzip" } },
      params: { path: "/in", recursive: "true" },
    },
    changes: labels(),
  },
  {
    type: "flow:TargetConnection",
    id: "f-1",
    object: {
      ...flowItem,
      connectionSpec: specs.dataLake,
      data: { format: "parquet_xdm", schema: { id: "https://ns.adobe.com/acme/schemas/1f" } },
      params: { dataSetId: "5f00" },
    },
    changes: labels(),
  },
  {
    type: "flow:Dataflow",
    id: "f-1",
    object: {
      ...flowItem,
      flowSpec: specs.streamingFlow,
      sourceConnectionIds: ["s-1"],
      targetConnectionIds: ["t-1"],
      options: { errorDiagnosticsEnabled: true, inletUrl: "https://dcs.example/collection/1" },
      transformations: [{ name: "Mapping", params: { mappingId: "6f", mappingVersion: "3" } }],
      scheduleParams: { startTime: "1700000000", frequency: "hour", interval: "6" },
    },
    changes: [
      ...labels(),
      [
        "schedule",
        { startTime: 1_700_000_000, frequency: "minute", interval: 30 },
        (flow) => changedIn(flow, "scheduleParams", { frequency: "minute", interval: "30" }),
      ],
      ["enabled", false, () => ({ state: "disabled" })],
      [
        "mapping",
        { id: "6f", version: 4 },
        ({ transformations }) => {
          const changed = structuredClone(transformations) as { params: Json }[];
          for (const { params } of changed) params["mappingVersion"] = 4;
          return { transformations: changed };
        },
      ],
    ],
  },
  {
    type: "flow:Dataflow",
    id: "f-1",
    object: {
      ...flowItem,
      flowSpec: specs.tableFlow,
      sourceConnectionIds: ["s-1"],
      targetConnectionIds: ["t-1"],
      transformations: [
        {
          name: "Copy",
          params: { deltaColumn: { name: "at", dateFormat: null, timezone: "UTC" } },
        },
        { name: "Mapping", params: { mappingId: "6f", mappingVersion: "3" } },
        { name: "Encryption", params: { publicKeyId: "k-1" } },
      ],
      scheduleParams: { startTime: "1700000000", frequency: "hour", interval: "6" },
    },
    changes: [
      ...labels(),
      [
        "mapping",
        { id: "6f", version: 4 },
        ({ transformations }) => {
          const changed = structuredClone(transformations) as Json[];
          Object.assign(at(changed[1] ?? {}, "params"), { mappingVersion: 4 });
          return { transformations: changed };
        },
      ],
    ],
  },
  {
    type: "flow:TargetConnection",
    id: "f-1",
    object: {
      ...flowItem,
      connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
      baseConnectionId: "b-1",
      data: { format: "CSV", schema: null, properties: null },
      params: bucket,
    },
    // A program that gives them has them all.
    closed: ["params"],
    changes: [
      ...labels(),
      ["params", { ...bucket, path: "q" }, (target) => changedIn(target, "params", { path: "q" })],
    ],
  },
  {
    type: "flow:Dataflow",
    id: "f-1",
    object: {
      ...flowItem,
      flowSpec: specs.profileFlow,
      sourceConnectionIds: ["s-1"],
      targetConnectionIds: ["t-1"],
      transformations: [activated],
    },
    changes: [
      ...labels(),
      [
        "activation",
        {
          audiences: [{ id: "a-1", ...exported }],
          attributes: [{ path }],
          mandatoryFields: [path],
          deduplicationKeys: [{ attribute: path }],
        },
        ({ transformations }) => {
          const changed = structuredClone(transformations) as Json[];
          const audience = at(changed[0] ?? {}, "params.segmentSelectors.selectors.0.value");
          Object.assign(audience, exported);
          return { transformations: changed };
        },
      ],
    ],
  },
  {
    type: "flow:Dataflow",
    id: "f-1",
    object: {
      ...flowItem,
      flowSpec: { id: "269ba276-16fc-47db-92b0-c1049a3c131f", version: "1.0" },
      sourceConnectionIds: ["s-1"],
      targetConnectionIds: ["t-1"],
      transformations: [],
      scheduleParams: { interval: 3, timeUnit: "hour", startTime: "1700000000" },
    },
    changes: labels(),
  },
];
