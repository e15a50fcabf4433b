import * as z from "zod";

import type { FlowItem } from "../../client/flowService";
import { specs } from "../../sdk/specs";
import type { Definition } from "../lifecycle/definition";
import {
  CONTENT_TYPE,
  descriptionInput,
  descriptionOf,
  generationInput,
  nameInput,
  objectIn,
  schemaIdInput,
} from "./common";
import { labeledObject } from "./flowObject";

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  datasetId: z
    .string()
    .min(1, { error: "is empty; give the dataset's id" })
    .describe("Id of the dataset."),
  schemaId: schemaIdInput.describe("`$id` of the dataset's schema."),
  generation: generationInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  // Adobe's responses have the schema's id in either of these places.
  const actual = objectIn(objectIn(found, "data"), "schema");
  const schemaId = actual["id"] ?? actual["schemaId"];
  const datasetId = objectIn(found, "params")["dataSetId"];
  return {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...descriptionOf(found.description),
    datasetId: typeof datasetId === "string" ? datasetId : (last?.datasetId ?? ""),
    schemaId: typeof schemaId === "string" ? schemaId : (last?.schemaId ?? ""),
  };
}

const why = "Adobe does not carry a change of a connection over into a live dataflow";

export const targetConnection: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:TargetConnection",
  description:
    "Where a dataflow writes: a dataset of the data lake. Every functional change replaces, and with it the dataflow. A pair of connections belongs to one dataflow (Adobe), and whether a second one may use half of it is not documented: give both the same `generation`, so that they go together.",
  displayName: "target connection",
  inputs,
  outputs,
  importId: "the target connection's id, a UUID",
  example: `const target = new aep.flow.TargetConnection("lake", {
  datasetId: dataset.id,
  schemaId: schema.id,
});`,
  nameInput: "name",
  replaces: { datasetId: why, schemaId: why, generation: "it is the replacement trigger" },
  writeOnly: ["generation"],
  ignoreOnImport: ["generation"],

  ...labeledObject("targetConnections", inputsOf),

  async read(id, last, scope) {
    const found = await labeledObject("targetConnections", inputsOf).read(id, last, scope);
    if (found === undefined || found.inputs.schemaId !== "") return found;
    // An older tutorial gives none: then it is the dataset's.
    const { sandbox, signal } = scope;
    const dataset = await sandbox.client.catalog.get(found.inputs.datasetId, { signal });
    return { ...found, inputs: { ...found.inputs, schemaId: dataset?.schemaRef?.id ?? "" } };
  },

  async create(wanted, { sandbox, signal }) {
    const id = await sandbox.client.flows.create(
      "targetConnections",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        connectionSpec: specs.dataLake,
        data: { format: "json", schema: { id: wanted.schemaId, version: CONTENT_TYPE } },
        params: { dataSetId: wanted.datasetId },
      },
      { signal },
    );
    return { id, outputs: {} };
  },
};
