import { spawn } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ensureEngine, PULUMI_VERSION, withLanguageHost } from "../../../local/toolchain/engine";
import { ToolchainError } from "../../../local/toolchain/errors";
import { isRunning } from "../../../scripts/lock.cjs";
import { quickTypeScript } from "../../support/programs";
import { createMachine, fakeGo, GIGABYTE, type Machine } from "./machine";

/** The message of the ToolchainError with which this fails. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ToolchainError);
  return (error as ToolchainError).message;
}

describe("the engine", () => {
  let machine: Machine;

  beforeEach(async () => {
    machine = await createMachine();
  });

  afterEach(() => machine.remove());

  test("on PATH is used when its version fits, and nothing is installed or shown", async () => {
    const file = await machine.install("pulumi", "echo v3.250.1");
    await expect(ensureEngine(machine.context)).resolves.toEqual({
      file,
      version: "3.250.1",
      source: "PATH",
    });
    expect(machine.shown).toEqual([]);
    await expect(fs.readdir(machine.directory)).resolves.toEqual(["bin"]);
  });

  test.each([
    ["older", "echo v3.100.0", "is version 3.100.0"],
    ["of the next major version", "echo v4.0.0", "is version 4.0.0"],
    ["broken", "exit 1", "does not print its version"],
  ])("on PATH that is %s is not used, and the message says so", async (_, script, reason) => {
    await machine.install("pulumi", script);
    expect(await failureOf(ensureEngine(machine.context))).toContain(reason);
  });

  test("is missing without Go and network: one message says what to install", async () => {
    const message = await failureOf(ensureEngine(machine.context));
    expect(message).toContain("on PATH: pulumi is not on PATH");
    expect(message).toContain("download: the download site is not reachable (ECONNREFUSED)");
    expect(message).toContain("build: Go is not on PATH");
    expect(message).toMatch(new RegExp(`Install either Pulumi ${PULUMI_VERSION} .* or Go 1\\.25`));
  });

  test("is built when the download is not possible, and found in the cache from then on", async () => {
    await machine.install("go", fakeGo());
    const built = await ensureEngine(machine.context);
    expect(built).toMatchObject({ version: PULUMI_VERSION, source: "build" });
    expect(machine.shown).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^skipped the download site is not reachable/),
        expect.stringMatching(/pinned Go modules.*minutes/),
        "1 Go modules downloaded",
        "compiled 1 of 2 packages",
      ]),
    );
    machine.shown.length = 0;
    await expect(ensureEngine(machine.context)).resolves.toEqual({ ...built, source: "cache" });
    expect(machine.shown).toEqual([]);
    await expect(machine.calls()).resolves.toEqual(["go build"]);
  });

  test("is built of the pinned modules only, whatever the user's settings for Go are", async () => {
    await machine.install("go", fakeGo());
    const own = {
      GO111MODULE: "off",
      GOFLAGS: "-mod=mod -modfile=/tmp/go.mod",
      GOWORK: "/tmp/go.work",
    };
    await ensureEngine({ ...machine.context, env: { ...machine.context.env, ...own } });
    const settings = await fs.readFile(path.join(machine.directory, "go settings"), "utf8");
    expect(settings).toBe("GO111MODULE=on GOFLAGS=-mod=readonly GOWORK=off\n");
  });

  test("has the content of each of its Go modules pinned", async () => {
    const read = (name: string) =>
      fs.readFile(path.resolve("local/toolchain/engine", name), "utf8");
    const required = [...(await read("go.mod")).matchAll(/^\s+(\S+\/\S+) (v\S+)/gm)];
    const sums = await read("go.sum");
    expect(required.length).toBeGreaterThan(100);
    for (const [, module, version] of required) {
      expect(sums).toContain(`${module} ${version}/go.mod h1:`);
    }
    expect(sums).toContain(`github.com/pulumi/pulumi/pkg/v3 v${PULUMI_VERSION} h1:`);
  });

  test.each([
    ["too old", "echo go1.19.4", "Go 1.19.4", "is too old"],
    ["not working", "echo broken >&2; exit 1", "does not work (broken)", "Install either"],
  ])("with a Go that is %s names it", async (_, script, ...expected) => {
    await machine.install("go", script);
    const message = await failureOf(ensureEngine(machine.context));
    for (const text of expected) expect(message).toContain(text);
  });

  test.each([
    [
      "the build fails",
      "echo 'example.org/one: connection refused' >&2; exit 1",
      /build of the Pulumi engine failed:\n.*connection refused[^]*again to continue/,
    ],
    [
      "the disk is full",
      "echo 'write /x: no space left on device' >&2; exit 1",
      /No disk space left for Go's caches.*4 GB/,
    ],
    [
      "Go must not fetch a newer Go",
      "echo 'go: go.mod requires go >= 1.25 (running go 1.22; GOTOOLCHAIN=local)' >&2; exit 1",
      /too old.*GOTOOLCHAIN=local.*Update Go, or unset/,
    ],
  ])(
    "says what to do when %s, and leaves nothing that looks complete",
    async (_, script, message) => {
      await machine.install("go", fakeGo(script));
      expect(await failureOf(ensureEngine(machine.context))).toMatch(message);
      await machine.install("go", fakeGo());
      await expect(ensureEngine(machine.context)).resolves.toMatchObject({ source: "build" });
    },
  );

  test("is not built when there is too little disk, and says how much it needs", async () => {
    const freeBytes = () => Promise.resolve(1 * GIGABYTE);
    await machine.install("go", fakeGo());
    const message = await failureOf(ensureEngine({ ...machine.context, freeBytes }));
    expect(message).toMatch(/No disk space left for .*modcache.*about 4 GB/);
    await expect(machine.calls()).resolves.toEqual([]);
  });

  test("that was built but does not run is not kept", async () => {
    await machine.install("go", `${fakeGo()}\n[ "$1" != -o ] || echo 'exit 1' > "$2"`);
    expect(await failureOf(ensureEngine(machine.context))).toContain(
      "does not run on this machine",
    );
    await expect(fs.readdir(machine.context.cache)).resolves.toEqual(["unfinished"]);
  });

  test("in a cache that cannot be written names the directory and the variable", async () => {
    const cache = path.join(machine.directory, "bin/go/cache"); // below a file
    await machine.install("go", fakeGo());
    const failure = await ensureEngine({ ...machine.context, cache }).catch(String);
    expect(failure).toContain("CHATLIO_AEP_CACHE");
  });

  test("two processes at the same time install it once", async () => {
    await machine.install("go", fakeGo("sleep 0.5"));
    const engines = await Promise.all([
      ensureEngine(machine.context),
      ensureEngine(machine.context),
    ]);
    expect(engines.map(({ source }) => source).sort()).toEqual(["build", "cache"]);
    await expect(machine.calls()).resolves.toEqual(["go build"]);
    expect(machine.shown.join("\n")).toMatch(/Waiting for another run \(process \d+\)/);
  });

  test("is built by the next run when one is killed, and the build ends with that run", async () => {
    const builder = path.join(machine.directory, "builder");
    await machine.install("go", fakeGo(`echo $$ > '${builder}'; sleep 600`));
    const script = `require(${JSON.stringify(path.resolve("local/toolchain/index.ts"))}).ensureToolchain({ ministack: false })`;
    const killed = spawn(process.execPath, [...quickTypeScript, "-e", script], {
      env: {
        ...machine.context.env,
        CHATLIO_AEP_CACHE: machine.context.cache,
        PULUMI_RELEASES_URL: machine.context.releases,
      },
      stdio: "ignore",
    });
    const pid = await waitFor(() => fs.readFile(builder, "utf8").then(Number, () => 0));
    killed.kill("SIGKILL");
    await waitFor(() => Promise.resolve(isRunning(pid) ? 0 : 1));

    await machine.install("go", fakeGo());
    await expect(ensureEngine(machine.context)).resolves.toMatchObject({ source: "build" });
    await expect(fs.readdir(path.join(machine.context.cache, "unfinished"))).resolves.toEqual([]);
  });
});

describe("the language host", () => {
  let machine: Machine;

  beforeEach(async () => {
    machine = await createMachine();
  });

  afterEach(() => machine.remove());

  const place = (source: "PATH" | "cache", file: string) =>
    withLanguageHost(
      { file, version: PULUMI_VERSION, source },
      path.join(machine.directory, "work"),
      machine.context,
      "/a path/it's here/stub",
    );

  test("of the official engine is used unchanged", async () => {
    const file = await machine.install("pulumi", "echo v3.248.0");
    await machine.install("pulumi-language-nodejs", "");
    await expect(place("PATH", file)).resolves.toBe(path.dirname(file));
  });

  test("is the stub where the official one is missing, next to a copy of the engine", async () => {
    const file = await machine.install("pulumi", "echo v3.248.0");
    const directory = await place("cache", file);
    expect(directory).not.toBe(path.dirname(file));
    await expect(fs.readdir(directory)).resolves.toEqual(["pulumi", "pulumi-language-nodejs"]);
    const launcher = await fs.readFile(path.join(directory, "pulumi-language-nodejs"), "utf8");
    expect(launcher).toBe(`#!/bin/sh\nexec '/a path/it'\\''s here/stub' "$@"\n`);
    await expect(place("cache", file)).resolves.toBe(directory);
  });

  test("follows an engine that was replaced", async () => {
    const file = await machine.install("pulumi", "echo v3.248.0");
    await place("cache", file);
    await fs.rm(file);
    await machine.install("pulumi", "echo v3.248.0 # longer");
    const directory = await place("cache", file);
    await expect(fs.readFile(path.join(directory, "pulumi"), "utf8")).resolves.toContain("longer");
  });
});

/** Polls until the result is not 0. */
async function waitFor(poll: () => Promise<number>): Promise<number> {
  for (;;) {
    const result = await poll();
    if (result !== 0) return result;
    await sleep(20);
  }
}
