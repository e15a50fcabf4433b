import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { makeBatchParts, batchFlowProgram, FUTURE, S3 } from "../support/batch";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { bucketProgram } from "../support/programs";
import { previewCreate, urnOf } from "../support/stack";

/** What looks like a typo, and may be right: a warning at preview. */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

/** The warnings of a preview. */
async function preview(type: string, program: Properties): Promise<string> {
  return previewCreate(await harness.another(), urnOf(type, "odd"), program);
}

const SECRET = "secret-of-the-bucket";

describe("parameters that a specification does not describe", () => {
  const source = (params: Properties, more: Properties = {}) =>
    preview("flow:SourceConnection", {
      connectionSpec: S3,
      baseConnectionId: "5f00",
      format: "delimited",
      params: { path: "/in", ...params },
      ...more,
    });

  test("of a source are named with the near one", async () => {
    expect(await source({ Type: "folder", recursiv: true })).toBe(
      [
        "params.Type is not in Adobe's specification; did you mean type?",
        "params.recursiv is not in Adobe's specification; did you mean recursive?",
      ].join("\n"),
    );
  });

  test.each<[string, Properties]>([
    ["is described", { type: "folder", recursive: true }],
    ["is near nothing", { somethingElse: 1 }],
    ["is near one that is given too", { type: "folder", typ: "x" }],
    ["is not known yet", { type: UNKNOWN }],
  ])("of a source are not where a name %s", async (_, params) => {
    expect(await source(params)).toBe("");
  });

  test("of a base connection are, and never with a value", async () => {
    const said = await preview("flow:Connection", {
      ...bucketProgram,
      auth: { specName: "Access Key", params: { s3AcessKey: "AKIAEXAMPLE" } },
      credentials: { s3Secretkey: SECRET },
    });
    expect(said).toBe(
      [
        "auth.params.s3AcessKey is not in Adobe's specification; did you mean s3AccessKey?",
        "credentials.s3Secretkey is not in Adobe's specification; did you mean s3SecretKey?",
      ].join("\n"),
    );
    expect(said).not.toContain(SECRET);
  });

  test.each(["csv", "TXT"])("the format %s is not what Adobe calls it", async (format) => {
    expect(await source({}, { format })).toContain(
      `format: Adobe's guide has no "${format}"; it calls files with columns "delimited"`,
    );
  });

  test("a format that another guide has is taken", async () => {
    expect(await source({}, { format: "parquet_xdm" })).toBe("");
  });
});

describe("a specification that Adobe does not show", () => {
  const unknown = { id: "ecadc60c-7455-4d87-84dc-2a0e293d9970", version: "1.0" };
  const says = (name: string, finder: string) =>
    `Adobe shows no ${name} "${unknown.id}", so nothing is checked by it: give the id of one, which ${finder} finds by its name`;

  test("is named for connections", async () => {
    const expected = says("connection specification", "getConnectionSpec");
    expect(await preview("flow:Connection", { ...bucketProgram, connectionSpec: unknown })).toBe(
      expected,
    );
    const source = { connectionSpec: unknown, params: { path: "/in" } };
    expect(await preview("flow:SourceConnection", source)).toBe(expected);
  });

  test("is named for dataflows", async () => {
    const parts = await makeBatchParts(harness.provider, "files");
    const flow = batchFlowProgram(parts, { startTime: FUTURE, frequency: "hour", interval: 1 });
    expect(await preview("flow:Dataflow", { ...flow, flowSpec: unknown })).toBe(
      says("flow specification", "getFlowSpec"),
    );
  });
});
