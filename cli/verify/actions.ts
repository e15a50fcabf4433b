import type { EventSlug } from "../../handlers/model";
import { withAdobe } from "../adobeClient";
import { DATAFLOW_FIX, isEnabled } from "../dataflowState";
import { withProgress } from "../progress";
import { readDeployedStack, type DeployedStack, type StackOptions } from "../stackOutputs";
import { attempt, readDataflows } from "../status/read";
import type { Dataflow } from "../status/report";
import { print, printJson } from "../terminal";
import { UserError } from "../userError";
import { chosen } from "../webhooks/choose";
import { readWebhooks, type Webhook } from "../webhooks/read";
import { readBatches, waitForBatches, type Before } from "./batches";
import { dataflowOf } from "./notSent";
import { verifyPath } from "./path";
import type { Ingested, Verification, Verified } from "./step";
import { arrivedText, NOT_LOOKED_AT, problemsOf, samplesTable } from "./text";

/** The options of `chatlio-aep verify`. */
export interface VerifyOptions extends StackOptions {
  readonly widget?: string;
  readonly event?: EventSlug;
  /** Seconds in which the samples must be delivered. */
  readonly timeout: number;
  /** Minutes in which the rows must be in the dataset; `true` is the default. */
  readonly wait?: number | true;
  readonly json?: true;
}

/** AEP writes the rows of streaming sources to the data lake within this time, as a rule. */
const WAIT_MINUTES = 60;

/** `verify`: sends a marked sample through each webhook, and follows it. */
export async function verify(options: VerifyOptions): Promise<void> {
  const { stack, webhooks } = await withProgress("Reading the stack's outputs", () =>
    read(options),
  );
  const dataflows = await withProgress("Looking at the state of the dataflows", () =>
    attempt(() => dataflowsOf(stack, webhooks, options)),
  );
  const before =
    options.wait === undefined
      ? new Map<string, never>()
      : await readBatches(stack.datasetId, options);
  const started = Date.now();
  const samples = await verifyPath(
    { ...stack, webhooks, dataflows: dataflows.ok ? dataflows.value : undefined },
    { timeoutMs: options.timeout * 1_000 },
    withProgress,
  );
  const ingested = await waited(stack, samples, { before, started }, options);
  const verification: Verification = {
    samples,
    ...(ingested && { ingested }),
    ...(dataflows.ok ? { dataflows: dataflows.value } : { dataflowProblem: dataflows.problem }),
  };
  if (options.json) printJson(verification);
  else print(textOf(verification));
  const isIngested = ingested === undefined || ingested.seconds !== undefined;
  if (!isIngested || samples.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}

/** When nothing could be sent, nobody knows whether the path carries: exit code 2. */
async function read(options: VerifyOptions) {
  try {
    const stack = await readDeployedStack(options);
    return { stack, webhooks: chosen(await readWebhooks(options), options) };
  } catch (error) {
    if (error instanceof UserError) throw new UserError(error.lines, 2);
    throw error;
  }
}

/** The dataflows of these webhooks, as Adobe has them. */
async function dataflowsOf(
  stack: DeployedStack,
  webhooks: readonly Webhook[],
  options: VerifyOptions,
): Promise<readonly Dataflow[]> {
  const all = await readDataflows(stack, (work) => withAdobe(options, work));
  const used = new Set(webhooks.map((webhook) => dataflowOf(webhook, all)));
  return all.filter((dataflow) => used.has(dataflow));
}

async function waited(
  { datasetId }: DeployedStack,
  samples: readonly Verified[],
  start: { readonly before: Before; readonly started: number },
  options: VerifyOptions,
): Promise<Ingested | undefined> {
  const count = samples.filter(({ endpointMs }) => endpointMs !== undefined).length;
  if (options.wait === undefined || count === 0) return undefined;
  const minutes = options.wait === true ? WAIT_MINUTES : options.wait;
  return withProgress("Waiting until the rows are in the dataset", () =>
    waitForBatches(datasetId, options, { ...start, count, timeoutMs: minutes * 60_000 }),
  );
}

function textOf({ dataflowProblem, dataflows = [], ingested, samples }: Verification): string {
  const problems = problemsOf(samples).map((line) => `${line}\n`);
  return [
    samplesTable(samples),
    ...(problems.length > 0 ? ["\n", ...problems] : []),
    ...(dataflows.every(isEnabled)
      ? []
      : [`${DATAFLOW_FIX}. docs/runbooks.md#flow-down says where the events of that time are.\n`]),
    ...(dataflowProblem === undefined ? [] : [`\n${NOT_LOOKED_AT}\n${dataflowProblem}\n`]),
    ...(ingested === undefined ? [] : ["\n", ingestedText(ingested)]),
    `\n${arrivedText(samples)}\n`,
  ].join("");
}

function ingestedText({ rejected, rows, seconds }: Ingested): string {
  const counts = `${rows} rows written, ${rejected} rejected`;
  return seconds === undefined
    ? `The dataset's batches do not have the rows yet: ${counts}.\n`
    : `The dataset's batches have the rows after ${seconds} s: ${counts}.\n`;
}
