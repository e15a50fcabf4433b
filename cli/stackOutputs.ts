import * as z from "zod";

import { runPulumi, runPulumiForJson, type StackOptions } from "./pulumi";
import { UserError } from "./userError";

export type { StackOptions } from "./pulumi";

/** The ARN of a function; its group is the region. */
export const functionArn = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):\d+:function:[^\s:]+$/;

/** The names of the log groups of the relay's functions. */
export const logGroupNames = z.object({
  receiver: z.string(),
  forwarder: z.string(),
  keeper: z.string(),
  /** Left out: nothing looks at AEP on a schedule. */
  reconciler: z.string().optional(),
});

const outputs = z.object({
  queueUrl: z.url({ protocol: /^https?$/ }),
  deadLetterQueueUrl: z.url({ protocol: /^https?$/ }),
  /** Where the keeper takes messages from. Left out by a stack that an earlier release has deployed. */
  undeliveredQueueUrl: z.url({ protocol: /^https?$/ }).optional(),
  receiverFunctionArn: z.string().regex(functionArn),
  /** Left out by a stack that an earlier release has deployed. */
  forwarderFunctionArn: z.string().regex(functionArn).optional(),
  /** Left out by a stack that an earlier release has deployed. */
  logGroups: logGroupNames.optional(),
  /** Left out by a stack without one. */
  archiveBucket: z.string().min(1).optional(),
  /** Whether the bucket gets each delivered event. Left out by a stack that an earlier release has deployed. */
  archivesEvents: z.boolean().optional(),
  /** The table that says who chats in which conversation. Left out by a stack without one. */
  linkTable: z.string().min(1).optional(),
});

/** The outputs of a deployed stack that the commands use. */
export type StackOutputs = z.output<typeof outputs>;

/** The stack's region, which the ARN of its function names. */
export function regionOf({
  receiverFunctionArn,
}: Pick<StackOutputs, "receiverFunctionArn">): string {
  return functionArn.exec(receiverFunctionArn)?.[1] ?? "";
}

/**
 * Reads where the stack's queues are from Pulumi.
 *
 * @param printed - what Pulumi has printed already. Default: it is run.
 * @throws UserError when Pulumi is not installed, the stack does not exist, it is not deployed, or it has no
 * relay.
 */
export async function readStackOutputs(
  options: StackOptions,
  printed?: unknown,
): Promise<StackOutputs> {
  const stack = options.stack === undefined ? "The selected stack" : `The stack ${options.stack}`;
  const json = printed ?? (await printedOutputs(options));
  if (json === undefined) {
    throw new UserError(
      "`pulumi stack output --json` did not print JSON. Run it yourself to see what is wrong.",
    );
  }
  const read = outputs.safeParse(json);
  if (read.success) return read.data;
  const given = typeof json === "object" && json !== null ? json : {};
  // In direct mode the URLs are those of streaming endpoints, and there are none of the relay's outputs.
  if (Object.hasOwn(given, "webhookUrls") && !Object.hasOwn(given, "queueUrl"))
    throw new UserError(
      `${stack} has no relay: it is in direct mode, where Adobe gets the events from Chatlio. This command is about the relay's queues and functions.`,
    );
  const missing = Object.entries(outputs.shape).flatMap(([name, { type }]) =>
    type === "optional" || Object.hasOwn(given, name) ? [] : [name],
  );
  const [invalid] = read.error.issues.map(({ path }) => String(path[0]));
  throw new UserError(
    missing.length > 0
      ? `${stack} has no output ${missing.join(", ")}. Deploy it with this version (\`pulumi up\`).`
      : `${stack} has an invalid output ${invalid}. Deploy it again (\`pulumi up\`).`,
  );
}

const flows = z.object({
  relay: z.string().optional(),
  direct: z.record(z.string(), z.record(z.string(), z.string())).optional(),
});
const ofAnyMode = z.object({
  datasetId: z.string(),
  flowIds: flows,
  /** When it is safe to send to each dataflow. Left out by a stack that an earlier release has deployed. */
  settledAt: z.string().optional(),
});

/** A deployed stack of any mode. */
export interface DeployedStack extends z.output<typeof ofAnyMode> {
  readonly name: string;
  /** Where its relay is; undefined in direct mode. */
  readonly relay: StackOutputs | undefined;
}

/**
 * Reads what a stack consists of, in any mode.
 *
 * @throws UserError as {@link readStackOutputs}, except that a stack without a relay is not an error
 */
export async function readDeployedStack(options: StackOptions): Promise<DeployedStack> {
  const [name, json] = await Promise.all([stackName(options), printedOutputs(options)]);
  return deployedStackOf(options, name, json);
}

/**
 * The same of a stack that may not be deployed yet: undefined when it has no outputs.
 *
 * @throws UserError as {@link readDeployedStack}
 */
export async function readStackIfDeployed(
  options: StackOptions,
): Promise<DeployedStack | undefined> {
  const [name, json] = await Promise.all([stackName(options), printedOutputs(options)]);
  const isEmpty = typeof json === "object" && json !== null && Object.keys(json).length === 0;
  return isEmpty ? undefined : deployedStackOf(options, name, json);
}

async function deployedStackOf(
  options: StackOptions,
  name: string,
  json: unknown,
): Promise<DeployedStack> {
  const read = ofAnyMode.safeParse(json);
  if (!read.success) {
    throw new UserError(
      `The stack ${name} has no valid outputs datasetId and flowIds. Deploy it with this version (\`pulumi up\`).`,
    );
  }
  const hasRelay = read.data.flowIds.relay !== undefined;
  return {
    ...read.data,
    name,
    relay: hasRelay ? await readStackOutputs(options, json) : undefined,
  };
}

/** The stack's name, also when it is the selected one. */
export async function stackName(options: StackOptions): Promise<string> {
  if (options.stack !== undefined) return options.stack;
  return (await runPulumi(options, ["stack", "--show-name"], "name the selected stack")).trim();
}

/**
 * What `pulumi stack output` prints; undefined when it did not print JSON.
 *
 * @param showSecrets - whether secret outputs are in plain text
 */
export function printedOutputs(options: StackOptions, showSecrets = false): Promise<unknown> {
  const args = ["stack", "output", ...(showSecrets ? ["--show-secrets"] : [])];
  return runPulumiForJson(options, args, "read the outputs of the stack");
}
