import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { guardScript, run } from "../../local/process/run";
import { isRunning } from "../../scripts/lock.cjs";

/** Resolves when no process of that id runs any more. */
async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(10);
}

/** Starts a command behind the guard from a process of its own; both print their ids. */
async function startedBySomebody(command: string): Promise<{ starter: ChildProcess; pid: number }> {
  const script = `require("child_process").spawn(process.execPath, process.argv.slice(1), { stdio: ["pipe", "inherit", "inherit"] }); setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["-e", script, guardScript, "sh", "-c", command], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = (await once(starter.stdout, "data")) as [Buffer];
  return { starter, pid: Number(output.toString().trim()) };
}

describe("a guarded command", () => {
  test("passes on output and exit code", async () => {
    const lines: string[] = [];
    const result = await run("sh", ["-c", "echo out; echo one >&2; echo two >&2; exit 3"], {
      onLine: (line) => lines.push(line),
    });
    expect(result).toEqual({ code: 3, stdout: "out\n", stderr: "one\ntwo" });
    expect(lines).toEqual(["one", "two"]);
  });

  test("that cannot be started ends with exit code 127 and the reason", async () => {
    const result = await run("/nowhere/at-all", []);
    expect(result.code).toBe(127);
    expect(result.stderr).toContain("cannot start /nowhere/at-all");
  });

  test("ends, with its children, when its starter is killed", async () => {
    // The shell's own child, not the shell, prints and sleeps.
    const { starter, pid } = await startedBySomebody(`sh -c 'echo $$; sleep 600'; true`);
    expect(isRunning(pid)).toBe(true);
    starter.kill("SIGKILL");
    await gone(pid);
  });

  test("ends even when it ignores the first signal", async () => {
    const { starter, pid } = await startedBySomebody(
      `trap '' INT; echo $$; while true; do sleep 1; done`,
    );
    starter.kill("SIGKILL");
    await gone(pid);
  });

  test("leaves nothing behind when it ends by itself", async () => {
    const { stdout } = await run("sh", ["-c", "sleep 600 >/dev/null 2>&1 & echo $!"]);
    await gone(Number(stdout));
  });
});
