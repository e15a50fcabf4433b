import { execFile } from "node:child_process";
import { promisify } from "node:util";

import * as z from "zod";

import { truncate } from "./terminal";
import { UserError } from "./userError";

/** The stack that a command works on. */
export interface StackOptions {
  /** Name of the stack. Default: the selected one. */
  readonly stack?: string;
  /** Directory of its Pulumi.yaml. */
  readonly cwd: string;
}

const functionArn = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):\d+:function:[^\s:]+$/;

const outputs = z.object({
  queueUrl: z.url({ protocol: /^https?$/ }),
  deadLetterQueueUrl: z.url({ protocol: /^https?$/ }),
  receiverFunctionArn: z.string().regex(functionArn),
});

/** The outputs of a deployed stack that the commands use. */
export type StackOutputs = z.output<typeof outputs>;

/** The stack's region, which the ARN of its function names. */
export function regionOf({ receiverFunctionArn }: StackOutputs): string {
  return functionArn.exec(receiverFunctionArn)?.[1] ?? "";
}

/**
 * Reads where the stack's queues are from Pulumi.
 *
 * @throws UserError when Pulumi is not installed, the stack does not exist, or it is not deployed.
 */
export async function readStackOutputs(options: StackOptions): Promise<StackOutputs> {
  const stack = options.stack === undefined ? "The selected stack" : `The stack ${options.stack}`;
  const json = parse(await runPulumi(options));
  const read = outputs.safeParse(json);
  if (read.success) return read.data;
  const given = typeof json === "object" && json !== null ? json : {};
  const names = Object.keys(outputs.shape);
  const missing = names.filter((name) => !Object.hasOwn(given, name));
  const [invalid] = read.error.issues.map(({ path }) => String(path[0]));
  throw new UserError(
    missing.length > 0
      ? `${stack} has no output ${missing.join(", ")}. Deploy it with this version (\`pulumi up\`).`
      : `${stack} has an invalid output ${invalid}. Deploy it again (\`pulumi up\`).`,
  );
}

async function runPulumi({ stack, cwd }: StackOptions): Promise<string> {
  const args = ["stack", "output", "--json", "--non-interactive"];
  if (stack !== undefined) args.push("--stack", stack);
  try {
    return (await promisify(execFile)("pulumi", args, { cwd })).stdout;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    throw new UserError(
      code === "ENOENT"
        ? `Cannot run Pulumi in ${cwd}. Check that the directory exists and \`pulumi\` is on the PATH.`
        : `Pulumi cannot read the outputs of the stack: ${oneLine(stderr)}`,
    );
  }
}

function parse(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new UserError(
      "`pulumi stack output --json` did not print JSON. Run it yourself to see what is wrong.",
    );
  }
}

function oneLine(text: string): string {
  return truncate(text.trim())
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("; ");
}
