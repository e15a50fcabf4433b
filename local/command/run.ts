import { spawn } from "node:child_process";

import type { Properties } from "../../provider-sdk";

/** What a finished command printed. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** As the real provider: trailing line ends are cut. */
const trimmed = (chunks: readonly Buffer[]) =>
  Buffer.concat(chunks).toString("utf8").replace(/\n+$/, "");

/**
 * Runs a command as `command:local:Command` does: by the interpreter, with the given environment
 * on top of this process's.
 *
 * @throws when it cannot be started, is aborted, or ends with another code than 0; the message
 * holds what it printed to standard error, never its environment.
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
  // A command that does not read its input may be gone before it is written.
  child.stdin.on("error", () => undefined);
  child.stdin.end((inputs["stdin"] as string | undefined) ?? "");
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const output = { stdout: trimmed(out), stderr: trimmed(err) };
  if (code !== 0) {
    const said = [output.stderr, output.stdout].filter((text) => text !== "").join("\n");
    throw new Error(
      `exit status ${code ?? "unknown"}: running ${JSON.stringify(command)}:\n${said}`,
    );
  }
  return output;
}
