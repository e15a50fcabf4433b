import { batchFlowProgram, cloudStorageFlow, makeBatchParts, PAST, S3 } from "../support/batch";
import type { BatchParts } from "../support/batch";
import { bucketProgram } from "../support/programs";
import { up, upAgain, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const connectionUrn = urnOf("flow:Connection", "files");
const SFTP = { id: "b7bf2577-4520-42c9-bae9-cad01560f7bc", version: "1.0" };
const password = "Basic Authentication for sftp";
const sftp = {
  name: "Files",
  connectionSpec: SFTP,
  auth: { specName: password, params: { host: "files.example.com" } },
  credentials: { userName: "shop", password: "secret" },
};

/** The body of a create by hand. */
function asSent(specName: string, credentials: Readonly<Record<string, string>>) {
  const params = { ...sftp.auth.params, ...credentials };
  return { name: sftp.name, connectionSpec: SFTP, auth: { specName, params } };
}

/** The body of a dataflow by hand, without a schedule. */
function flowByHand({ source, target, mapping }: BatchParts) {
  const params = { mappingId: mapping.id, mappingVersion: mapping.outputs["version"] };
  return {
    flowSpec: cloudStorageFlow,
    sourceConnectionIds: [source.id],
    targetConnectionIds: [target.id],
    transformations: [{ name: "Mapping", params }],
  };
}

function find(what: "Connection" | "Flow", args: Readonly<Record<string, string>>) {
  return ({ provider }: Stage) => provider.invoke(`adobe-aep:flow:get${what}Spec`, args);
}

/** Sources of Adobe's catalog: their specifications, credentials, parameters and schedules. */
export const sourceFailures = [
  failure({
    title: "No source or destination has the name",
    cause:
      "getConnectionSpec takes the exact name of Adobe's catalog, which is not the one that Adobe's UI shows. An organization has only the sources of its licenses.",
    atAdobe: "Adobe responds to a search for such a name with an empty list.",
    provoke: find("Connection", { name: "Amazon S3" }),
  }),
  failure({
    title: "A source and a destination have the same name",
    cause: "Names of Adobe's catalog are not unique; ids are.",
    atAdobe: "Adobe responds to a search for the name with both.",
    provoke: find("Connection", { name: "amazon-s3" }),
  }),
  failure({
    title: "No flow specification has the name",
    cause:
      "getFlowSpec takes the exact name of a way to move data. Adobe's guide to each source names it.",
    atAdobe: "Adobe responds to a search for such a name with an empty list.",
    provoke: find("Flow", { name: "CloudStorageToAep" }),
  }),
  failure({
    title: "The source does not have the way to authenticate",
    cause:
      "Each source of Adobe's catalog has names of its own for the ways to authenticate: authSpecNames of getConnectionSpec.",
    provoke: ({ provider }) =>
      up(provider, connectionUrn, { ...sftp, auth: { ...sftp.auth, specName: "Password" } }),
    byHand: (ui) => ui.flows.create("connections", asSent("Password", sftp.credentials)),
  }),
  failure({
    title: "A credential is in plain text",
    atAdobe: "Adobe does not know what is in a program or a state, and takes the request.",
    cause:
      "What Adobe's specification calls a password belongs into credentials: they are secret in state and output, and change in place.",
    provoke: ({ provider }) =>
      up(provider, connectionUrn, {
        ...sftp,
        auth: { specName: password, params: { ...sftp.auth.params, password: "secret" } },
        credentials: { userName: "shop" },
      }),
  }),
  failure({
    title: "A credential is missing",
    cause: "The specification says what each way to authenticate requires.",
    provoke: ({ provider }) =>
      up(provider, connectionUrn, { ...sftp, credentials: { userName: "shop" } }),
    byHand: (ui) => ui.flows.create("connections", asSent(password, { userName: "shop" })),
  }),
  failure({
    title: "New credentials lack one",
    cause: "What a program stops giving is removed, and the specification requires it.",
    prepare: ({ provider }) => up(provider, connectionUrn, sftp),
    provoke: ({ provider }, deployed) =>
      upAgain(provider, deployed, { ...sftp, credentials: { password: "another" } }),
    byHand: async (ui, { id }) => {
      const { etag = "" } = (await ui.flows.get("connections", id)) ?? {};
      const { params } = asSent(password, { password: "another" }).auth;
      const change = { op: "replace", path: "/auth/params", value: params };
      return ui.flows.patch("connections", id, [change], etag);
    },
  }),
  failure({
    title: "A parameter of a source is missing",
    cause: "A source of files needs their path, and a base connection.",
    prepare: ({ provider }) => up(provider, connectionUrn, bucketProgram),
    provoke: ({ provider }, base) =>
      up(provider, urnOf("flow:SourceConnection", "files"), {
        connectionSpec: S3,
        baseConnectionId: base.id,
        format: "delimited",
        params: { type: "folder" },
      }),
    atAdobe: "No public document has Adobe's response to a source connection without it.",
  }),
  failure({
    title: "A batch dataflow has no schedule",
    cause: "Sources of files and tables are read by a schedule, streaming sources are not.",
    prepare: ({ provider }) => makeBatchParts(provider, "files"),
    provoke: ({ provider }, parts) =>
      up(provider, urnOf("flow:Dataflow", "files"), batchFlowProgram(parts, undefined)),
    byHand: (ui, parts) => ui.flows.create("flows", { name: "Files", ...flowByHand(parts) }),
  }),
  failure({
    title: "A schedule is shorter than Adobe's minimum",
    cause: "The shortest time between two runs is 15 minutes.",
    prepare: ({ provider }) => makeBatchParts(provider, "files"),
    provoke: ({ provider }, parts) =>
      up(
        provider,
        urnOf("flow:Dataflow", "files"),
        batchFlowProgram(parts, { startTime: PAST, frequency: "minute", interval: 5 }),
      ),
    byHand: (ui, parts) => {
      const scheduleParams = { startTime: String(PAST), frequency: "minute", interval: "5" };
      return ui.flows.create("flows", { name: "Files", ...flowByHand(parts), scheduleParams });
    },
  }),
];
