import * as z from "zod";

import type { FlowItem } from "../../client/flowService";
import type { Definition } from "../lifecycle/definition";
import {
  descriptionInput,
  descriptionOf,
  generationInput,
  nameInput,
  objectIn,
  specInput,
  specOf,
} from "./common";
import { labeledObject } from "./flowObject";

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  connectionSpec: specInput.describe("Which kind of source: `specs.chatlio` or `specs.httpApi`."),
  providerId: z.string().optional().describe("`specs.streamingProviderId` for streaming sources."),
  baseConnectionId: z
    .string()
    .min(1)
    .optional()
    .describe("Id of the base connection, where the source has one."),
  format: z.string().min(1).optional().describe("Default `json`."),
  params: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Further parameters of the specification."),
  generation: generationInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  const base = found["baseConnectionId"];
  const providerId = found["providerId"];
  const actual = objectIn(found, "params");
  const params = Object.fromEntries(
    Object.keys(last === undefined ? actual : (last.params ?? {}))
      .filter((key) => Object.hasOwn(actual, key) && key !== "inletUrl" && key !== "inletId")
      .map((key) => [key, actual[key]]),
  );
  const format = objectIn(found, "data")["format"];
  return {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...descriptionOf(found.description),
    connectionSpec: specOf(found["connectionSpec"]),
    ...(typeof providerId === "string" ? { providerId } : {}),
    ...(typeof base === "string" && base !== "" ? { baseConnectionId: base } : {}),
    format: typeof format === "string" ? format : (last?.format ?? "json"),
    ...(Object.keys(params).length > 0 || last?.params !== undefined ? { params } : {}),
  };
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
});`,
  nameInput: "name",
  replaces: {
    connectionSpec: why,
    providerId: why,
    baseConnectionId: why,
    format: why,
    params: why,
    generation: "it is the replacement trigger",
  },
  // The response in Adobe's reference has no providerId.
  writeOnly: ["providerId", "generation"],
  ignoreOnImport: ["providerId", "generation"],
  unseenOnImport: ["providerId"],
  open: ["params"],
  defaults: { format: "json" },

  ...labeledObject("sourceConnections", inputsOf),

  async create(wanted, { sandbox, signal }) {
    const { providerId, connectionSpec, baseConnectionId, params } = wanted;
    const id = await sandbox.client.flows.create(
      "sourceConnections",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        ...(providerId === undefined ? {} : { providerId }),
        connectionSpec,
        ...(baseConnectionId === undefined ? {} : { baseConnectionId }),
        data: { format: wanted.format },
        ...(params === undefined ? {} : { params }),
      },
      { signal },
    );
    return { id, outputs: {} };
  },
};
