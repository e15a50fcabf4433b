import path from "node:path";
import { createInterface } from "node:readline";

import { spawnGuarded } from "../process/run";
import { repository } from "../toolchain/context";
import type { LocalStack } from "../workspace";
import { DemoError } from "./errors";

/** A console that runs. */
export interface RunningConsole {
  /** The address of its page, with the secret of the run. */
  readonly url: string;
  close(): void;
}

/**
 * Starts `chatlio-aep console` on the stack, as an operator does. It ends with this process.
 *
 * @throws DemoError with what the command says when it ends at once
 */
export async function startConsole(stack: LocalStack): Promise<RunningConsole> {
  const command = [path.join(repository, "cli/bin.js"), "console"];
  const options = ["--stack", stack.name, "--cwd", stack.directory];
  const child = spawnGuarded(process.execPath, [...command, ...options], {
    env: { ...process.env, ...stack.environment },
    stdout: "pipe",
    stderr: "pipe",
  });
  const errors: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const url = /^Console: (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { url, close: () => child.kill() };
  }
  throw new DemoError(`The console did not start:\n${errors.join("")}`);
}
