import fs from "node:fs/promises";
import path from "node:path";

import { cacheDirectory } from "../../../local/toolchain/cache";
import { ensureMinistack } from "../../../local/toolchain/ministack";
import { ensurePythonTool } from "../../../local/toolchain/python";
import { aepp } from "../../emulator/aepp/client";
import { createMachine, fakePython, type Machine } from "./machine";

describe("MiniStack", () => {
  let machine: Machine;
  const ensure = () => ensureMinistack(machine.context);

  beforeEach(async () => {
    machine = await createMachine();
  });

  afterEach(() => machine.remove());

  test("is installed once, by hash, into an environment of its own", async () => {
    await machine.install("python3", fakePython(`echo "$@" > "$(dirname "$0")/asked"`));
    const file = await ensure();
    expect(file).toMatch(/the cache\/ministack-1\.5\.33-[0-9a-f]{8}\/bin\/ministack$/);
    const asked = await fs.readFile(path.join(path.dirname(file), "asked"), "utf8");
    expect(asked).toMatch(
      /^-m pip install .*--only-binary :all: --require-hashes -r .*requirements\.txt/,
    );
    await expect(ensure()).resolves.toBe(file);
    await expect(machine.calls()).resolves.toEqual(["python venv", "pip install"]);
    expect(machine.shown[0]).toMatch(/^Installing MiniStack 1\.5\.33.*about 20 s/);
  });

  test("is installed again when the Python it was installed with is gone", async () => {
    await machine.install("python3", fakePython());
    const file = await ensure();
    await fs.rm(path.join(path.dirname(file), "python"));
    await ensure();
    expect((await machine.calls()).filter((call) => call === "python venv")).toHaveLength(2);
  });

  test("two runs at once install it once", async () => {
    await machine.install("python3", fakePython("sleep 0.3"));
    const [one, two] = await Promise.all([ensure(), ensure()]);
    expect(one).toBe(two);
    await expect(machine.calls()).resolves.toEqual(["python venv", "pip install"]);
  });

  test.each([
    [
      "there is no Python",
      undefined,
      /needs Python 3\.10 or later: Python is not on PATH.*Install/,
    ],
    ["Python is too old", "echo 3.8", /bin\/python3 is version 3\.8.*Install Python/],
    ["Python does not work", "exit 1", /bin\/python3 is not working.*Install Python/],
    [
      "the venv module is missing",
      `[ "$1" = -c ] && echo 3.11 && exit; echo "$0: No module named venv" >&2; exit 1`,
      /venv module is missing from .*python3-venv/,
    ],
    [
      "Debian's ensurepip is missing",
      `[ "$1" = -c ] && echo 3.11 && exit; echo "ensurepip is not available." ; exit 1`,
      /venv module is missing from .*python3-venv/,
    ],
    [
      "the index cannot be reached",
      fakePython("echo 'Could not fetch URL' >&2; exit 1"),
      /could not be installed:\n.*Could not fetch URL\n.*index reachable/,
    ],
    [
      "the disk is full",
      fakePython("echo '[Errno 28] No space left on device' >&2; exit 1"),
      /No disk space left for .*the cache.*CHATLIO_AEP_CACHE/,
    ],
  ])("says what to do when %s", async (_, script, message) => {
    if (script !== undefined) await machine.install("python3", script);
    await expect(ensure()).rejects.toMatchObject({
      name: "ToolchainError",
      message: expect.stringMatching(message) as string,
    });
    // Nothing is left that the next run would take for an environment.
    await machine.install("python3", fakePython());
    await expect(ensure()).resolves.toMatch(/bin\/ministack$/);
  });
});

describe("Adobe's Python client, which only tests need", () => {
  let machine: Machine;
  const ensure = () => ensurePythonTool(machine.context, aepp);

  beforeEach(async () => {
    machine = await createMachine();
  });

  afterEach(() => machine.remove());

  test("is installed in the same way, without the packages that it does not import", async () => {
    await machine.install("python3", fakePython(`echo "$@" > "$(dirname "$0")/asked"`));
    const directory = await ensure();
    expect(directory).toMatch(/the cache\/aepp-0\.6\.0-[0-9a-f]{8}$/);
    const asked = await fs.readFile(path.join(directory, "bin/asked"), "utf8");
    expect(asked).toMatch(
      / --no-deps --only-binary :all: --require-hashes -r .*aepp\/requirements\.txt/,
    );
  });

  test.each([
    ["there is no Python", undefined, /^aepp, Adobe's Python client, needs Python 3\.11 or later/],
    ["Python is too old", "echo 3.10", /bin\/python3 is version 3\.10.*Install Python/],
    [
      "the index cannot be reached",
      fakePython("echo 'Could not fetch URL' >&2; exit 1"),
      /^aepp, .* could not be installed:\n.*index reachable/s,
    ],
  ])("says what to do when %s", async (_, script, message) => {
    if (script !== undefined) await machine.install("python3", script);
    await expect(ensure()).rejects.toMatchObject({
      name: "ToolchainError",
      message: expect.stringMatching(message) as string,
    });
  });
});

test.each([
  [{ CHATLIO_AEP_CACHE: "/own", XDG_CACHE_HOME: "/xdg" }, "/own"],
  [{ XDG_CACHE_HOME: "/xdg" }, "/xdg/chatlio-aep"],
  [{ XDG_CACHE_HOME: "relative" }, /\/\.cache\/chatlio-aep$/],
  [{}, /\/\.cache\/chatlio-aep$/],
])("the cache directory with %j", (env, expected) => {
  expect(cacheDirectory(env)).toEqual(
    typeof expected === "string" ? expected : expect.stringMatching(expected),
  );
});
