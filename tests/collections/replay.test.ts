import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { EmulatorClient, emulatorCredentials } from "../../emulator";
import { repository } from "../../local/toolchain/context";
import { useStarted } from "../emulator/support/emulator";
import { runsFull } from "../support/full";
import { runWritten, writtenCommands } from "../support/writtenCommands";
import type { CollectionDefinition } from "./collection";
import { replay, type Replayed } from "./replay";
import { toTable } from "./table";
import { destination } from "./variables";

const file = path.join(__dirname, "../fixtures/collection.json");

if (runsFull) {
  test("the command of the documentation replays a collection of the reader's home", async () => {
    const home = await mkdtemp(path.join(os.tmpdir(), "home-"));
    try {
      const collection = JSON.parse(await readFile(file, "utf8")) as { item: object[] };
      const first = { ...collection, item: collection.item.slice(0, 1) };
      await writeFile(path.join(home, "collection.json"), JSON.stringify(first));
      await writeFile(path.join(home, "environment.json"), JSON.stringify({ values: [] }));
      const commands = writtenCommands("docs/testing.md", "npm run test:full");
      const env = { ...process.env, HOME: home, XDG_CACHE_HOME: path.join(os.homedir(), ".cache") };
      const printed = await runWritten(commands, { cwd: repository, env });
      expect(printed).toContain("1 requests: 1 passed");
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  }, 600_000);
}

describe("the replay of a Postman collection", () => {
  const emulator = useStarted(() => EmulatorClient.start({ settleMs: 0 }));
  let results: readonly Replayed[];
  beforeAll(async () => {
    const collection = JSON.parse(await readFile(file, "utf8")) as CollectionDefinition;
    results = await replay(collection, {
      url: emulator.url,
      token: "replaced by the first script",
    });
  });

  it("sends each request to the emulator and lets its own assertions judge", () => {
    expect(results).toEqual([
      { name: "Log in", status: 200, passed: 2, failures: [] },
      { name: "Schemas / Create a schema", status: 201, passed: 3, failures: [] },
      {
        name: "Schemas / Look it up",
        status: 200,
        passed: 2,
        failures: ["is of another title: expected 'Replayed' to equal 'Other'"],
      },
      { name: "Somewhere else", status: undefined, passed: 0, failures: [] },
    ]);
  });

  it("fills path variables, and logs in as collection and folders say", async () => {
    const token = await new EmulatorClient(emulator.url).token();
    const { clientId, orgId, sandbox } = emulatorCredentials;
    const collection: CollectionDefinition = {
      auth: { type: "bearer", bearer: [{ key: "token", value: "{{MY_TOKEN}}" }] },
      variable: [{ key: "MY_TOKEN", value: token }],
      item: [
        {
          name: "List",
          request: {
            url: {
              raw: "https://platform.adobe.io/data/foundation/schemaregistry/:CONTAINER/schemas",
              variable: [{ key: "CONTAINER", value: "tenant" }],
            },
            header: [
              { key: "accept", value: "application/vnd.adobe.xed-id+json" },
              { key: "x-api-key", value: clientId },
              { key: "x-gw-ims-org-id", value: orgId },
              { key: "x-sandbox-name", value: sandbox },
            ],
          },
        },
      ],
    };
    expect(await replay(collection, { url: emulator.url, token: "" })).toMatchObject([
      { name: "List", status: 200 },
    ]);
  });

  it.each([
    ["a file that is not there", undefined, /Cannot read .* \(ENOENT\)/],
    ["a file that is not JSON", "{", /is not in Postman's format/],
    ["another JSON file", '{"a":1}', /is not in Postman's format .* `item`/],
  ])("rejects %s in one line", async (_what, content, message) => {
    const directory = await mkdtemp(path.join(os.tmpdir(), "collection-"));
    try {
      const given = path.join(directory, "collection.json");
      if (content !== undefined) await writeFile(given, content);
      const args = ["--require=tsx/cjs", path.join(__dirname, "main.ts"), "--collection", given];
      const { status, stderr } = spawnSync(process.execPath, args, {
        cwd: repository,
        encoding: "utf8",
      });
      expect(status).toBe(2);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it("ends with a table", () => {
    expect(toTable(results).split("\n")).toEqual([
      "Request                    Status  Assertions  Result",
      "Log in                        200         2/2  passed",
      "Schemas / Create a schema     201         3/3  passed",
      "Schemas / Look it up          200         2/3  FAILED",
      "Somewhere else                  -         0/0  not sent",
      "",
      "- Schemas / Look it up: is of another title: expected 'Replayed' to equal 'Other'",
      "",
      "4 requests: 2 passed, 1 failed, 0 no assertions, 1 not sent",
    ]);
  });

  it.each([
    ["https://platform.adobe.io/data/core?a=b", "http://127.0.0.1:1/data/core?a=b"],
    ["127.0.0.1:1/ims/token/v3", "http://127.0.0.1:1/ims/token/v3"],
    ["https://platform.adobe.io.example.com/data", undefined],
    ["https://example.com/?x=platform.adobe.io", undefined],
    ["{{unknown}}/data", undefined],
  ])("sends %s to %s", (url, expected) => {
    expect(destination(url, "http://127.0.0.1:1")).toBe(expected);
  });
});
