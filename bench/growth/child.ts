import { fork } from "node:child_process";

/**
 * Runs a program of this folder in a process of its own, which sends one message with its results.
 *
 * @param file - the program, as its `__filename`
 * @param flags - further flags for Node
 */
export function resultOf<T>(
  file: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<T> {
  const child = fork(file, args, {
    execArgv: [...process.execArgv, ...flags],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("message", resolve);
    child.once("exit", (code) =>
      reject(new Error(`${file} ended with code ${String(code)} and no result.`)),
    );
  });
}

/** In such a process: sends the results, and ends. */
export function finish(results: unknown): void {
  process.send?.(results, () => process.exit());
}
