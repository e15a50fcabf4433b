import { spawn } from "node:child_process";
import path from "node:path";

/** What a person waits for, and then types. */
export type Typing = readonly [text: string, keys: string];

export const keys = { enter: "\r", down: "\u001b[B", interrupt: "\u0003" } as const;

/**
 * Runs a command in a terminal, as a person would see it. Resolves with its exit code and everything that was
 * shown, without colors. Needs Python, as MiniStack does.
 */
export function runInTerminal(
  command: readonly string[],
  typing: readonly Typing[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly code: number | null; readonly shown: string; readonly missed: string }> {
  const child = spawn("python3", [path.join(__dirname, "terminal.py"), ...command], options);
  let shown = "";
  let missed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (shown += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (missed += text));
  child.stdin.end(JSON.stringify(typing));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, shown: shown, missed }));
  });
}
