import { specs } from "../../../adobe/sdk/specs";
import {
  daily,
  destinationFlowProgram,
  destinations,
  makeAudiences,
  makeDestination,
  S3_FILES,
} from "../support/destinations";
import { destroy, previewCreate, up, urnOf } from "../support/stack";
import { failure } from "./failure";

const s3 = "Amazon S3";
const stream = "Amazon Kinesis";
const targetUrn = urnOf("flow:TargetConnection", "files");
const flowUrn = urnOf("flow:Dataflow", "export");

/** Destinations of Adobe's catalog: accounts, parameters, and what a dataflow brings to them. */
export const destinationFailures = [
  failure({
    title: "A destination has no account",
    cause:
      "Every target connection of a destination belongs to a base connection with the credentials.",
    provoke: ({ provider }) => up(provider, targetUrn, { ...destinations[s3].target }),
    byHand: (ui) =>
      ui.flows.create("targetConnections", { name: "Files", ...destinations[s3].target }),
  }),
  failure({
    title: "An account has no credentials",
    cause: "The specification of a destination says in which ways to authenticate there.",
    provoke: ({ provider }) =>
      up(provider, urnOf("flow:Connection", "files"), { connectionSpec: S3_FILES }),
    byHand: (ui) => ui.flows.create("connections", { name: "Files", connectionSpec: S3_FILES }),
  }),
  failure({
    title: "A parameter of a destination is not as Adobe's specification has it",
    cause:
      "Each destination has parameters of its own. The provider checks them by Adobe's specification, at preview too.",
    prepare: ({ provider }) => makeDestination(provider, s3, "other"),
    provoke: ({ provider }, { account }) =>
      up(provider, targetUrn, {
        ...destinations[s3].target,
        baseConnectionId: account.id,
        params: { bucketName: "shop-audiences", path: "daily", fileType: "csv" },
      }),
    byHand: (ui, { account }) =>
      ui.flows.create("targetConnections", {
        name: "Files",
        connectionSpec: S3_FILES,
        baseConnectionId: account.id,
        params: { bucketName: "shop-audiences", path: "daily", fileType: "csv" },
      }),
  }),
  failure({
    title: "The dataflow is not for this destination",
    cause:
      "Each flow specification takes certain destinations, which targetConnectionSpecIds of getFlowSpec names. Adobe's guides list the pairs.",
    prepare: ({ provider }) => makeDestination(provider, s3, "files"),
    provoke: ({ provider }, parts) =>
      up(provider, flowUrn, {
        ...destinationFlowProgram(s3, parts, {}),
        flowSpec: specs.profileFlow,
      }),
  }),
  failure({
    title: "An audience in files has no schedule",
    cause:
      "A destination of files needs to know of each audience how it is exported. A stream does not.",
    prepare: async ({ provider }) => ({
      parts: await makeDestination(provider, s3, "files"),
      audiences: await makeAudiences(provider, ["buyers"]),
    }),
    provoke: ({ provider }, { parts, audiences }) =>
      up(
        provider,
        flowUrn,
        destinationFlowProgram(s3, parts, { audiences: audiences.map(({ id }) => ({ id })) }),
      ),
    byHand: async (ui, { parts, audiences }) => {
      const program = { ...destinationFlowProgram(s3, parts, {}), settleSeconds: undefined };
      const empty = { segmentSelectors: { selectors: [] }, profileSelectors: { selectors: [] } };
      const transformations = [{ name: "GeneralTransform", params: empty }];
      const id = await ui.flows.create("flows", { ...program, name: "Export", transformations });
      const value = { type: "PLATFORM_SEGMENT", value: { id: audiences[0]?.id } };
      const path = "/transformations/0/params/segmentSelectors/selectors/-";
      for (;;) {
        const { etag = "", state } = (await ui.flows.get("flows", id)) ?? {};
        if (state === "initializing") continue;
        return ui.flows.patch("flows", id, [{ op: "add", path, value }], etag);
      }
    },
  }),
  failure({
    title: "A schedule does not fit the export mode",
    cause:
      "Full exports run once or daily, incremental ones daily or every 3, 6, 8 or 12 hours (Adobe's guide to batch destinations).",
    prepare: ({ provider }) => makeDestination(provider, s3, "files"),
    provoke: ({ provider }, parts) => {
      const schedule = { ...daily.schedule, frequency: "EVERY_6_HOURS" };
      const audiences = [{ id: "4afe34ae-8c98-4513-8a1d-67ccaa54bc05", ...daily, schedule }];
      return up(provider, flowUrn, destinationFlowProgram(s3, parts, { audiences }));
    },
    atAdobe: "No public document has Adobe's response to such a schedule.",
  }),
  failure({
    title: "An export names a dataset that does not exist",
    cause:
      "A source of datasets has the ids of those that a dataflow exports. A program that makes a dataset gives its `id` as an output, so that it is there first.",
    provoke: ({ provider }) =>
      previewCreate(provider, urnOf("flow:SourceConnection", "rows"), {
        connectionSpec: specs.datasetStore,
        params: { datasets: [{ dataSetId: "65f0c3a1b2c3d4e5f6a7b8c9" }] },
      }),
  }),
  failure({
    title: "An audience that a destination uses is deleted",
    cause:
      "Adobe deletes no audience that a dataflow exports, also one that somebody has set up in Adobe's UI.",
    prepare: async ({ provider }) => {
      const [audience] = await makeAudiences(provider, ["buyers"]);
      const parts = await makeDestination(provider, stream, "stream");
      const activation = { audiences: [{ id: audience?.id }] };
      await up(provider, flowUrn, destinationFlowProgram(stream, parts, activation));
      return audience;
    },
    provoke: ({ provider }, audience) =>
      audience === undefined ? Promise.resolve() : destroy(provider, audience),
  }),
];
