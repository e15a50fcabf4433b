import * as z from "zod";

import { InitializationFailedError, UNKNOWN } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { sentences } from "../../client/errors";
import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import { specs } from "../../sdk/specs";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame } from "../lifecycle/merge";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { learnBase } from "./baseConnection";
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
import {
  authFaults,
  authRemarks,
  authSpecsIn,
  passwordsIn,
  rotation,
  secretTexts,
} from "./credentials";
import type { Given, Params, Rotation } from "./credentials";
import { isAddress } from "./dataflowForm";
import {
  exportEncryptionBody,
  exportEncryptionFaults,
  exportEncryptionInput,
  exportEncryptionOf,
  exportEncryptionRejection,
  isShownEncrypted,
  writtenEncryption,
} from "./exportEncryption";
import {
  deleteFlowObject,
  findFlowObjects,
  labelChanges,
  listFlowObjects,
  patchFlowObject,
  readFlowObject,
  settled,
} from "./flowObject";
import { named, sayNotWritten, unknownPaths } from "./notWritten";
import { specFor } from "./specLookup";

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  connectionSpec: specInput.describe(
    "Which source or destination: `specs.httpApi`, or `spec` of `getConnectionSpec`.",
  ),
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
      description: "How Adobe reaches a source or destination, as its specification describes it.",
    })
    .optional()
    .describe(
      'How Adobe reaches the source or destination; only few need none, as the Profile Store and Data Landing Zone as destinations. For a streaming endpoint of the HTTP API source: `specName: "Streaming Connection"`, `params: { dataType, authenticationRequired }`.',
    ),
  credentials: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      "Further parameters of `auth` that are secret, or change with a secret, as a key and its id. Changed in place, those that change only. Adobe does not return passwords, so a refresh does not compare them, and what somebody else has set stays unseen. After an import, the first `pulumi up` sets them.",
    ),
  encryption: exportEncryptionInput,
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

/** Parameters that Adobe writes itself: the streaming endpoint, and the day on which somebody has authorized a destination. */
const platformParams = ["inletUrl", "inletId", "authorizedDate"];

/** Where an older edition of Adobe's guide has what is an input of its own here. */
const ELSEWHERE = "encryptionSpecs";

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  const encryption = exportEncryptionOf(found, last?.encryption);
  return {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...descriptionOf(found.description),
    connectionSpec: specOf(found["connectionSpec"]),
    ...authOf(found, last),
    ...(encryption === undefined ? {} : { encryption }),
  };
}

/** The authentication, where the connection has any. */
function authOf(found: FlowItem, last: Inputs | undefined): Pick<Inputs, "auth"> {
  const auth = objectIn(found, "auth");
  const specName = textOf(auth["specName"]);
  const isGiven = last !== undefined && last.auth !== undefined;
  if (specName === "" && !isGiven) return {};
  const actual = objectIn(auth, "params");
  // Parameters that Adobe adds are not drift: only those that the program gives are compared.
  const keys =
    last === undefined
      ? Object.keys(actual).filter((key) => ![...platformParams, ELSEWHERE].includes(key))
      : Object.keys(last.auth?.params ?? {});
  const params = Object.fromEntries(
    keys.filter((key) => Object.hasOwn(actual, key)).map((key) => [key, actual[key]]),
  );
  return { auth: { specName, ...(keys.length === 0 ? {} : { params }) } };
}

/** What of a base connection no program can write, as an encryption whose key Adobe does not show. */
function notWritten(found: FlowItem): string[] {
  const { auth, encryption, encryptionSpecs } = found;
  const known = writtenEncryption(found);
  return unknownPaths(
    { auth, encryption, encryptionSpecs },
    { auth: named("specName", "params"), encryption: known, encryptionSpecs: known },
  );
}

type OfSpec = Pick<Inputs, "connectionSpec">;

/** The specification of a connection; undefined where there is nothing to look up. */
async function specificationOf({ connectionSpec: { id } }: OfSpec, scope: Operation) {
  // The streaming endpoint of the HTTP API source has no credentials.
  return id === specs.httpApi.id ? undefined : specFor("connectionSpecs", id, scope);
}

/** The ways to authenticate of a connection; undefined where there is nothing to look up, or Adobe does not say. */
async function waysOf(wanted: OfSpec, scope: Operation) {
  const spec = await specificationOf(wanted, scope);
  return spec && authSpecsIn(spec);
}

/** Rejects authentication that the specification does not allow, before anything is made. */
async function verify(wanted: Inputs, scope: Operation): Promise<void> {
  const { connectionSpec, auth } = wanted;
  if ([connectionSpec, connectionSpec.id, auth, auth?.specName, auth?.params].some(isUnknown))
    return;
  const spec = await specificationOf(wanted, scope);
  const ways = (spec && authSpecsIn(spec)) ?? [];
  for (const remark of authRemarks(ways, givenIn(wanted))) scope.context.log("warning", remark);
  const faults = [
    ...authFaults(ways, givenIn(wanted)),
    ...exportEncryptionRejection(wanted.encryption, spec),
  ];
  if (faults.length > 0) throw new Error(`${faults.join("; ")}. Nothing was made`);
}

function givenIn({ auth, credentials = {} }: Inputs): Given {
  const known = isUnknown(credentials) ? undefined : credentials;
  return { specName: auth?.specName, params: auth?.params ?? {}, credentials: known };
}

function outputsOf(found: FlowItem): Outputs {
  const inletUrl = objectIn(objectIn(found, "auth"), "params")["inletUrl"];
  return {
    state: found.state ?? "enabled",
    ...(typeof inletUrl === "string" && isAddress(inletUrl) ? { inletUrl } : {}),
  };
}

/** All parameters of the authentication. */
function paramsOf(wanted: Inputs): Params {
  const { auth, credentials } = wanted;
  const own = credentials === undefined ? ownParams(wanted) : {};
  return { ...own, ...auth?.params, ...credentials };
}

/** Parameters that Adobe's requests have and that nobody needs to choose: the name is one that no other object has. */
function ownParams({ name, auth }: Inputs): Readonly<Record<string, unknown>> {
  return auth?.specName === STREAMING ? { name, sourceId: name } : { name };
}

function withoutParams(inputs: Inputs, names: readonly string[]): Inputs {
  if (inputs.auth === undefined) return inputs;
  const { params = {}, ...auth } = inputs.auth;
  const kept = Object.entries(params).filter(([name]) => !names.includes(name));
  return {
    ...inputs,
    auth: { ...auth, ...(kept.length === 0 ? {} : { params: Object.fromEntries(kept) }) },
  };
}

/** Files that are not encrypted may have personal data, so what Adobe does not confirm is said. */
function unsure(id: string): string {
  return `Adobe does not show that the base connection ${id} encrypts its files, although it has taken the key: look at an exported file, or at the account in Adobe's UI, before you export personal data`;
}

const why = "Adobe does not carry it over into what uses the connection";

export const connection: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:Connection",
  description:
    "A base connection: how Adobe reaches a source or destination. The HTTP API source, destinations and sources that need credentials have one, the Chatlio source does not.",
  displayName: "base connection",
  inputs,
  outputs,
  secretOutputs: ["inletUrl", "credentials"],
  writeOnly: ["credentials"],
  importId: "the connection's id, a UUID",
  example: `const inlet = new aep.flow.Connection("inlet", {
  connectionSpec: aep.specs.httpApi,
  auth: {
    specName: "Streaming Connection",
    params: { dataType: "xdm", authenticationRequired: true },
  },
});
const s3 = new aep.flow.Connection("s3", {
  connectionSpec: { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" },
  auth: { specName: "Access Key" },
  credentials: { s3AccessKey: accessKey.id, s3SecretKey: accessKey.secret },
});
// A destination whose files are encrypted.
const exports = new aep.flow.Connection("exports", {
  connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
  auth: { specName: "Access Key" },
  credentials: { s3AccessKey: accessKey.id, s3SecretKey: accessKey.secret },
  encryption: { publicKey: ownKey.publicKey },
});`,
  nameInput: "name",
  open: ["auth.params", "encryption"],
  platformAdds: ["auth.params.name", "auth.params.sourceId", "auth.params.authorizedDate"],
  absent: { "auth.params.authenticationRequired": false },
  replaces: {
    connectionSpec: "it is fixed (FLOW-1414)",
    auth: why,
    encryption: "no document of Adobe shows how to change it in a living base connection",
  },

  // A streaming endpoint needs none.
  credentialsAt: ({ auth }) =>
    auth === undefined || auth.specName === STREAMING ? undefined : "credentials",

  check({ connectionSpec, auth, credentials = {}, encryption }) {
    const isInlet = !isUnknown(connectionSpec) && connectionSpec.id === specs.httpApi.id;
    // Others are looked up.
    if (auth === undefined && isInlet) {
      const reason = `is required; give specName: "${STREAMING}" and its params`;
      return [{ property: "auth", reason }];
    }
    if (isInlet && isGiven(encryption))
      return [{ property: "encryption", reason: "is of a destination of files; leave it out" }];
    const params = isObject(auth) && isObject(auth.params) ? auth.params : {};
    const doubled = Object.keys(isObject(credentials) ? credentials : {})
      .filter((name) => Object.hasOwn(params, name))
      .map((name) => ({
        property: `credentials.${name}`,
        reason: `is in auth.params too; give it in one of them`,
      }));
    return [...doubled, ...exportEncryptionFaults(encryption)];
  },

  verify,

  preview: (_news, current) => ({
    state: current?.outputs.state ?? UNKNOWN,
    inletUrl: current === undefined ? UNKNOWN : current.outputs.inletUrl,
  }),

  find: (wanted, scope) => findFlowObjects("connections", wanted.name, scope),
  list: (operation) => listFlowObjects("connections", operation),

  async create(wanted, scope) {
    const { flows } = scope.sandbox.client;
    await verify(wanted, scope);
    const id = await flows.create(
      "connections",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        connectionSpec: wanted.connectionSpec,
        ...(wanted.auth === undefined
          ? {}
          : { auth: { ...wanted.auth, params: paramsOf(wanted) } }),
        ...(wanted.encryption === undefined ? {} : exportEncryptionBody(wanted.encryption)),
      },
      { signal: scope.signal, secrets: secretTexts(wanted.auth?.params, wanted.credentials) },
    );
    learnBase(id, { name: wanted.name ?? "", spec: wanted.connectionSpec.id }, scope);
    // Only a read returns the URL of the streaming endpoint.
    try {
      const made = await settled("connections", id, scope);
      if (wanted.encryption !== undefined && !isShownEncrypted(made))
        scope.context.log("warning", unsure(id));
      return { id, outputs: outputsOf(made) };
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
    if (found === undefined) return undefined;
    const inputs = inputsOf(found, last);
    learnBase(id, { name: found.name ?? "", spec: inputs.connectionSpec.id }, scope);
    if (last === undefined) sayNotWritten("base connection", id, notWritten(found), scope.context);
    const isImport = last === undefined && inputs.auth?.params !== undefined;
    const passwords = isImport
      ? passwordsIn(await waysOf(inputs, scope), inputs.auth?.specName)
      : [];
    return {
      inputs: passwords.length === 0 ? inputs : withoutParams(inputs, passwords),
      outputs: outputsOf(found),
      creation: creationOf(found),
    };
  },

  async update(id, { oldInputs, newInputs }, scope) {
    const { credentials } = newInputs;
    const isRotated = credentials !== undefined && !isSame(oldInputs.credentials, credentials);
    const ways = isRotated ? ((await waysOf(newInputs, scope)) ?? []) : [];
    const old = oldInputs.credentials ?? {};
    const planWith = (hidden: Rotation["hidden"]) => (now: FlowItem) => [
      ...labelChanges(now, oldInputs, newInputs),
      ...(isRotated ? rotation(now, { ways, given: givenIn(newInputs), old, hidden }) : []),
    ];
    const secrets = secretTexts(newInputs.auth?.params, credentials, oldInputs.credentials);
    const patch = (hidden: Rotation["hidden"]) =>
      patchFlowObject("connections", id, scope, planWith(hidden), secrets);
    try {
      await patch("replace");
    } catch (error) {
      // Adobe's guide replaces a credential by its path. One that somebody has removed is not there to be replaced; by
      // RFC 6902 `add` sets either.
      if (!isRotated || !(error instanceof AdobeError) || error.details.status !== 400) throw error;
      await patch("add");
    }
    if (credentials === undefined && oldInputs.credentials !== undefined)
      scope.context.log(
        "warning",
        `the base connection ${id} keeps its credentials at Adobe, although the program gives none any more`,
      );
    return outputsOf(await settled("connections", id, scope));
  },

  delete: (id, _last, scope) => deleteFlowObject("connections", id, scope),
};
