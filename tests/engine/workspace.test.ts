import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { CommandError } from "@pulumi/pulumi/automation";

import { createStack, type LocalStack, type StackOptions } from "../../local/workspace";
import { isRunning } from "../../scripts/lock.cjs";
import { quickTypeScript } from "../support/programs";

const workspace = path.resolve("local/workspace.ts");
const workDir = path.join(__dirname, "fixtures/greeting");

describe("a stack in its own backend", () => {
  let stack: LocalStack | undefined;
  const create = async (options: Partial<StackOptions> = {}) =>
    (stack = await createStack({ workDir, ...options }));

  afterEach(async () => {
    await stack?.close();
    stack = undefined;
  });

  test("runs a TypeScript program through up, preview, refresh and destroy", async () => {
    const local = await create({
      config: { "greeting:name": "engine", "greeting:token": { value: "s3cret", secret: true } },
    });

    const up = await local.up();
    const outputs = await local.outputs();
    expect(outputs["greeting"]?.value).toBe("hello engine");
    expect(outputs["projectAndStack"]?.value).toBe("greeting/local");
    expect(outputs["token"]).toEqual({ value: "s3cret", secret: true });
    expect(up.resourceChanges).toEqual({ create: 2 });
    // No warning about a language host elsewhere on PATH, nor any other.
    expect(up.stdout + up.stderr).not.toMatch(/warning/i);

    const preview = await local.preview({ expectNoChanges: true });
    expect(preview.changeSummary).toEqual({ same: 2 });
    await local.refresh();
    const destroyed = await local.destroy();
    expect(destroyed.resourceChanges).toEqual({ delete: 2 });
  });

  test("shows the program's own error without a stack trace", async () => {
    const local = await create({ config: { "greeting:name": "nobody" } });
    const failure = await local.up().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandError);
    expect(String(failure)).toContain("There is nobody to greet.");
    expect(String(failure)).not.toMatch(/\n\s+at /);
  });

  test("ends with its process, even in the middle of an update", async () => {
    const pidFile = path.join(await fs.mkdtemp(path.join(os.tmpdir(), "endless-")), "pid");
    const script = `require(process.argv[1]).createStack({ workDir: process.argv[2],
      config: { "greeting:endless": process.argv[3] } }).then((stack) => stack.up());`;
    const owner = spawn(
      process.execPath,
      [...quickTypeScript, "-e", script, workspace, workDir, pidFile],
      { stdio: "ignore" },
    );
    let program = 0;
    while (program === 0) {
      await sleep(50);
      program = Number(await fs.readFile(pidFile, "utf8").catch(() => "0"));
      expect(owner.exitCode).toBeNull();
    }
    const family = ancestors(program, owner.pid ?? 0);
    expect(family.length).toBeGreaterThan(2); // program, language host, engine, guard
    owner.kill("SIGKILL");
    while (family.some((pid) => isRunning(pid))) await sleep(50);
    await fs.rm(path.dirname(pidFile), { recursive: true });
  });

  test("two stacks at once are independent; one has the configuration of its file, with lists by path", async () => {
    const [one, named] = await Promise.all([
      createStack({ workDir, config: { "greeting:name": "one" } }),
      createStack({
        workDir,
        stackName: "named",
        config: { "greeting:tokens[0]": "first", "greeting:tokens[1]": "second" },
      }),
    ]);
    try {
      await Promise.all([one.up(), named.up()]);
      expect((await one.outputs())["greeting"]?.value).toBe("hello one");
      const outputs = await named.outputs();
      expect(outputs["greeting"]?.value).toBe("hello file");
      expect(outputs["tokens"]).toEqual({ value: ["first", "second"], secret: true });
    } finally {
      await one.close();
      await named.close();
    }
  });
});

/** The processes from one up to, and without, the one that started them all. */
function ancestors(pid: number, until: number): number[] {
  if (pid === until || pid <= 1) return [];
  const parent = Number(
    execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }),
  );
  return [pid, ...ancestors(parent, until)];
}
