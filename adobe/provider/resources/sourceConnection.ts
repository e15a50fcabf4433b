import * as z from "zod";

import type { FlowItem } from "../../client/flowService";
import { listed, plain } from "../../client/text";
import { specs } from "../../sdk/specs";
import type { Definition, Operation } from "../lifecycle/definition";
import { isUnknown } from "../lifecycle/unknown";
import { verifyBase } from "./baseConnection";
import {
  descriptionInput,
  descriptionOf,
  generationInput,
  nameInput,
  objectIn,
  specInput,
  specOf,
} from "./common";
import { creationOf } from "./creationRecord";
import { dataOf, datasetFormatRemark, verifyDatasets } from "./exportedDatasets";
import { labeledObject, readFlowObject } from "./flowObject";
import { sayNotWritten } from "./notWritten";
import { formatRemark, notWritten, sourceFaults, valuesOf } from "./sourceForm";
import type { Values } from "./sourceForm";
import { specFor } from "./specLookup";
import { schemaFaults, schemaRemarks } from "./specSchema";
import { isMissingMeta } from "./tableSource";

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  connectionSpec: specInput.describe(
    "Which kind of source: `specs.chatlio`, `specs.httpApi`, `specs.profileStore` for a destination of audiences, `specs.datasetStore` for an export of datasets, or `spec` of `getConnectionSpec`.",
  ),
  providerId: z.string().optional().describe("`specs.streamingProviderId` for streaming sources."),
  baseConnectionId: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Id of the base connection, where the source has one. It has the same `connectionSpec`: a preview says when not.",
    ),
  format: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Of the data: files are `delimited`, `json` or `parquet`, tables `tabular`, of audiences for a destination of files `CSV`. Default `json`. A source of datasets has none.",
    ),
  params: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      "Parameters of the specification: of files `path`, `type` (`file` or `folder`) and `recursive`; of tables `tableName` and `columns`, each with `name` and `type`; of an export of datasets `datasets`, each with `dataSetId` of a dataset that exists; of Kinesis `stream`, of Event Hubs `eventHubName` and `consumerGroup`, of PubSub `topicId` and `subscriptionId`, each with `dataType` and `reset`. A preview checks them by its JSON Schema.",
    ),
  dataProperties: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      "Properties of the data: of files `columnDelimiter`, `encoding` and `compressionType`.",
    ),
  generation: generationInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

/** The parameters without those that are outputs: the streaming endpoint. */
function paramsIn(found: FlowItem): Values {
  const all = Object.entries(objectIn(found, "params"));
  return Object.fromEntries(all.filter(([key]) => key !== "inletUrl" && key !== "inletId"));
}

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  const base = found["baseConnectionId"];
  const providerId = found["providerId"];
  const data = objectIn(found, "data");
  const isImport = last === undefined;
  const params = valuesOf(paramsIn(found), last?.params, isImport);
  const properties = valuesOf(objectIn(data, "properties"), last?.dataProperties, isImport);
  const format = data["format"];
  const isShown = (values: object, given: object | undefined) =>
    Object.keys(values).length > 0 || given !== undefined;
  return {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...descriptionOf(found.description),
    connectionSpec: specOf(found["connectionSpec"]),
    ...(typeof providerId === "string" ? { providerId } : {}),
    ...(typeof base === "string" && base !== "" ? { baseConnectionId: base } : {}),
    format: typeof format === "string" ? format : (last?.format ?? "json"),
    ...(isShown(params, last?.params) ? { params } : {}),
    ...(isShown(properties, last?.dataProperties) ? { dataProperties: properties } : {}),
  };
}

/** Sources of which the programs of this project use only what the guides have. */
const withoutLookup: readonly string[] = [specs.chatlio.id, specs.httpApi.id];

/** Rejects a base connection of another kind, and parameters that the specification does not allow. Values may be unknown. */
async function verify(wanted: Inputs, scope: Operation) {
  const { connectionSpec, params } = wanted;
  await verifyBase(wanted, scope);
  await verifyDatasets(wanted, scope);
  const isLeft = params === undefined || [connectionSpec, connectionSpec.id].some(isUnknown);
  if (isLeft || withoutLookup.includes(connectionSpec.id)) return;
  const spec = await specFor("connectionSpecs", connectionSpec.id, scope);
  const schema = objectIn(objectIn(spec, "sourceSpec"), "spec");
  for (const remark of schemaRemarks(schema, params, "params"))
    scope.context.log("warning", remark);
  const faults = schemaFaults(schema, params, "params").filter((fault) => !isMissingMeta(fault));
  if (faults.length > 0)
    throw new Error(
      `${listed(faults, "; ")}. The specification "${plain(spec?.name ?? connectionSpec.id)}" says so: correct the parameters. Nothing was made`,
    );
}

const why = "Adobe does not carry a change of a connection over into a live dataflow";

export const sourceConnection: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:SourceConnection",
  description:
    "Where a dataflow reads. Adobe does not carry a change over into a live dataflow, so every functional change replaces, and with it the dataflow. It forms a pair with the target connection: see there.",
  displayName: "source connection",
  inputs,
  outputs,
  importId: "the source connection's id, a UUID",
  example: `const source = new aep.flow.SourceConnection("chatlio", {
  connectionSpec: aep.specs.chatlio,
  providerId: aep.specs.streamingProviderId,
});
// A table of MySQL, for a dataflow with specs.tableFlow.
const mysql = { id: "26d738e0-8963-47ea-aadf-c60de735468a", version: "1.0" };
const database = new aep.flow.Connection("shop", {
  connectionSpec: mysql,
  auth: { specName: "Connection String Based Authentication" },
  credentials: { connectionString: account.connectionString },
});
const orders = new aep.flow.SourceConnection("orders", {
  connectionSpec: mysql,
  baseConnectionId: database.id,
  format: "tabular",
  params: {
    tableName: "shop.orders",
    columns: [
      { name: "id", type: "string", xdm: { type: "string" } },
      { name: "changed_at", type: "string", xdm: { type: "string", format: "date-time" } },
    ],
  },
});`,
  nameInput: "name",
  replaces: {
    connectionSpec: why,
    providerId: why,
    baseConnectionId: why,
    format: why,
    params: why,
    dataProperties: why,
    generation: "it is the replacement trigger",
  },
  // The response in Adobe's reference has no providerId.
  writeOnly: ["providerId", "generation"],
  ignoreOnImport: ["providerId", "generation"],
  unseenOnImport: ["providerId"],
  open: ["params", "dataProperties"],
  defaults: { format: "json" },

  // What stays as it is at Adobe is not judged.
  check(news, old, warn) {
    if (old !== undefined) return [];
    for (const remark of [formatRemark(news), datasetFormatRemark(news)])
      if (remark !== undefined) warn(remark);
    return sourceFaults(news);
  },
  verify,

  ...labeledObject("sourceConnections", inputsOf),

  async read(id, last, scope) {
    const found = await readFlowObject("sourceConnections", id, scope);
    if (found === undefined) return undefined;
    if (last === undefined)
      sayNotWritten("source connection", id, notWritten(found), scope.context);
    return { inputs: inputsOf(found, last), outputs: {}, creation: creationOf(found) };
  },

  async create(wanted, scope) {
    await verify(wanted, scope);
    const { sandbox, signal } = scope;
    const { providerId, connectionSpec, baseConnectionId, params } = wanted;
    const id = await sandbox.client.flows.create(
      "sourceConnections",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        ...(providerId === undefined ? {} : { providerId }),
        connectionSpec,
        ...(baseConnectionId === undefined ? {} : { baseConnectionId }),
        ...dataOf(wanted),
        ...(params === undefined ? {} : { params }),
      },
      { signal },
    );
    return { id, outputs: {} };
  },
};
