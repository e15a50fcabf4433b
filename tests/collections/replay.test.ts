import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { EmulatorClient } from "../../emulator";
import { repository } from "../../local/toolchain/context";
import { useStarted } from "../emulator/support/emulator";
import { runsFull } from "../support/full";
import { runWritten, writtenCommands } from "../support/writtenCommands";
import { isEmulated } from "./agents";
import { replay, type CollectionFile } from "./replay";
import type { Replayed } from "./results";
import { toTable } from "./table";

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
    const collection = JSON.parse(await readFile(file, "utf8")) as CollectionFile;
    results = await replay(collection, {
      url: emulator.url,
      token: "replaced by the first script",
      folder: path.dirname(file),
    });
  });

  it("sends each request to the emulator and lets its own assertions judge", () => {
    const fine = { unsent: undefined, failures: [], warnings: [] };
    expect(results).toEqual([
      { ...fine, name: "Log in", status: 200, passed: 2 },
      { ...fine, name: "Schemas / Create a schema", status: 201, passed: 3 },
      {
        ...fine,
        name: "Schemas / Look it up",
        status: 200,
        passed: 2,
        failures: ["is of another title: expected 'Replayed' to equal 'Other'"],
      },
      {
        ...fine,
        name: "Schemas / Look up another one",
        status: 404,
        passed: 1,
        warnings: [
          expect.stringContaining('404 {"type":"http://ns.adobe.com/aep/errors/XDM-1010-404"'),
        ],
      },
      {
        ...fine,
        name: "Somewhere else",
        status: undefined,
        unsent: "example.com is not a host of Adobe's",
        passed: 0,
        failures: ["responds in time: expected undefined to be a number"],
      },
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
      "Request                        Status  Assertions  Result",
      "Log in                            200         2/2  passed",
      "Schemas / Create a schema         201         3/3  passed",
      "Schemas / Look it up              200         2/3  FAILED",
      "Schemas / Look up another one     404         1/1  passed",
      "Somewhere else                      -         0/1  not sent",
      "",
      "- Schemas / Look it up: is of another title: expected 'Replayed' to equal 'Other'",
      expect.stringMatching(/^- Schemas \/ Look up another one: 404 \{"type":/),
      "- Somewhere else: responds in time: expected undefined to be a number",
      "- Somewhere else: not sent: example.com is not a host of Adobe's",
      "",
      "5 requests: 3 passed, 1 failed, 0 no assertions, 1 not sent; 8 of 9 assertions passed",
    ]);
  });

  it.each([
    ["platform.adobe.io", true],
    ["platform-nld2.adobe.io", true],
    ["IMS-na1.AdobeLogin.com", true],
    ["dcs.adobedc.net", true],
    ["127.0.0.1", true],
    ["adobe.io", false],
    ["evil-adobe.io", false],
    ["platform.adobe.io.example.com", false],
    ["localhost", false],
  ])("takes %s as a host of the emulator: %s", (host, expected) => {
    expect(isEmulated(host, new URL("http://127.0.0.1:1"))).toBe(expected);
  });
});
