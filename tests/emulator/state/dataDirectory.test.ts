import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { startEmulator } from "../../../emulator";
import { flowservice, startClient, type ApiResponse, type Client } from "../support/client";
import { withEmulator } from "../support/emulator";
import { inletPath, makePipeline, postRecord, record, rowsOf } from "../support/objects";

describe("a data directory", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "aep-data-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const post = async (
    client: Client,
    flowId: string,
    id: string,
    more: object = {},
  ): Promise<ApiResponse> => postRecord(client, flowId, record(id, more));

  it("lets a restart find objects, rows and rejected rows again", async () => {
    const first = await startClient({ data: directory });
    const { flowId, datasetId, schemaId } = await makePipeline(first);
    await post(first, flowId, "one");
    await post(first, flowId, "bad", { at: "never" });
    const before = await rowsOf(first, datasetId);
    const inlet = await inletPath(first, flowId);
    await first.close();

    await withEmulator({ data: directory }, async (second) => {
      expect(await rowsOf(second, datasetId)).toEqual(before);
      expect(await inletPath(second, flowId)).toBe(inlet);
      await post(second, flowId, "two");
      const after = await rowsOf(second, datasetId);
      expect(after.rows.map((row: { _id: string }) => row._id)).toEqual(["one", "two"]);
      expect(after.total).toEqual({ rows: 2, rejected: 1 });
      const { body } = await second.call("GET", `${flowservice}/runs?property=flowId==${flowId}`);
      expect(body.items[0].metrics.recordSummary).toEqual({
        inputRecordCount: 3,
        outputRecordCount: 2,
        failedRecordCount: 1,
      });
      expect(schemaId).toBeTruthy();
      await second.bare("POST", "/_emulator/reset");
    });

    await withEmulator({ data: directory }, async (third) => {
      const { body } = await third.call("GET", `${flowservice}/flows`);
      expect(body.items).toEqual([]);
    });
  });

  it("is rejected with its name when it is a file", async () => {
    const file = path.join(directory, "file");
    await writeFile(file, "");
    await expect(startEmulator({ data: file })).rejects.toThrow(
      `The data directory ${file} cannot be used`,
    );
  });

  it("is rejected with its name where no directory can be made", async () => {
    await expect(startEmulator({ data: "/proc/emulator/state" })).rejects.toThrow(
      "The data directory /proc/emulator/state cannot be used",
    );
  });

  it("is made with all above it", async () => {
    const emulator = await startEmulator({ data: path.join(directory, "a/b/c") });
    await emulator.close();
    expect((await stat(path.join(directory, "a/b/c"))).isDirectory()).toBe(true);
  });
});

describe("starting", () => {
  it("says when the port is in use", async () => {
    const first = await startEmulator();
    const { port } = new URL(first.url);
    try {
      await expect(startEmulator({ port: Number(port) })).rejects.toThrow(
        `Port ${port} on 127.0.0.1 is in use`,
      );
    } finally {
      await first.close();
    }
  });

  it.each([
    [{ "no-such": "x" }, "Unknown assumption `no-such`. Valid assumptions: flow-inlet-url,"],
    [
      { "mapping-delete": "500" },
      "Assumption `mapping-delete` cannot be `500`. Valid values: 204, 405, 403.",
    ],
  ])("names what a wrong assumption can be: %j", async (assume, message) => {
    await expect(startEmulator({ assume })).rejects.toThrow(message);
  });
});
