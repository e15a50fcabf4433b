import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import { isRunning } from "../../scripts/lock.cjs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes below one, itself left out. */
export function processesBelow(root: number): Process[] {
  const all = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((parts) => parts !== null)
    .map(([, pid, parent, command = ""]) => ({
      pid: Number(pid),
      parent: Number(parent),
      command,
    }));
  const below = (pid: number): Process[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(root);
}

/** The provider's plugin among them, from its sources or bundled; its parent is the engine. */
export function pluginAmong(processes: readonly Process[]): Process | undefined {
  return processes.find(({ command }) => /adobe.provider.main\.ts|provider\.cjs/.test(command));
}

/** Kills the engine that runs below this process. Resolves with what ran below it, which ends by itself. */
export function killEngine(): readonly Process[] {
  const engine = processesBelow(process.pid).find(({ command }) => /^\S*pulumi up\b/.test(command));
  if (engine === undefined) throw new Error("no `pulumi up` runs below this process");
  const below = processesBelow(engine.pid);
  process.kill(engine.pid, "SIGKILL");
  return below;
}

const LONGEST_MS = 10_000;

/** Resolves when none of them runs any more. */
export async function haveEnded(processes: readonly Process[]): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  for (const { pid, command } of processes) {
    while (isRunning(pid)) {
      if (Date.now() > deadline)
        throw new Error(`the engine is gone and this still runs: ${command}`);
      await sleep(10);
    }
  }
}
