import { specs } from "../../../adobe/sdk/specs";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import {
  batchFlowProgram,
  cloudStorageFlow,
  FUTURE,
  makeBatchParts,
  makeTableParts,
  tableFlow,
} from "../support/batch";
import type { BatchParts } from "../support/batch";
import { exportProgram, makeExportParts, S3_FILES, toS3 } from "../support/destinations";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { previewCreate, up, urnOf } from "../support/stack";

const hourly = { startTime: FUTURE, frequency: "hour", interval: 6 };
const nightly = { interval: 1, timeUnit: "day", startTime: FUTURE };

let harness: Harness;
let files: BatchParts;
let tables: BatchParts;
let rows: Awaited<ReturnType<typeof makeExportParts>>;
beforeAll(async () => {
  harness = await startHarness();
  files = await makeBatchParts(harness.provider, "files");
  tables = await makeTableParts(harness.provider, "tables");
  rows = await makeExportParts(harness.provider, "rows");
});
afterAll(() => harness.close());

const urn = urnOf("flow:Dataflow", "flow");

/** The export of a dataset without saying when. */
function unsaid(more: Properties = {}): Properties {
  const program = exportProgram(rows, nightly);
  delete program["datasetExport"];
  return { ...program, ...more };
}

/** What a preview warns of. */
async function warningsOf(program: Properties): Promise<string> {
  const provider = await harness.another();
  await previewCreate(provider, urn, program);
  return provider.said("warning").join("\n");
}

async function messageOf(program: Properties): Promise<string> {
  return (await failureOf(previewCreate(harness.provider, urn, program))).message;
}

describe("a flow specification that does not name a connection of its dataflow", () => {
  test.each<[string, () => Properties, string, string]>([
    [
      "a source of tables for one of files",
      () => batchFlowProgram(tables, hourly),
      '"CloudStorageToAEP"',
      "source connection",
    ],
    [
      "a source of files for one of tables",
      () => ({ ...batchFlowProgram(files, hourly), flowSpec: tableFlow }),
      '"CRMToAEP"',
      "source connection",
    ],
    [
      "a source of datasets for a streaming destination",
      () => ({ ...exportProgram(rows, nightly), flowSpec: specs.profileFlow }),
      '"upsToProfileBasedDestinations"',
      "source connection",
    ],
    [
      "the data lake for an export",
      () => ({ ...exportProgram(rows, nightly), targetConnectionIds: [files.target.id] }),
      '"upsToAmazonS3"',
      "target connection",
    ],
  ])("is a warning of the preview: %s", async (_, program, spec, end) => {
    const said = await warningsOf(program());
    expect(said).toContain(`flowSpec: ${spec} does not name the connection specification`);
    expect(said).toContain(`or another ${end}`);
    expect(said).not.toContain("deltaColumn");
    const { message } = await failureOf(up(harness.provider, urn, program()));
    expect(message).toContain("FLOW-1413");
  });

  test.each<[string, () => Properties]>([
    ["files", () => batchFlowProgram(files, hourly)],
    ["an export", () => exportProgram(rows, nightly)],
    ["a connection that is not known yet", () => unsaid({ sourceConnectionIds: [UNKNOWN] })],
    ["connections that are not known yet", () => unsaid({ sourceConnectionIds: UNKNOWN })],
    ["a specification that is not known yet", () => unsaid({ flowSpec: UNKNOWN })],
  ])("is none for %s", async (_, program) => {
    expect(await warningsOf(program())).toBe("");
  });
});

describe("a source of datasets", () => {
  test.each<[string, Properties, string]>([
    ["nothing", {}, "datasetExport: is required for a source of datasets; give it ("],
    ["audiences", { activation: {} }, "give it in place of activation ("],
  ])("with %s needs datasetExport, which the preview says", async (_, more, words) => {
    const message = await messageOf(unsaid(more));
    expect(message).toContain(words);
    expect(message).toContain(rows.source.id);
  });

  test("needs a target that says in which files, which the preview says", async () => {
    const target = await up(harness.provider, urnOf("flow:TargetConnection", "csv"), {
      connectionSpec: S3_FILES,
      baseConnectionId: rows.account.id,
      params: { bucketName: "shop-exports", path: "p", fileType: "CSV", compression: "NONE" },
    });
    const wanted = { ...exportProgram(rows, nightly), targetConnectionIds: [target.id] };
    expect(await messageOf(wanted)).toContain(
      "params.datasetFileType of the target connection: is required for a source of datasets",
    );
  });
});

describe("keys of encrypted files", () => {
  const encryption = { publicKeyId: "k-1" };

  test.each([specs.streamingFlow, specs.httpApiFlow, tableFlow, specs.profileFlow])(
    "are rejected at once for the flow specification %j",
    async (flowSpec) => {
      const wanted = { ...batchFlowProgram(files, hourly), flowSpec, encryption };
      const { failures } = await harness.provider.check(urn, wanted);
      expect(failures).toEqual([
        { property: "encryption", reason: expect.stringContaining("leave it out") as string },
      ]);
    },
  );

  test.each<[string, Properties, Properties]>([
    ["events", specs.chatlio, cloudStorageFlow],
    ["audiences", specs.profileStore, toS3],
  ])("are rejected by the preview for a source of %s", async (what, connectionSpec, flowSpec) => {
    const at = urnOf("flow:SourceConnection", what);
    const source = await up(harness.provider, at, { connectionSpec });
    const wanted = { ...batchFlowProgram({ ...files, source }, hourly), flowSpec, encryption };
    expect(await messageOf(wanted)).toContain(
      `encryption: is for sources of files, and this one is of ${what}; leave it out`,
    );
  });
});
