import { execFile } from "node:child_process";
import { promisify } from "node:util";

import * as z from "zod";

import { truncate } from "./terminal";
import { UsageError, UserError } from "./userError";

/** The stack that a command works on. */
export interface StackOptions {
  /** Name of the stack. Default: the selected one. */
  readonly stack?: string;
  /** Directory of its Pulumi.yaml. */
  readonly cwd: string;
}

/** What a Pulumi command gets in addition to its arguments. */
export interface PulumiInput {
  /** What it reads from standard input. A secret belongs here: others on the machine can read arguments. */
  readonly input?: string;
  /** Environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Largest output of a Pulumi command, in bytes. A preview contains the functions' code. */
const MAX_OUTPUT = 2 ** 28;

/** What Pulumi says when there is no such stack, none is selected, or the directory has no project. */
const namesNothing = /no stack named|no stack selected|no Pulumi\.yaml project file found/u;

/**
 * Runs a Pulumi command on the stack; what it printed.
 *
 * @param failing what the message says it cannot do: `read the outputs of the stack`
 * @throws UserError when Pulumi is not installed or the command fails, with what Pulumi says.
 */
export async function runPulumi(
  { cwd, stack }: StackOptions,
  args: readonly string[],
  failing: string,
  { env, input }: PulumiInput = {},
): Promise<string> {
  const all = [...args, "--non-interactive", ...(stack === undefined ? [] : ["--stack", stack])];
  try {
    const options = { cwd, maxBuffer: MAX_OUTPUT, env: { ...process.env, ...env } };
    const run = promisify(execFile)("pulumi", all, options);
    run.child.stdin?.on("error", () => undefined).end(input);
    return (await run).stdout;
  } catch (error) {
    const failure = error as { code?: unknown; stderr?: string; stdout?: string };
    if (failure.code === "ENOENT")
      throw new UsageError(
        `Cannot run Pulumi in ${cwd}. Check that the directory exists and \`pulumi\` is on the PATH.`,
      );
    const { stderr = "", stdout = "" } = failure;
    const message = messageOf(failing, errorsIn(stdout) ?? [stderr]);
    throw namesNothing.test(stderr) ? new UsageError(message) : new UserError(message);
  }
}

/**
 * The same for a command with `--json`; undefined when it did not print JSON.
 *
 * @throws UserError as {@link runPulumi}
 */
export async function runPulumiForJson(
  options: StackOptions,
  args: readonly string[],
  failing: string,
): Promise<unknown> {
  const printed = await runPulumi(options, [...args, "--json"], failing);
  try {
    return JSON.parse(printed);
  } catch {
    return undefined;
  }
}

const failedPreview = z.object({
  diagnostics: z.array(z.object({ message: z.string(), severity: z.string() })),
});

/** The lines of the errors that `preview --json` prints on standard output; undefined when there are none. */
function errorsIn(stdout: string): readonly string[] | undefined {
  try {
    const { diagnostics } = failedPreview.parse(JSON.parse(stdout));
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const messages = errors.map(({ message }) => message.replace(/^error: /, ""));
    return messages.length === 0 ? undefined : messages.flatMap((text) => text.split("\n"));
  } catch {
    return undefined;
  }
}

/** A list of problems keeps its lines; anything else is one line. */
function messageOf(failing: string, lines: readonly string[]): string | readonly string[] {
  const shown = lines.filter((line) => line.trim() !== "");
  return shown.length > 1
    ? [`Pulumi cannot ${failing}:`, ...shown.map((line) => truncate(line))]
    : `Pulumi cannot ${failing}: ${oneLine(shown.join("\n"))}`;
}

function oneLine(text: string): string {
  return truncate(text.trim())
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("; ");
}
