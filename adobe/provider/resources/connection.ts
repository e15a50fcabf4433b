import * as z from "zod";

import { InitializationFailedError, UNKNOWN } from "../../../provider-sdk";
import { sentences } from "../../client/errors";
import type { FlowItem } from "../../client/flowService";
import type { Definition } from "../lifecycle/definition";
import {
  descriptionInput,
  descriptionOf,
  nameInput,
  objectIn,
  specInput,
  specOf,
  textOf,
} from "./common";
import { creationOf } from "./creationRecord";
import { isAddress } from "./dataflowForm";
import {
  deleteFlowObject,
  findFlowObjects,
  labelChanges,
  listFlowObjects,
  patchFlowObject,
  readFlowObject,
  settled,
} from "./flowObject";

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  connectionSpec: specInput.describe("Which kind of source, as `specs.httpApi`."),
  auth: z
    .strictObject({
      specName: z
        .string()
        .min(1)
        .describe('Name of the way to authenticate, as `"Streaming Connection"`.'),
      params: z.record(z.string(), z.unknown()).optional().describe("Its parameters."),
    })
    .meta({
      id: "ConnectionAuth",
      description: "How Adobe reaches a source, as its specification describes it.",
    })
    .describe(
      'How Adobe reaches the source. For a streaming endpoint of the HTTP API source: `specName: "Streaming Connection"`, `params: { dataType, authenticationRequired }`.',
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  state: z.string().describe("`enabled`, once it is made."),
  inletUrl: z
    .string()
    .optional()
    .describe(
      "Where to send, of a streaming connection. Secret: everybody who knows it can send to a streaming endpoint without authentication.",
    ),
});
type Outputs = z.infer<typeof outputs>;

/** How the HTTP API source authenticates. */
const STREAMING = "Streaming Connection";

/** Parameters that are outputs: the streaming endpoint. */
const outputParams = ["inletUrl", "inletId"];

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  const auth = objectIn(found, "auth");
  const actual = objectIn(auth, "params");
  // Parameters that Adobe adds are no drift: only those that the program gives are compared.
  const keys =
    last === undefined
      ? Object.keys(actual).filter((key) => !outputParams.includes(key))
      : Object.keys(last.auth.params ?? {});
  const params = Object.fromEntries(
    keys.filter((key) => Object.hasOwn(actual, key)).map((key) => [key, actual[key]]),
  );
  return {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...descriptionOf(found.description),
    connectionSpec: specOf(found["connectionSpec"]),
    auth: {
      specName: textOf(auth["specName"]),
      ...(keys.length === 0 ? {} : { params }),
    },
  };
}

function outputsOf(found: FlowItem): Outputs {
  const inletUrl = objectIn(objectIn(found, "auth"), "params")["inletUrl"];
  return {
    state: found.state ?? "enabled",
    ...(typeof inletUrl === "string" && isAddress(inletUrl) ? { inletUrl } : {}),
  };
}

/** Parameters that Adobe's requests have and that nobody needs to choose: the name is one that no other object has. */
function ownParams({ name, auth }: Inputs): Readonly<Record<string, unknown>> {
  return auth.specName === STREAMING ? { name, sourceId: name } : { name };
}

const why = "Adobe does not carry it over into what uses the connection";

export const connection: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:Connection",
  description: "A base connection. The HTTP API source needs one, the Chatlio source does not.",
  displayName: "base connection",
  inputs,
  outputs,
  secretOutputs: ["inletUrl"],
  importId: "the connection's id, a UUID",
  example: `const inlet = new aep.flow.Connection("inlet", {
  connectionSpec: aep.specs.httpApi,
  auth: {
    specName: "Streaming Connection",
    params: { dataType: "xdm", authenticationRequired: true },
  },
});`,
  nameInput: "name",
  open: ["auth.params"],
  platformAdds: ["auth.params.name", "auth.params.sourceId"],
  absent: { "auth.params.authenticationRequired": false },
  replaces: { connectionSpec: "it is fixed (FLOW-1414)", auth: why },

  // A streaming endpoint needs none.
  credentialsAt: ({ auth }) => (auth.specName === STREAMING ? undefined : "auth.params"),

  preview: (_news, current) => ({
    state: current?.outputs.state ?? UNKNOWN,
    inletUrl: current === undefined ? UNKNOWN : current.outputs.inletUrl,
  }),

  find: (wanted, scope) => findFlowObjects("connections", wanted.name, scope),
  list: (operation) => listFlowObjects("connections", operation),

  async create(wanted, scope) {
    const { flows } = scope.sandbox.client;
    const { auth } = wanted;
    const id = await flows.create(
      "connections",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        connectionSpec: wanted.connectionSpec,
        auth: { ...auth, params: { ...ownParams(wanted), ...auth.params } },
      },
      { signal: scope.signal },
    );
    // Only a read returns the URL of the streaming endpoint.
    try {
      return { id, outputs: outputsOf(await settled("connections", id, scope)) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new InitializationFailedError(id, { state: "initializing" }, {}, [
        sentences(
          `the base connection ${id} was made but could not be read: ${why}`,
          "The next `pulumi up` continues",
        ),
      ]);
    }
  },

  async read(id, last, scope) {
    const found = await readFlowObject("connections", id, scope);
    return (
      found && {
        inputs: inputsOf(found, last),
        outputs: outputsOf(found),
        creation: creationOf(found),
      }
    );
  },

  async update(id, { oldInputs, newInputs }, scope) {
    await patchFlowObject("connections", id, scope, (now) =>
      labelChanges(now, oldInputs, newInputs),
    );
    return outputsOf(await settled("connections", id, scope));
  },

  delete: (id, _last, scope) => deleteFlowObject("connections", id, scope),
};
