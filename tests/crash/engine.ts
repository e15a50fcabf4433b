import { spawn } from "node:child_process";
import path from "node:path";

import type { LocalStack } from "../../local/workspace";

/** A run of the engine. */
export interface Run {
  readonly pid: number;
  /** Resolves when it has ended, with its exit code (null: it was killed) and what it printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
  /** Resolves when it has succeeded. Rejects with what it printed when it has not. */
  succeeded(): Promise<void>;
}

/** Runs the engine itself, with nothing between it and us. */
export function runEngine(stack: LocalStack, env: NodeJS.ProcessEnv, args: readonly string[]): Run {
  const all = [...args, "--stack", stack.name, "--non-interactive"];
  const child = spawn(path.join(stack.toolchain.pulumi, "pulumi"), all, {
    cwd: stack.directory,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  }
  const ended = new Promise<{ code: number | null; text: string }>((resolve, reject) => {
    child.once("error", reject).once("exit", (code) => resolve({ code, text }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    succeeded: async () => {
      const { code, text: said } = await ended;
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${said}`);
    },
  };
}
