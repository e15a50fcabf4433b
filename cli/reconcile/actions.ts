import { AdobeError, type AdobeClient } from "../../adobe/client";
import { compare, type Comparison } from "../../handlers/comparison/compare";
import { readIngestion, type Ingestion } from "../../handlers/comparison/ingestedRows";
import { aligned } from "../../handlers/comparison/window";
import { withAdobe } from "../adobeClient";
import { withAwsErrors } from "../awsErrors";
import { readReceiverConfiguration } from "../deployedSettings";
import { heartbeatsOf, readHourlyCounts, type Heartbeat } from "../heartbeat";
import { withProgress } from "../progress";
import {
  readDeployedStack,
  type DeployedStack,
  type StackOptions,
  type StackOutputs,
} from "../stackOutputs";
import { print, printJson } from "../terminal";
import { UserError } from "../userError";
import { checkConversations, readChatlioQuery, type ConversationCheck } from "./conversations";
import { countDelivered } from "./delivered";
import { textOf } from "./text";

/** The options of `chatlio-aep reconcile`. */
export interface ReconcileOptions extends StackOptions {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Milliseconds that AEP may take for a row. */
  readonly settle: number;
  /** Rejected rows that are shown. */
  readonly rows: number;
  readonly json?: true;
}

/** What `reconcile --json` prints. */
export interface Reconciliation extends Comparison, Omit<Ingestion, "rejected"> {
  readonly stack: string;
  /** RFC 3339. */
  readonly since: string;
  /** Until when events were delivered that are compared: RFC 3339. */
  readonly until: string;
  /** Rows by AEP's metric, for comparison. Left out when it could not be read. */
  readonly metricRows?: number;
  /** Why it could not be read. */
  readonly metricProblem?: string;
  /** Against loss before the relay, with `chatlioApiKey`. Left out without it and where nothing counts what Chatlio sends. */
  readonly conversations?: ConversationCheck;
  /** Without `chatlioApiKey`: each webhook next to its own history. Left out where nothing counts them. */
  readonly heartbeats?: readonly Heartbeat[];
  /** Why neither of the two could be read in AWS. */
  readonly arrivalProblem?: string;
}

/** The exit code that tells a script the verdict. */
const exitCodes: Readonly<Record<Comparison["verdict"], number>> = { ok: 0, wrong: 1, unknown: 2 };

/** `reconcile`: prints what was delivered next to what AEP has ingested, and the rejected rows. */
export async function reconcile(options: ReconcileOptions): Promise<void> {
  const result = await withProgress("Reading from AWS and Adobe", () => compared(options));
  process.exitCode = exitCodes[result.verdict];
  if (options.json) printJson(result);
  else print(textOf(result));
}

/** What cannot be read leaves open what became of the rows: exit code 2. */
async function compared(options: ReconcileOptions): Promise<Reconciliation> {
  try {
    return await compareStack(await readDeployedStack(options), options);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(error.lines, exitCodes.unknown);
    if (error instanceof AdobeError) throw new UserError(error.message, exitCodes.unknown);
    throw error;
  }
}

async function compareStack(
  stack: DeployedStack,
  options: ReconcileOptions,
): Promise<Reconciliation> {
  const { datasetId, flowIds, name, relay } = stack;
  const { rows: maxRows, settle, since: wanted } = options;
  const { since, until } = aligned({ since: wanted, until: Date.now() - settle });
  const ids = [
    ...(flowIds.relay === undefined ? [] : [flowIds.relay]),
    ...Object.values(flowIds.direct ?? {}).flatMap((byEvent) => Object.values(byEvent)),
  ];
  // In direct mode nothing counts what Chatlio has sent; with both, rows of the direct webhooks would hide missing ones.
  const counted = flowIds.direct === undefined ? relay : undefined;
  const query = { datasetId, flowIds: ids, since, maxRows };
  const delivered = counted && (await countDelivered(counted, { since, until }));
  const { ingestion, metric } = await withAdobe(options, async (client) => ({
    ingestion: await readIngestion(client, query),
    metric: await readMetric(client, query),
  }));
  const arrived = counted && (await checkArrival(counted, options));
  const compared = compare(delivered, ingestion);
  return {
    stack: name,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    ...ingestion,
    ...compared,
    ...metric,
    ...arrived,
    verdict: verdictOf(compared.verdict, arrived),
  };
}

/** What AEP's own metric says of the rows. It decides nothing, and a credential for the rest may not read it. */
async function readMetric(
  { observability }: Pick<AdobeClient, "observability">,
  { datasetId, since }: { readonly datasetId: string; readonly since: number },
): Promise<Pick<Reconciliation, "metricRows" | "metricProblem">> {
  try {
    return { metricRows: await observability.rowsOf(datasetId, { since, until: Date.now() }) };
  } catch (error) {
    if (error instanceof AdobeError) return { metricProblem: error.message };
    throw error;
  }
}

/** What says whether webhooks arrive. */
type Arrival = Pick<Reconciliation, "conversations" | "heartbeats" | "arrivalProblem">;

/** {@link readArrival}; what AWS does not let it read is said, and the rest of the result stays. */
async function checkArrival(relay: StackOutputs, options: StackOptions): Promise<Arrival> {
  try {
    return await readArrival(relay, options);
  } catch (error) {
    if (error instanceof UserError) return { arrivalProblem: error.message };
    throw error;
  }
}

/** Looks for webhooks that never came: with Chatlio's API, or else in the relay's own history. */
async function readArrival(relay: StackOutputs, options: StackOptions): Promise<Arrival> {
  const query = await readChatlioQuery(options);
  if (query !== undefined) return { conversations: await checkConversations(relay, query) };
  const needs =
    "lambda:GetFunctionConfiguration on the receiver, logs:StartQuery on its log group and logs:GetQueryResults";
  const [settings, counts] = await withAwsErrors(needs, () =>
    Promise.all([readReceiverConfiguration(relay), readHourlyCounts(relay)]),
  );
  return { heartbeats: heartbeatsOf(settings, counts) };
}

/** A silent webhook changes no verdict: perhaps nobody has written. */
function verdictOf(
  verdict: Comparison["verdict"],
  { arrivalProblem, conversations: { missing = [], problem } = {} }: Arrival = {},
): Comparison["verdict"] {
  if (missing.length > 0) return "wrong";
  const isUnknown = (problem ?? arrivalProblem) !== undefined;
  return verdict === "ok" && isUnknown ? "unknown" : verdict;
}
