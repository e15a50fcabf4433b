import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import { adminSecretVariable, startEmulator, type Emulator } from "../../emulator";
import { events } from "../../handlers/model";
import { runsFull } from "../support/full";
import { quickTypeScript } from "../support/programs";
import { lateOptions } from "../support/slowPlatform";

const demo = path.resolve("local/demo/main.ts");

async function runDemo(...args: string[]) {
  return runDemoWith({}, ...args);
}

async function runDemoWith(env: Readonly<Record<string, string>>, ...args: string[]) {
  const child = spawn(process.execPath, [...quickTypeScript, demo, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  return { code: child.exitCode, last, stdout, stderr };
}

describe("the demo", () => {
  let emulator: Emulator | undefined;

  afterEach(async () => {
    await emulator?.close();
    emulator = undefined;
  });

  test("ends with one object of all results, and leaves nothing in an AEP that was already running", async () => {
    emulator = await startEmulator(lateOptions);
    const env = { [adminSecretVariable]: emulator.adminSecret };
    const args = ["--json", "--aep-url", emulator.url];
    const { code, stdout, last, stderr } = await runDemoWith(env, ...args);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`${last}\n`);
    const result = JSON.parse(last) as { events: unknown[] };
    const seconds = expect.any(Number) as number;
    expect(result).toEqual({
      ok: true,
      mode: "relay",
      engine: expect.stringMatching(/^pulumi 3\.\d+\.\d+ \((PATH|cache)\)$/) as string,
      events: expect.any(Array) as unknown[],
      secondPreview: "no changes",
      adobeRequests: { up: expect.any(Number) as number, secondPreview: 0 },
      destroyed: true,
      seconds: { setup: seconds, up: seconds, events: seconds, destroy: seconds },
    });
    expect(result.events).toEqual(
      events.map(({ slug, eventType }) => ({
        event: slug,
        status: 202,
        id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        row: expect.objectContaining({ eventType }) as object,
        latencyMs: expect.any(Number) as number,
      })),
    );
  });

  // stackDirect.slow.test.ts has the same stack.
  const inFull = runsFull ? test : undefined;
  inFull?.("posts straight to Adobe in direct mode, and starts no AWS", async () => {
    const { code, last, stderr } = await runDemo("--json", "--mode", "direct");
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stderr).not.toContain("AWS");
    const result = JSON.parse(last) as { events: unknown[] };
    expect(result).toMatchObject({ ok: true, mode: "direct", destroyed: true });
    expect(result.events).toEqual(
      events.map(({ slug, eventType }) => ({
        event: slug,
        // Adobe's response, which has no id.
        status: 200,
        id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        row: expect.objectContaining({ eventType }) as object,
        latencyMs: expect.any(Number) as number,
      })),
    );
  });

  test("says that it needs the admin secret of an AEP that was already running", async () => {
    emulator = await startEmulator(lateOptions);
    const { code, stderr } = await runDemo("--aep-url", emulator.url);
    expect(code).toBe(1);
    expect(stderr).toContain("Send the admin secret of this run");
    expect(stderr).toContain("AEP_EMULATOR_SECRET");
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("fails with the reason when something is not as it should be", async () => {
    const missing = await runDemo("--json", "--payloads", "/nowhere");
    expect(missing.code).toBe(1);
    expect(JSON.parse(missing.last)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("/nowhere/conversation-started.json") as string,
    });

    const badOption = await runDemo("--json", "--aep-url", "ftp://x");
    expect(badOption.code).toBe(2);
    expect(JSON.parse(badOption.last)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("--aep-url") as string,
    });

    const noEmulator = await runDemo("--aep-url", "http://127.0.0.1:9");
    expect(noEmulator.code).toBe(1);
    expect(noEmulator.stderr).toContain("There is no AEP emulator at http://127.0.0.1:9");
    expect(noEmulator.stderr).not.toMatch(/\n\s+at /);
    expect(noEmulator.stdout).toContain("✗ Starting the AEP emulator");
  });

  test("stops the deployment and removes everything when it is interrupted", async () => {
    const child = spawn(process.execPath, [...quickTypeScript, demo], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stderr = text(child.stderr);
    let engineAt = "";
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.includes("pulumi up")) continue;
      engineAt = await temporaryOf(child.pid ?? 0);
      child.kill("SIGINT");
      break;
    }
    child.stdout.resume();
    await once(child, "exit");
    expect(child.exitCode).toBe(1);
    expect(await stderr).toContain("Interrupted");
    await expect(fs.access(engineAt)).rejects.toThrow();
  });
});

/** The directory of the stack that a process has made. */
async function temporaryOf(pid: number): Promise<string> {
  const base = os.tmpdir();
  const names = await fs.readdir(base);
  const name = names.find((candidate) => candidate.startsWith(`chatlio-aep-stack-${pid}-`));
  if (name === undefined) throw new Error("the demo has no stack");
  return path.join(base, name);
}
