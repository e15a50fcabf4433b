import { spawn } from "node:child_process";

import type { Properties } from "../../provider-sdk";

/** What a finished command printed. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Without trailing newlines, as in the real provider. */
function trimmed(chunks: readonly Buffer[]) {
  return Buffer.concat(chunks).toString("utf8").replace(/\n+$/, "");
}

/**
 * Runs a command as `command:local:Command` does: in the interpreter, with the given environment in
 * addition to this process's.
 *
 * @throws when it cannot be started, is aborted, or exits with a code other than 0. The message
 * contains what it printed to standard error, never its environment.
 */
export async function run(
  command: string,
  inputs: Properties,
  previous: Output | undefined,
  signal: AbortSignal,
): Promise<Output> {
  const interpreter = (inputs["interpreter"] as string[] | undefined) ?? ["/bin/sh", "-c"];
  const [program = "/bin/sh", ...args] = interpreter;
  const before =
    previous && inputs["addPreviousOutputInEnv"] !== false
      ? { PULUMI_COMMAND_STDOUT: previous.stdout, PULUMI_COMMAND_STDERR: previous.stderr }
      : {};
  const child = spawn(program, [...args, command], {
    cwd: inputs["dir"] as string | undefined,
    env: { ...process.env, ...before, ...(inputs["environment"] as Record<string, string>) },
    stdio: ["pipe", "pipe", "pipe"],
    signal,
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  // A command that does not read its input may end before it is written.
  child.stdin.on("error", () => undefined);
  child.stdin.end((inputs["stdin"] as string | undefined) ?? "");
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const output = { stdout: trimmed(out), stderr: trimmed(err) };
  if (code !== 0) {
    const printed = [output.stderr, output.stdout].filter((text) => text !== "").join("\n");
    throw new Error(
      `exit status ${code ?? "unknown"}: running ${JSON.stringify(command)}:\n${printed}`,
    );
  }
  return output;
}
