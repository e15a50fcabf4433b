import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const repository = path.join(__dirname, "../..");

/** A clone with a package file and a lock file of its own, and an npm that is a script. */
describe("the set-up before every npm script", () => {
  let clone: string;

  beforeEach(async () => {
    clone = await fs.mkdtemp(path.join(os.tmpdir(), "setup test "));
    await fs.mkdir(path.join(clone, "scripts"));
    for (const name of ["setup.cjs", "guard.cjs", "lock.cjs"]) {
      await fs.copyFile(path.join(repository, "scripts", name), path.join(clone, "scripts", name));
    }
    await write("package.json", { name: "clone", engines: { node: ">=20" } });
    await write("package-lock.json", { packages: locked("1.0.0") });
    await npm("");
  });

  afterEach(() => fs.rm(clone, { recursive: true }));

  const write = (file: string, content: unknown) =>
    fs.writeFile(path.join(clone, file), JSON.stringify(content));

  const locked = (version: string) => ({
    "": { name: "clone" },
    "node_modules/one": { version },
    "node_modules/other-system": { version, optional: true },
  });

  /** An npm that notes its arguments and installs what the lock file says, after `before`. */
  const npm = (before: string) =>
    fs.writeFile(
      path.join(clone, "npm.cjs"),
      `const fs = require("fs");
       fs.appendFileSync("calls", process.argv.slice(2).join(" ") + "\\n");
       ${before}
       const { packages } = JSON.parse(fs.readFileSync("package-lock.json"));
       delete packages[""];
       delete packages["node_modules/other-system"];
       fs.mkdirSync("node_modules", { recursive: true });
       fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));`,
    );

  const options = () => ({
    cwd: clone,
    env: { ...process.env, npm_execpath: path.join(clone, "npm.cjs") },
  });
  const setup = (...nodeArgs: string[]) =>
    spawnSync(process.execPath, [...nodeArgs, "scripts/setup.cjs"], {
      ...options(),
      encoding: "utf8",
    });
  const calls = () =>
    fs.readFile(path.join(clone, "calls"), "utf8").then(
      (text) => text.trim().split("\n"),
      () => [],
    );

  test("installs the packages on a fresh clone, and does nothing and says nothing later", async () => {
    const first = setup();
    expect(first).toMatchObject({ status: 0, stdout: "" });
    expect(first.stderr).toContain("Installing the packages");
    expect(setup()).toMatchObject({ status: 0, stdout: "", stderr: "" });
    await expect(calls()).resolves.toEqual([expect.stringMatching(/^ci --include=dev/)]);
  });

  test("installs again when the lock file has changed", async () => {
    setup();
    await write("package-lock.json", { packages: locked("2.0.0") });
    setup();
    await write("package-lock.json", { packages: { "": {} } });
    setup();
    setup();
    await expect(calls()).resolves.toHaveLength(3);
  });

  test("says so when the installation fails, with npm's exit code", async () => {
    await npm("process.exit(7);");
    const { status, stderr } = setup();
    expect(status).toBe(7);
    expect(stderr).toMatch(/could not be installed.*registry/);
  });

  test("twice at once installs once", async () => {
    await npm("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);");
    const runs = [1, 2].map(() =>
      spawn(process.execPath, ["scripts/setup.cjs"], { ...options(), stdio: "ignore" }),
    );
    const codes = await Promise.all(runs.map((run) => once(run, "exit")));
    expect(codes.map(([code]) => code as unknown)).toEqual([0, 0]);
    await expect(calls()).resolves.toHaveLength(1);
  });

  const startedWith = async (version: string, range: string) => {
    await write("package.json", { name: "clone", engines: { node: range } });
    const fake = path.join(clone, "version.cjs");
    const value = JSON.stringify(version);
    await fs.writeFile(
      fake,
      `Object.defineProperty(process.versions, "node", { value: ${value} });`,
    );
    return setup("--require", fake);
  };

  test.each([
    ["18.20.0", ">=20"],
    ["20.18.3", "^20.19 || >=22.12"],
    ["21.7.0", "^20.19 || >=22.12"],
    ["22.11.0", "^20.19 || >=22.12"],
  ])("names Node %s, which does not fit %s", async (version, range) => {
    const { status, stderr } = await startedWith(version, range);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      range === ">=20"
        ? /^Node\.js 18\.20\.0 does not fit: clone needs Node\.js 20 or later \(/
        : /^Node\.js [\d.]+ does not fit: clone needs Node\.js 20\.19 or 22\.12 or later \(/,
    );
    await expect(calls()).resolves.toEqual([]);
  });

  test.each(["20.19.0", "20.20.2", "22.12.0", "23.0.0", "26.1.0"])(
    "takes Node %s for ^20.19 || >=22.12",
    async (version) => {
      expect((await startedWith(version, "^20.19 || >=22.12")).status).toBe(0);
    },
  );
});
