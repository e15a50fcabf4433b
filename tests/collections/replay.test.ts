import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { EmulatorClient } from "../../emulator";
import { repository } from "../../local/toolchain/context";
import { useStarted } from "../emulator/support/emulator";
import { runsFull } from "../support/full";
import { quickTypeScript } from "../support/programs";
import { runWritten, writtenCommands } from "../support/writtenCommands";
import { isEmulated } from "./agents";
import { readCollection, readEnvironment, UsageError, type CollectionFile } from "./format";
import { replay } from "./replay";
import type { Replayed } from "./results";
import { toTable } from "./table";

const file = path.join(__dirname, "../fixtures/collection.json");

function runMain(args: readonly string[]) {
  const command = [...quickTypeScript, path.join(__dirname, "main.ts"), ...args];
  return spawnSync(process.execPath, command, { cwd: repository, encoding: "utf8" });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "collection-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(content: object): Promise<string> {
  const given = path.join(folder, "given.json");
  await writeFile(given, JSON.stringify(content));
  return given;
}

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
    const fine = { unsent: undefined, unrun: 0, failures: [], warnings: [] };
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
        unrun: 1,
        warnings: ["did not run: responds in time"],
      },
    ]);
  });

  const request = { name: "One", request: { url: "https://platform.adobe.io/" } };

  it.each<readonly [string, object]>([
    ["no collection", [1]],
    ["items that are a text", { item: "zap" }],
    ["items that are an object", { item: {} }],
    ["an item that is a text", { item: ["zap"] }],
    ["an item that is neither folder nor request", { item: [{ name: "zap" }] }],
    ["a request that is a number", { item: [{ request: 1 }] }],
    ["a folder whose items are a text", { item: [{ item: "zap" }] }],
    ["variables that are an object", { item: [request], variable: { a: 1 } }],
    ["scripts that are a text", { item: [{ ...request, event: "zap" }] }],
    ["no request", { item: [{ name: "Folder", item: [] }] }],
  ])("rejects a collection with %s", async (_what, content) => {
    await expect(readCollection(await written(content))).rejects.toThrow(UsageError);
  });

  it.each<readonly [string, object]>([
    ["an array", [1]],
    ["no values", {}],
    ["values that are an object", { values: { a: 1 } }],
    ["a value that is a number", { values: [1] }],
    ["a key that is a number", { values: [{ key: 1 }] }],
  ])("rejects an environment that is or has %s", async (_what, content) => {
    await expect(readEnvironment(await written(content))).rejects.toThrow(UsageError);
  });

  it("takes what Postman's format allows", async () => {
    const collection = {
      item: [
        { item: [request, { request: "https://a.b/" }] },
        { ...request, request: { header: null } },
      ],
      variable: [{ id: "a", value: "b" }],
    };
    expect(await readCollection(await written(collection))).toMatchObject(collection);
  });

  it.each([
    ["a file that is not there", ["--collection", "/nowhere.json"], /Cannot read .* \(ENOENT\)/],
    [
      "an empty name",
      ["--collection", ""],
      /the value of option '--collection <file...>' is empty/,
    ],
    ["an empty environment", ["--collection", file, "--environment", ""], /is empty/],
    ["another JSON file", ["--collection", "package.json"], /is not in Postman's format .*`item`/],
    ["no file", ["--collection"], /argument missing/],
    ["another environment", ["--collection", file, "--environment", "package.json"], /`values`/],
    ["an environment alone", ["--environment", "package.json"], /Give --collection/],
  ])("ends with exit code 2 and one line for %s", (_what, args, message) => {
    const { status, stderr } = runMain(args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(2);
  });

  it("does not take assertions that have not run for a success", async () => {
    const exec = ["pm.test('a', () => {});", "tests['b'] = true;"];
    const event = [
      { listen: "prerequest", script: { exec: ["pm.execution.skipRequest();"] } },
      { listen: "test", script: { exec } },
    ];
    const given = await written({ item: [{ ...request, event }] });
    const { status, stdout } = runMain(["--collection", given]);
    expect(stdout).toContain("- One: did not run: 2 in the scripts\n");
    expect(stdout).toContain("1 not sent; 0 of 2 assertions passed; 2 DID NOT RUN");
    expect(status).toBe(1);
    expect(runMain(["--collection", given, "--allow-unsent"]).status).toBe(0);
  });

  it("counts what the scripts of an unsent request assert as not run", async () => {
    const exec = [
      "pm.test('x', () => {});",
      "pm.test('y', () => pm.response.to.have.status(200));",
      "pm.test('z', () => pm.expect(pm.response.code).to.not.equal(500));",
      "tests['w'] = true;",
    ];
    const away = { url: "http://example.com/x" };
    const item = [
      { name: "first", request: away, event: [{ listen: "test", script: { exec } }] },
      { name: "second", request: away, event: [{ listen: "test", script: { exec } }] },
      {
        name: "third",
        request: away,
        event: [
          { listen: "prerequest", script: { exec: ["pm.test('before', () => {});"] } },
          { listen: "test", script: { exec: ["pm.response.json();", "pm.test('v', () => {});"] } },
        ],
      },
    ];
    const given = await written({ item });
    const { status, stdout } = runMain(["--collection", given, "--allow-unsent"]);
    expect(stdout).toMatch(/^first +- +0\/4 {2}not sent$/mu);
    expect(stdout).toContain("- second: did not run: x, y, z, w\n");
    expect(stdout).toContain("- third: a script threw: ");
    expect(stdout).toContain("- third: did not run: before, 1 in the scripts\n");
    expect(stdout).toContain(
      "3 requests: 0 passed, 0 failed, 0 incomplete, 0 no assertions, 3 not sent; 0 of 10 assertions passed; 10 DID NOT RUN",
    );
    expect(status).toBe(0);
    expect(runMain(["--collection", given]).status).toBe(1);
  });

  it("shows a request as incomplete when an assertion never ends", async () => {
    const event = [
      {
        listen: "test",
        script: { exec: ["pm.test('ends', () => {});", "pm.test('waits', (done) => {});"] },
      },
    ];
    const given = await written({ item: [{ ...request, event }] });
    const { status, stdout } = runMain(["--collection", given]);
    expect(stdout).toMatch(/^One +200 +1\/2 {2}incomplete$/mu);
    expect(stdout).toContain(
      "1 requests: 0 passed, 0 failed, 1 incomplete, 0 no assertions, 0 not sent; 1 of 2 assertions passed; 1 DID NOT RUN, so nobody knows whether they hold",
    );
    // As Postman's own runner does.
    expect(status).toBe(0);
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
      "- Somewhere else: not sent: example.com is not a host of Adobe's",
      "- Somewhere else: did not run: responds in time",
      "",
      "5 requests: 3 passed, 1 failed, 0 incomplete, 0 no assertions, 1 not sent; 8 of 10 assertions passed; 1 DID NOT RUN, so nobody knows whether they hold",
    ]);
  });

  it.each([
    ["platform.adobe.io", true],
    ["platform-nld2.adobe.io", true],
    ["IMS-na1.AdobeLogin.com", true],
    ["dcs.adobedc.net", true],
    ["platform.adobe.io:8443", true],
    ["127.0.0.1:1", true],
    ["127.0.0.1", false],
    ["127.0.0.1:18799", false],
    ["localhost:1", false],
    ["adobe.io", false],
    ["evil-adobe.io", false],
    ["platform.adobe.io.example.com", false],
    ["localhost", false],
  ])("takes %s as a host of the emulator: %s", (host, expected) => {
    expect(isEmulated(host, new URL("http://127.0.0.1:1"))).toBe(expected);
  });
});
