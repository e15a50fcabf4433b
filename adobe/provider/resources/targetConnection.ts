import * as z from "zod";

import type { CheckFailure, Properties } from "../../../provider-sdk";
import type { FlowItem } from "../../client/flowService";
import type { Json } from "../../client/json";
import { listed, plain } from "../../client/text";
import { specs } from "../../sdk/specs";
import { withoutAdded } from "../lifecycle/addedParts";
import type { Definition, Operation } from "../lifecycle/definition";
import { INTERNAL } from "../lifecycle/internalState";
import { isSame, merge } from "../lifecycle/merge";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { verifyBase } from "./baseConnection";
import {
  baseConnectionInput,
  CONTENT_TYPE,
  descriptionInput,
  descriptionOf,
  generationInput,
  nameInput,
  objectIn,
  schemaIdInput,
  specInput,
  specOf,
} from "./common";
import { creationOf } from "./creationRecord";
import { labelChanges, labeledObject, patchFlowObject, readFlowObject } from "./flowObject";
import { named, sayNotWritten, unknownPaths } from "./notWritten";
import { valuesOf } from "./sourceForm";
import { specFor } from "./specLookup";
import { schemaFaults, schemaRemarks } from "./specSchema";

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  connectionSpec: specInput
    .optional()
    .describe("Which destination: `spec` of `getConnectionSpec`. Default: the data lake."),
  baseConnectionId: baseConnectionInput.describe(
    "Id of the base connection of a destination, with its credentials. It has the same `connectionSpec`: a preview says when not.",
  ),
  format: z
    .string()
    .min(1)
    .optional()
    .describe("Of the data of a destination, as `CSV`: some of Adobe's guides send it."),
  params: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      "Parameters of a destination's specification, changed in place: of Kinesis `stream` and `region`, of Event Hubs `eventHubName`, of S3 `bucketName`, `path`, `fileType` (for datasets `datasetFileType`), `compression` and `csvOptions`. A preview checks them by its JSON Schema.",
    ),
  datasetId: z
    .string()
    .min(1, { error: "is empty; give the dataset's id" })
    .optional()
    .describe("Id of the dataset. Required for the data lake."),
  schemaId: schemaIdInput
    .optional()
    .describe("`$id` of the dataset's schema. Required for the data lake."),
  generation: generationInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

function isLake(connectionSpec: { readonly id: string } | undefined): boolean {
  return connectionSpec === undefined || connectionSpec.id === specs.dataLake.id;
}

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  const shown = specOf(found["connectionSpec"]);
  const spec = shown.id === "" ? (last?.connectionSpec ?? specs.dataLake) : shown;
  const labels = {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...descriptionOf(found.description),
  };
  if (isLake(spec)) {
    const isGiven = last?.connectionSpec !== undefined;
    return { ...labels, ...(isGiven ? { connectionSpec: spec } : {}), ...lakeOf(found, last) };
  }
  const base = found["baseConnectionId"];
  const format = objectIn(found, "data")["format"];
  const params = valuesOf(objectIn(found, "params"), last?.params, last === undefined);
  const isShown = Object.keys(params).length > 0 || last?.params !== undefined;
  return {
    ...labels,
    connectionSpec: spec,
    ...(typeof base === "string" && base !== "" ? { baseConnectionId: base } : {}),
    ...(typeof format === "string" ? { format } : {}),
    ...(isShown ? { params } : {}),
  };
}

function lakeOf(found: FlowItem, last: Inputs | undefined) {
  // Adobe's responses have the schema's id in either of these places.
  const actual = objectIn(objectIn(found, "data"), "schema");
  const schemaId = actual["id"] ?? actual["schemaId"];
  const datasetId = objectIn(found, "params")["dataSetId"];
  return {
    datasetId: typeof datasetId === "string" ? datasetId : (last?.datasetId ?? ""),
    schemaId: typeof schemaId === "string" ? schemaId : (last?.schemaId ?? ""),
  };
}

/** Format of the data of a target that is the data lake, as a program makes one. */
const LAKE_FORMAT = "json";

/** What of a target connection no program can write. */
function notWritten(found: FlowItem): string[] {
  const { data, params } = found;
  if (!isLake(specOf(found["connectionSpec"])))
    return unknownPaths({ data }, { data: named("format", "schema") });
  const isUsual = objectIn(found, "data")["format"] === LAKE_FORMAT;
  const ofData = named("schema", ...(isUsual ? ["format"] : []));
  return unknownPaths({ data, params }, { data: ofData, params: named("dataSetId") });
}

const ofLake = {
  datasetId: "give the dataset's id",
  schemaId: "give the schema's $id",
} as const;
const ofDestination = ["baseConnectionId", "format", "params"] as const;

/** What a dataset needs and a destination does not have, and the other way round. Values may be unknown. */
function formFaults(news: Inputs): CheckFailure[] {
  const { connectionSpec } = news;
  if (isUnknown(connectionSpec) || isUnknown(connectionSpec?.id)) return [];
  const names = Object.keys(ofLake) as (keyof typeof ofLake)[];
  if (isLake(connectionSpec)) {
    return [
      ...names
        .filter((name) => news[name] === undefined)
        .map((property) => ({ property, reason: `is required; ${ofLake[property]}` })),
      ...ofDestination
        .filter((name) => isGiven(news[name]))
        .map((property) => ({
          property,
          reason:
            "is of a destination, and this target is the data lake; give connectionSpec too, or leave it out",
        })),
    ];
  }
  return [
    ...names
      .filter((name) => isGiven(news[name]))
      .map((property) => ({
        property,
        reason: "is of the data lake, and not of a destination; leave it out",
      })),
    ...(news.baseConnectionId === undefined
      ? [
          {
            property: "baseConnectionId",
            reason: "is required by a destination; give the id of a Connection",
          },
        ]
      : []),
  ];
}

/** Rejects parameters that the specification of the destination does not allow. Values may be unknown. */
async function verifyParams({ connectionSpec, params }: Inputs, scope: Operation) {
  if ([connectionSpec, connectionSpec?.id, params].some(isUnknown)) return;
  if (connectionSpec === undefined || isLake(connectionSpec)) return;
  const spec = await specFor("connectionSpecs", connectionSpec.id, scope);
  const form = objectIn(objectIn(spec, "targetSpec"), "spec");
  for (const remark of schemaRemarks(form, params, "params")) scope.context.log("warning", remark);
  const faults = schemaFaults(form, params ?? {}, "params");
  if (faults.length > 0)
    throw new Error(
      `${listed(faults, "; ")}. The specification "${plain(spec?.name ?? connectionSpec.id)}" says so: correct the parameters. Nothing was made or changed`,
    );
}

async function verify(wanted: Inputs, scope: Operation) {
  await verifyBase(wanted, scope);
  await verifyParams(wanted, scope);
}

/**
 * The parameters as a JSON Patch, in the form of Adobe's guide: all at once. What others have added stays, at any depth,
 * and so does what the program has not changed.
 */
function paramChanges(now: FlowItem, old: Json = {}, wanted: Json = {}): Json[] {
  const there = objectIn(now, "params");
  const { merged } = merge(old, wanted, there);
  return isSame(merged, there) ? [] : [{ op: "replace", path: "/params", value: merged }];
}

const open = ["params"];
const why = "Adobe does not carry a change of a connection over into a live dataflow";
const fixed = "Adobe has no way to change it";

export const targetConnection: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:TargetConnection",
  description:
    "Where a dataflow writes: a dataset of the data lake, or a destination of Adobe's catalog. Parameters of a destination change in place; every other functional change replaces, and with it the dataflow. A pair of connections belongs to one dataflow (Adobe), and whether a second one may use half of it is not documented: give both the same `generation`, so that they go together.",
  displayName: "target connection",
  inputs,
  outputs,
  importId: "the target connection's id, a UUID",
  example: `const target = new aep.flow.TargetConnection("lake", {
  datasetId: dataset.id,
  schemaId: schema.id,
});
const files = new aep.flow.TargetConnection("files", {
  connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
  baseConnectionId: bucket.id,
  params: {
    bucketName: "shop-audiences",
    path: "aep",
    fileType: "CSV",
    compression: "NONE",
  },
});`,
  nameInput: "name",
  replaces: {
    datasetId: why,
    schemaId: why,
    connectionSpec: "it is fixed (FLOW-1414)",
    baseConnectionId: fixed,
    format: fixed,
    generation: "it is the replacement trigger",
  },
  writeOnly: ["generation"],
  ignoreOnImport: ["generation"],
  open,

  check: formFaults,
  verify,

  ...labeledObject("targetConnections", inputsOf),

  async read(id, last, scope) {
    const item = await readFlowObject("targetConnections", id, scope);
    if (item === undefined) return undefined;
    if (last === undefined) sayNotWritten("target connection", id, notWritten(item), scope.context);
    const found = { inputs: inputsOf(item, last), outputs: {}, creation: creationOf(item) };
    const { datasetId = "", schemaId } = found.inputs;
    if (schemaId !== "" || datasetId === "") return found;
    // An older tutorial gives none: then it is the dataset's.
    const { sandbox, signal } = scope;
    const dataset = await sandbox.client.catalog.get(datasetId, { signal });
    return { ...found, inputs: { ...found.inputs, schemaId: dataset?.schemaRef?.id ?? "" } };
  },

  async create(wanted, scope) {
    await verify(wanted, scope);
    const { sandbox, signal } = scope;
    const id = await sandbox.client.flows.create(
      "targetConnections",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        ...(isLake(wanted.connectionSpec) ? lakeBody(wanted) : destinationBody(wanted)),
      },
      { signal },
    );
    return { id, outputs: {} };
  },

  async update(id, { oldInputs, newInputs }, scope) {
    if (!isSame(oldInputs.params, newInputs.params)) await verifyParams(newInputs, scope);
    // What an import found and the program does not give stays.
    const isImported = (oldInputs as Properties)[INTERNAL.imported] === true;
    const given = isImported ? withoutAdded(oldInputs, [newInputs], open) : oldInputs;
    await patchFlowObject("targetConnections", id, scope, (now) => [
      ...labelChanges(now, oldInputs, newInputs),
      ...paramChanges(now, given.params, newInputs.params),
    ]);
    return {};
  },
};

function lakeBody({ schemaId, datasetId }: Inputs): Json {
  return {
    connectionSpec: specs.dataLake,
    data: { format: LAKE_FORMAT, schema: { id: schemaId, version: CONTENT_TYPE } },
    params: { dataSetId: datasetId },
  };
}

function destinationBody({ connectionSpec, baseConnectionId, format, params }: Inputs): Json {
  return {
    connectionSpec,
    baseConnectionId,
    ...(format === undefined ? {} : { data: { format } }),
    ...(params === undefined ? {} : { params }),
  };
}
