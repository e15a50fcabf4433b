import type { AdobeClient } from "../../../../adobe/client";
import type { FlowObjectKind } from "../../../../adobe/client/flowService";
import type { Json } from "../../../../adobe/client/json";
import { specs } from "../../../../adobe/sdk/specs";
import { cloudStorageFlow, MYSQL, S3, tableFlow, tableParams } from "../batch";
import { daily, destinations, incremental, toS3 } from "../destinations";
import type { DestinationName } from "../destinations";
import { publicKey } from "../publicKey";
import type { Draw } from "./draw";

/** A dataset, and the schema of its rows. */
export interface MadeDataset {
  readonly id: string;
  readonly schemaId: string;
}

const version = "application/vnd.adobe.xed-full+json;version=1";

function create(ui: AdobeClient, draw: Draw, kind: FlowObjectKind, body: Json) {
  const named = { name: draw.name(), ...draw.maybe({ description: draw.name() }), ...body };
  return ui.flows.create(kind, named);
}

/** A mapping set for a dataset. Every schema here has these fields. */
function makeMapping(ui: AdobeClient, draw: Draw, { schemaId }: MadeDataset) {
  return ui.dataPrep.create({
    name: draw.name(),
    ...draw.maybe({ inputSchema: { schemaRef: { id: schemaId, contentType: version } } }),
    outputSchema: { schemaRef: { id: schemaId, contentType: version } },
    mappings: [
      {
        sourceType: "ATTRIBUTE",
        source: draw.pick(["${id}", "id", "a.b"]),
        destination: "_localtenant.kind",
        ...draw.maybe({ name: draw.name(), description: draw.name() }),
      },
      ...(draw.chance(0.5)
        ? [{ sourceType: "EXPRESSION", source: "now()", destination: "_localtenant.at" }]
        : []),
      ...(draw.chance(0.5)
        ? [{ sourceType: "STATIC", source: draw.name(), destination: "_localtenant.other" }]
        : []),
    ],
  });
}

/** Where a dataflow reads. */
async function makeSourceConnection(
  ui: AdobeClient,
  draw: Draw,
  kind: "stream" | "files" | "tables",
): Promise<string> {
  if (kind === "stream")
    return create(ui, draw, "sourceConnections", {
      providerId: specs.streamingProviderId,
      connectionSpec: specs.chatlio,
      data: { format: "json" },
    });
  const [connectionSpec, auth] =
    kind === "files"
      ? [S3, { specName: "Access Key", params: { s3AccessKey: "key", s3SecretKey: "t0p-s3cret" } }]
      : [
          MYSQL,
          {
            specName: "Connection String Based Authentication",
            params: { connectionString: "PWD=t0p-s3cret" },
          },
        ];
  const baseConnectionId = await create(ui, draw, "connections", { connectionSpec, auth });
  return create(ui, draw, "sourceConnections", {
    connectionSpec,
    baseConnectionId,
    ...(kind === "files"
      ? {
          data: { format: "delimited", ...draw.maybe({ properties: { columnDelimiter: ";" } }) },
          params: { path: "/in/*.csv", type: "folder", ...draw.maybe({ recursive: true }) },
        }
      : {
          data: { format: "tabular" },
          params: { tableName: draw.name(), ...draw.maybe({ columns: tableParams["columns"] }) },
        }),
  });
}

/** A source with its dataflow into a dataset: streamed, of files, or of tables. */
export async function makeSource(ui: AdobeClient, draw: Draw, dataset: MadeDataset): Promise<void> {
  const kind = draw.pick(["stream", "files", "tables"] as const);
  const targetConnectionId = await create(ui, draw, "targetConnections", {
    connectionSpec: specs.dataLake,
    data: { format: "parquet_xdm", schema: { id: dataset.schemaId, version } },
    params: { dataSetId: dataset.id },
  });
  const set = await makeMapping(ui, draw, dataset);
  const sourceConnectionId = await makeSourceConnection(ui, draw, kind);
  const mapping = {
    mappingId: set.id,
    mappingVersion: draw.pick([set.version, String(set.version)]),
  };
  const schedule = draw.pick([
    { startTime: "1700000000", frequency: "once" },
    { startTime: 1_700_000_000, frequency: "hour", interval: draw.pick([6, "6"]) },
    {
      startTime: "4000000000",
      frequency: "minute",
      interval: "30",
      ...draw.maybe({ backfill: true }),
    },
  ]);
  const deltaColumn = { name: "id", ...draw.maybe({ dateFormat: "yyyy-MM-dd", timezone: "UTC" }) };
  await create(ui, draw, "flows", {
    flowSpec: { stream: specs.streamingFlow, files: cloudStorageFlow, tables: tableFlow }[kind],
    sourceConnectionIds: [sourceConnectionId],
    targetConnectionIds: [targetConnectionId],
    transformations: [
      ...(kind === "tables" && draw.chance(0.7) ? [{ name: "Copy", params: { deltaColumn } }] : []),
      { name: "Mapping", params: mapping },
      ...(kind === "files" && draw.chance(0.3)
        ? [{ name: "Encryption", params: { publicKeyId: draw.name() } }]
        : []),
    ],
    ...(kind === "stream" ? {} : { scheduleParams: schedule }),
    ...draw.maybe({ options: { errorDiagnosticsEnabled: draw.chance(0.5) } }),
  });
}

/** How a destination encrypts its files. */
const exported = {
  specName: "Encryption spec",
  params: { encryptionAlgo: "PGPGPG", publicKey },
};

/** A destination with its dataflow, and some audiences and attributes in it. */
export async function makeDestination(
  ui: AdobeClient,
  draw: Draw,
  audienceIds: readonly string[],
): Promise<void> {
  const kind = draw.pick<DestinationName>(["Amazon Kinesis", "Amazon S3"]);
  const { account, target, flowSpec } = destinations[kind];
  const { connectionSpec, auth, credentials } = account;
  const params = { ...("params" in auth ? auth.params : {}), ...credentials };
  const base = await create(ui, draw, "connections", {
    connectionSpec,
    auth: { ...auth, params },
    ...(kind === "Amazon S3" ? draw.maybe({ encryptionSpecs: exported }) : {}),
  });
  const flowId = await ui.flows.create("flows", {
    name: draw.name(),
    flowSpec,
    sourceConnectionIds: [
      await create(ui, draw, "sourceConnections", { connectionSpec: specs.profileStore }),
    ],
    targetConnectionIds: [
      await create(ui, draw, "targetConnections", { ...target, baseConnectionId: base }),
    ],
    transformations: [
      {
        name: "GeneralTransform",
        params: { segmentSelectors: { selectors: [] }, profileSelectors: { selectors: [] } },
      },
    ],
  });
  const at = "/transformations/0/params";
  const audiences = audienceIds.filter(() => draw.chance(0.6));
  const isFiles = kind === "Amazon S3";
  const attributes = ["person.name.lastName", "personalEmail.address"].filter(() =>
    draw.chance(0.5),
  );
  const operations = [
    ...audiences.map((id) => ({
      op: "add",
      path: `${at}/segmentSelectors/selectors/-`,
      value: {
        type: "PLATFORM_SEGMENT",
        value: {
          id,
          ...(isFiles ? draw.pick([daily, incremental]) : {}),
        },
      },
    })),
    ...attributes.map((path) => ({
      op: "add",
      path: `${at}/profileSelectors/selectors/-`,
      value: { type: "JSON_PATH", value: { path, operator: "EXISTS" } },
    })),
  ];
  if (operations.length === 0) return;
  await ui.flows.patch("flows", flowId, operations, await settledEtag(ui, flowId));
}

/** An export of a dataset to files. */
export async function makeExport(ui: AdobeClient, draw: Draw, dataset: MadeDataset): Promise<void> {
  const { account } = destinations["Amazon S3"];
  const { connectionSpec, credentials } = account;
  const auth = { specName: "Access Key", params: credentials };
  const name = draw.maybe({ name: draw.name() });
  await create(ui, draw, "flows", {
    flowSpec: toS3,
    sourceConnectionIds: [
      await create(ui, draw, "sourceConnections", {
        connectionSpec: specs.datasetStore,
        params: { datasets: [{ dataSetId: dataset.id, ...name }] },
      }),
    ],
    targetConnectionIds: [
      await create(ui, draw, "targetConnections", {
        connectionSpec,
        baseConnectionId: await create(ui, draw, "connections", { connectionSpec, auth }),
        params: {
          bucketName: "shop-exports",
          path: "rows",
          datasetFileType: draw.pick(["JSON", "PARQUET"]),
          compression: "GZIP",
        },
      }),
    ],
    transformations: [],
    scheduleParams: draw.pick([
      { interval: 3, timeUnit: "hour", startTime: 1_700_000_000 },
      { interval: "1", timeUnit: "day", startTime: "4000000000" },
    ]),
  });
}

/** A new dataflow takes no change before it has settled. */
async function settledEtag(ui: AdobeClient, id: string): Promise<string> {
  for (;;) {
    const { etag = "", state } = (await ui.flows.get("flows", id)) ?? {};
    if (state !== "initializing") return etag;
  }
}
