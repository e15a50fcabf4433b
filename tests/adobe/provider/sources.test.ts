import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { batchFlowProgram, makeBatchParts, S3 } from "../support/batch";
import type { BatchParts } from "../support/batch";
import { sourceProgram, sources } from "../support/catalogSources";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { importOne, previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";

const names = Object.keys(sources);

let harness: Harness;
let parts: BatchParts;
beforeAll(async () => {
  harness = await startHarness();
  parts = await makeBatchParts(harness.provider, "files");
});
afterAll(() => harness.close());

function urn(name: string): string {
  return urnOf("flow:SourceConnection", name);
}

function programOf(name: string, more?: Properties): Promise<Properties> {
  return sourceProgram(harness, name, more);
}

async function there({ id }: { readonly id: string }) {
  const found = await harness.ui.flows.get("sourceConnections", id);
  if (found === undefined) throw new Error("gone");
  return found as typeof found & { data: Properties; params: Properties };
}

/** Somebody changes it in Adobe's UI. */
async function byHand({ id }: { readonly id: string }, path: string, value: unknown) {
  const { etag = "" } = await there({ id });
  await harness.ui.flows.patch("sourceConnections", id, [{ op: "add", path, value }], etag);
}

describe("a source of the catalog", () => {
  test.each(names)("%s is made as Adobe's guide does it", async (name) => {
    const program = await programOf(name);
    const deployed = await up(harness.provider, urn(`${name} made`), program);
    const { format = "json", params, dataProperties = null, baseConnectionId } = program;
    const found = await there(deployed);
    expect(found.params).toEqual(params);
    expect(found.data).toMatchObject({ format, properties: dataProperties });
    expect(found["baseConnectionId"]).toBe(baseConnectionId);
  });

  test.each(names)("%s shows no change afterwards, nor when it is imported", async (name) => {
    const program = await programOf(name, { name });
    const deployed = await up(harness.provider, urn(`${name} again`), program);
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    for (const one of [deployed, read]) {
      expect((await upAgain(harness.provider, one, program)).diff.changes).toEqual({});
    }
    const another = await harness.another();
    const imported = await importOne(another, urn(`${name} imported`), deployed.id);
    expect(imported.inputs).toMatchObject(program);
    expect((await upAgain(another, imported, program)).diff.changes).toEqual({});
  });
});

describe("a source of files", () => {
  const make = async (name: string, more: Properties = {}) => {
    const program = await programOf("Amazon S3", more);
    return { program, deployed: await up(harness.provider, urn(name), program) };
  };

  test("takes a text for the truth value or number that it is", async () => {
    const { program, deployed } = await make("texts");
    await byHand(deployed, "/params/recursive", "true");
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs["params"]).toMatchObject({ recursive: true });
    expect((await upAgain(harness.provider, read, program)).diff.changes).toEqual({});
  });

  test("shows what somebody has changed, and not what somebody has added", async () => {
    const { program, deployed } = await make("drift");
    await byHand(deployed, "/params/path", "/other");
    await byHand(deployed, "/params/fileType", "csv");
    await byHand(deployed, "/data/properties/columnDelimiter", ";");
    await byHand(deployed, "/data/properties/header", true);
    const read = await refreshed(harness.provider, deployed);
    const next = await upAgain(harness.provider, read, program);
    expect(next.diff.changes).toEqual({
      "params.path": "update-replace",
      "dataProperties.columnDelimiter": "update-replace",
    });
    expect(next.id).not.toBe(deployed.id);
    expect((await there(next)).params).toEqual(program["params"]);
  });

  test("shows nothing that a state of an older version does not have", async () => {
    const { program, deployed } = await make("older");
    const without = { ...program };
    delete without["dataProperties"];
    const inputs = { ...deployed.inputs };
    const outputs = { ...deployed.outputs };
    delete inputs["dataProperties"];
    delete outputs["dataProperties"];
    const read = await refreshed(harness.provider, { ...deployed, inputs, outputs });
    expect(read.inputs).not.toHaveProperty("dataProperties");
    expect((await upAgain(harness.provider, read, without)).diff.changes).toEqual({});
  });

  test("is replaced, and says why, when its properties change", async () => {
    const provider = await harness.another();
    const program = await programOf("Amazon S3");
    const deployed = await up(provider, urn("replaced"), program);
    const wanted = { ...program, dataProperties: { columnDelimiter: ";" } };
    const next = await upAgain(provider, deployed, wanted);
    expect(next.diff.changes).toMatchObject({ "dataProperties.columnDelimiter": "update-replace" });
    expect(provider.said("info").join()).toContain("does not carry a change of a connection over");
    expect((await there(next)).data["properties"]).toEqual({ columnDelimiter: ";" });
  });

  test("is imported with a warning of what no program can write", async () => {
    const { deployed } = await make("older form");
    await byHand(deployed, "/data/columnDelimiter", "\t");
    const provider = await harness.another();
    await importOne(provider, urn("older form imported"), deployed.id);
    expect(provider.said("warning").join()).toContain("no program can write: data.columnDelimiter");
  });

  test("that a killed run has made is found again", async () => {
    const program = await programOf("Amazon S3", { name: "Rows" });
    const first = await up(harness.provider, urn("rows"), program);
    await harness.loseOutcomes();
    expect((await up(await harness.another(), urn("rows"), program)).id).toBe(first.id);
  });
});

describe("the check", () => {
  test.each<[string, string, Properties, string, string]>([
    ["Amazon S3", "no path", { params: { type: "file" } }, "params.path", "is required"],
    [
      "Amazon S3",
      "another type",
      { params: { path: "/a", type: "directory" } },
      "params.type",
      'must be "file" or "folder"; correct it',
    ],
    [
      "Amazon S3",
      "a delimiter of JSON",
      { format: "json", dataProperties: { columnDelimiter: ";" } },
      "dataProperties.columnDelimiter",
      'is for the format "delimited", and this source has "json"',
    ],
    [
      "Azure Blob",
      "a compressed parquet file",
      { format: "parquet" },
      "dataProperties.compressionType",
      'is for the format "delimited" or "json"',
    ],
    [
      "Amazon S3",
      "a long delimiter",
      { dataProperties: { columnDelimiter: "||" } },
      "dataProperties.columnDelimiter",
      "must be one character",
    ],
    ["SFTP", "no base connection", { baseConnectionId: null }, "baseConnectionId", "is required"],
    [
      "Amazon Kinesis",
      "no stream",
      { params: { dataType: "raw" } },
      "params.stream",
      "is required",
    ],
    [
      "Azure Event Hubs",
      "another reset",
      { params: { eventHubName: "chats", reset: "newest" } },
      "params.reset",
      'must be "latest" or "earliest"',
    ],
    [
      "Google PubSub",
      "another type of data",
      { params: { topicId: "chats", dataType: "json" } },
      "params.dataType",
      'must be "raw" or "xdm"',
    ],
  ])("of %s says what is wrong with %s", async (name, _, more, property, reason) => {
    const program = await programOf(name, more);
    const { failures } = await harness.provider.check(urn("bad"), program);
    expect(failures).toMatchObject([
      { property, reason: expect.stringContaining(reason) as string },
    ]);
  });

  test.each<[string, Properties]>([
    ["parameters", { params: UNKNOWN }],
    ["a path", { params: { path: UNKNOWN, type: UNKNOWN } }],
    ["properties", { format: UNKNOWN, dataProperties: { columnDelimiter: UNKNOWN } }],
    ["the specification", { connectionSpec: UNKNOWN, params: {} }],
    ["the base connection", { baseConnectionId: UNKNOWN }],
  ])("waits for what is not known yet: %s", async (_, more) => {
    const program = await programOf("Amazon S3", more);
    await expect(previewCreate(harness.provider, urn("unknown"), program)).resolves.toBe("");
  });

  test("does not judge what is at Adobe already", async () => {
    const program = await programOf("Amazon S3", { params: undefined, dataProperties: undefined });
    const id = await harness.ui.flows.create("sourceConnections", {
      name: "By hand",
      baseConnectionId: program["baseConnectionId"],
      connectionSpec: S3,
      data: { format: "parquet", properties: { compressionType: "gzip" } },
    });
    const imported = await importOne(harness.provider, urn("by hand"), id);
    const same = { ...imported.inputs, description: "ours" };
    const next = await upAgain(harness.provider, imported, same);
    expect(next.diff.changes).toEqual({ description: "add" });
  });
});

describe("the specification at Adobe", () => {
  test("is looked at before a source is made, at preview too", async () => {
    const params = { stream: 5, dataType: "raw" };
    const program = await programOf("Amazon Kinesis", { params });
    for (const work of [previewCreate, up]) {
      const { message } = await failureOf(work(harness.provider, urn("typed"), program));
      expect(message).toContain("params.stream: must be of type string");
      expect(message).toContain('The specification "Amazon Kinesis" says so');
      expect(message).toContain("Nothing was made");
    }
  });

  test("requires a schedule of a batch dataflow, at preview too", async () => {
    const program = batchFlowProgram(parts, undefined);
    for (const work of [previewCreate, up]) {
      const flow = urnOf("flow:Dataflow", "unscheduled");
      const { message } = await failureOf(work(harness.provider, flow, program));
      expect(message).toContain('The flow specification "CloudStorageToAEP" says so');
      expect(message).toContain("schedule: is required");
    }
  });

  test("is looked at for a base connection at preview too", async () => {
    const program = {
      name: "SFTP",
      connectionSpec: sources["SFTP"]?.source["connectionSpec"],
      auth: { specName: "Basic Authentication for sftp", params: { host: "files.shop" } },
    };
    const provider = await harness.another();
    const preview = (credentials: unknown) =>
      previewCreate(provider, urnOf("flow:Connection", "preview"), { ...program, credentials });
    const { message } = await failureOf(preview({ userName: "shop" }));
    expect(message).toContain('credentials.password: is required by "Basic Authentication');
    for (const known of [UNKNOWN, { userName: "shop", password: UNKNOWN }])
      await expect(preview(known)).resolves.toBe("");
  });
});
