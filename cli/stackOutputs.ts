import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { UserError } from "./userError";

/** Which stack a command is about. */
export interface StackOptions {
  /** Its name. Default: the one that is selected. */
  readonly stack?: string;
  /** Directory of its Pulumi.yaml. */
  readonly cwd: string;
}

const outputs = z.object({
  queueUrl: z.string(),
  deadLetterQueueUrl: z.string(),
  receiverFunctionArn: z.string(),
});

/** What the commands read of a deployed stack. */
export type StackOutputs = z.output<typeof outputs>;

/**
 * Asks Pulumi where the stack's queues are.
 *
 * @throws UserError when Pulumi is not installed, knows no such stack, or the stack is not deployed.
 */
export async function readStackOutputs({ stack, cwd }: StackOptions): Promise<StackOutputs> {
  const args = ["stack", "output", "--json", "--non-interactive"];
  if (stack !== undefined) args.push("--stack", stack);
  const answer = await promisify(execFile)("pulumi", args, { cwd }).catch((error: unknown) => {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    throw new UserError(
      code === "ENOENT"
        ? `Pulumi cannot be run in ${cwd}: check that the directory is there and \`pulumi\` is on the PATH.`
        : `Pulumi does not give the stack's outputs: ${stderr.trim()}`,
    );
  });
  const read = outputs.safeParse(JSON.parse(answer.stdout));
  if (read.success) return read.data;
  const missing = read.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw new UserError(
    `The stack ${stack ?? "that is selected"} has no output ${missing}: bring it up with this version (\`pulumi up\`).`,
  );
}
