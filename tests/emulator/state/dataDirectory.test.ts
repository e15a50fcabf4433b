import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";

import { startEmulator } from "../../../emulator";
import { DataDirectoryError } from "../../../emulator/state/dataDirectoryError";
import { diskStore } from "../../../emulator/state/diskStore";
import { sample } from "../../support/full";
import { seededRandom } from "../../support/random";
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

  it("is used by one process at a time, which the error names", async () => {
    const first = await startEmulator({ data: directory });
    await expect(startEmulator({ data: directory })).rejects.toThrow(
      `The data directory ${directory} is in use by process ${process.pid}. End that emulator,`,
    );
    await first.close();
    await (await startEmulator({ data: directory })).close();
  });

  it("is used again when its process has ended, or its id belongs to another process", async () => {
    const ended = spawnSync(process.execPath, ["-e", ""]).pid;
    const lock = path.join(directory, "emulator.lock");
    const stale = [{ pid: ended }];
    // Only Linux tells when a process has started.
    if (process.platform === "linux") stale.push({ pid: process.pid });
    for (const holder of stale) {
      await writeFile(lock, JSON.stringify({ ...holder, host: hostname(), started: "1" }));
      await (await startEmulator({ data: directory })).close();
    }
    expect((await readdir(directory)).sort()).toEqual(["data.mdb", "lock.mdb"]);
  });

  it.each([
    ['{"pid":7,"host":"elsewhere"}', "in use by process 7 on elsewhere"],
    ["", "in use by another process"],
  ])("with the lock %j counts as in use, and the error says what to do", async (text, message) => {
    const lock = path.join(directory, "emulator.lock");
    await writeFile(lock, text);
    const started = startEmulator({ data: directory });
    await expect(started).rejects.toThrow(message);
    await expect(started).rejects.toThrow(`delete ${lock}`);
  });

  it("may have a dot in its name", async () => {
    const dotted = path.join(directory, "state.v1");
    await (await startEmulator({ data: dotted })).close();
    expect(await readdir(dotted)).toContain("data.mdb");
  });

  it.each([
    ["truncated", (file: Buffer) => file.subarray(0, Math.floor(file.length / 8192) * 4096)],
    ["overwritten", (file: Buffer) => randomBytes(file.length)],
    ["overwritten after its first pages", (file: Buffer) => file.fill(0xa5, 8192)],
    ["without its first pages", (file: Buffer) => file.fill(0, 0, 8192)],
    ["with zeros in the middle", (file: Buffer) => file.fill(0, 8192)],
  ])("that is damaged (%s) is an error with a way out", async (_how, damage) => {
    const first = await startClient({ data: directory });
    for (let made = 0; made < 3; made += 1) await makePipeline(first);
    await first.close();
    const file = path.join(directory, "data.mdb");
    await writeFile(file, damage(await readFile(file)));
    await expect(startEmulator({ data: directory })).rejects.toThrow(
      /The state in \S+data\.mdb is damaged and cannot be read \(.+\)\. .*delete the file/u,
    );
    await rm(file);
    await (await startEmulator({ data: directory })).close();
  });

  it("has all of its objects or is an error when the head of a page is damaged", async () => {
    const sizeWith = async (more: number) => {
      const store = diskStore(directory);
      const objects = store.collection<string>("prod", "datasets");
      const { size } = objects;
      for (let index = size; index < size + more; index += 1)
        objects.set(`id-${index}`, "x".repeat(200));
      await store.close();
      return size;
    };
    await sizeWith(300);
    const file = path.join(directory, "data.mdb");
    await sizeWith(0);
    const sound = await readFile(file);
    const { below } = seededRandom(13);
    const pages = Array.from({ length: sound.length / 4096 }, (_, page) => page);
    for (const page of sample(pages, 4)) {
      const damaged = Buffer.from(sound);
      const at = page * 4096 + below(12);
      for (let index = at; index < at + 4; index += 1) damaged[index] = below(256);
      await writeFile(file, damaged);
      const outcome = await sizeWith(5).catch((error: unknown) => error);
      if (outcome !== 300) expect(outcome).toBeInstanceOf(DataDirectoryError);
      else expect(await sizeWith(0)).toBe(305);
    }
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
    [{ "no-such": "x" }, "Unknown assumption `no-such`. Valid assumptions: "],
    [
      { "mapping-delete": "500" },
      "Assumption `mapping-delete` cannot be `500`. Valid values: 204, 405, 403.",
    ],
  ])("names what a wrong assumption can be: %j", async (assume, message) => {
    await expect(startEmulator({ assume })).rejects.toThrow(message);
  });
});
