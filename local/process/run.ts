import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

/** The script that ends a command together with the process that started it. */
export const guardScript = path.join(__dirname, "../../scripts/guard.cjs");

/**
 * Starts a command that ends with this process, however this process ends. The returned process is the
 * guard: its standard input must stay open. Its exit code is the command's, or 127 when the command
 * cannot be started.
 */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env"> & { stdout: OutputTarget; stderr: OutputTarget },
): ChildProcess {
  const { stdout, stderr, ...rest } = options;
  const child = spawn(process.execPath, [guardScript, command, ...args], {
    ...rest,
    stdio: ["pipe", stdout, stderr],
  });
  child.stdin?.on("error", () => undefined); // the guard may end first
  return child;
}

/** Where a command's output goes: a pipe to this process, an open file, or nowhere. */
export type OutputTarget = "pipe" | "ignore" | number;

export interface RunResult {
  /** Exit code; 127 when the command could not be started. */
  readonly code: number;
  readonly stdout: string;
  /** The last lines it wrote to standard error, enough to name the cause. */
  readonly stderr: string;
}

const KEPT_LINES = 200;

/** Runs a command to its end, guarded. A non-zero exit code is a result and does not throw. */
export async function run(
  command: string,
  args: readonly string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv;
    /** Called with each line of standard error. */
    onLine?: (line: string) => void;
  } = {},
): Promise<RunResult> {
  const { onLine, ...rest } = options;
  const child = spawnGuarded(command, args, { ...rest, stdout: "pipe", stderr: "pipe" });
  const stdout: string[] = [];
  const stderr: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => stdout.push(chunk));
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on("line", (line) => {
      stderr.push(line);
      if (stderr.length > KEPT_LINES) stderr.shift();
      onLine?.(line);
    });
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
  });
  return { code, stdout: stdout.join(""), stderr: stderr.join("\n") };
}
