import { setTimeout as sleep } from "node:timers/promises";

import { withAwsErrors } from "../awsErrors";
import type { StackOutputs } from "../stackOutputs";
import type { Dataflow } from "../status/report";
import { UserError } from "../userError";
import type { Webhook } from "../webhooks/read";
import { followToEndpoint } from "./follow";
import { notSent } from "./notSent";
import { isDirect, postSample } from "./post";
import type { Verified } from "./step";

/** The functions whose logs say how far an event came. */
export type RelayFunctions = Pick<
  StackOutputs,
  "forwarderFunctionArn" | "logGroups" | "receiverFunctionArn"
>;

/** What a stack's events pass. */
export interface EventPath {
  readonly webhooks: readonly Webhook[];
  /** Undefined in direct mode. */
  readonly relay: RelayFunctions | undefined;
  /** When it is safe to send to each dataflow, RFC 3339. A stack that an earlier release has deployed does not say. */
  readonly settledAt?: string | undefined;
  /** The dataflows, as Adobe has them: no sample is sent to one that is not enabled. Undefined when nobody has looked. */
  readonly dataflows?: readonly Dataflow[] | undefined;
}

/** How long the samples may take. */
export interface Limits {
  /** From the end of the posts, or when the dataflows are settled, to the streaming endpoint. */
  readonly timeoutMs: number;
  /** How long webhooks are tried again that a deployment has not brought everywhere yet. Default: not at all. */
  readonly retryMs?: number;
}

/** Does some work, and tells somebody what when it takes long. */
export type Telling = <T>(doing: string, work: () => Promise<T>) => Promise<T>;

const permissions = "logs:StartQuery on the log groups of both functions, and logs:GetQueryResults";

const RETRY_PAUSE_MS = 2_000;

/** Statuses that a new API, function or dataflow may return for some seconds. */
const transient = new Set([403, 404, 429, 500, 502, 503, 504]);

/**
 * Posts a marked sample through each webhook, and follows it to Adobe's streaming endpoint. The relay gets its samples
 * at once, and holds them back until the dataflow is settled. At a direct webhook nothing would, so its sample waits.
 */
export async function verifyPath(
  { dataflows, relay, settledAt, webhooks }: EventPath,
  { retryMs = 0, timeoutMs }: Limits,
  telling: Telling,
): Promise<readonly Verified[]> {
  const started = Date.now();
  const atRelay = webhooks.filter((webhook) => !isDirect(webhook));
  const posted = await telling(`Posting ${atRelay.length} samples to the relay`, () =>
    postAll(atRelay, dataflows, started + retryMs),
  );
  const waitMs = settledAt === undefined ? 0 : Date.parse(settledAt) - Date.now();
  const atAdobe = webhooks.filter(isDirect);
  const isSent = atAdobe.some((webhook) => notSent(webhook, dataflows) === undefined);
  const isWorthIt = isSent || posted.some(isOnItsWay);
  if (waitMs > 0 && isWorthIt)
    await telling(
      `Waiting until ${settledAt ?? ""}: until then nothing is sent to the new dataflow (delivery.settleTime)`,
      () => sleep(waitMs),
    );
  const direct = await telling(`Posting ${atAdobe.length} samples to Adobe`, () =>
    postAll(atAdobe, dataflows, Date.now() + retryMs),
  );
  if (relay === undefined || !posted.some(isOnItsWay)) return [...posted, ...direct];
  const followed = await telling(
    `Waiting up to ${timeoutMs / 1_000} s until the forwarder has delivered them`,
    () => follow(relay, posted, { started, timeoutMs }),
  );
  return [...followed, ...direct];
}

function isOnItsWay({ id, problem }: Verified): boolean {
  return id !== undefined && problem === undefined;
}

/** One after the other, so that each time is that of one webhook. */
async function postAll(
  webhooks: readonly Webhook[],
  dataflows: readonly Dataflow[] | undefined,
  retryUntil: number,
): Promise<Verified[]> {
  const posted: Verified[] = [];
  for (const webhook of webhooks)
    posted.push(notSent(webhook, dataflows) ?? (await postUntil(webhook, retryUntil)));
  return posted;
}

/** Posts a sample, and another one while the webhook seems not to be there yet and it is not this late. */
async function postUntil(webhook: Webhook, end: number): Promise<Verified> {
  for (;;) {
    const posted = await postSample(webhook);
    const { problem, status } = posted;
    const mayCome = problem !== undefined && (status === undefined || transient.has(status));
    if (!mayCome || Date.now() + RETRY_PAUSE_MS > end) return posted;
    await sleep(RETRY_PAUSE_MS);
  }
}

async function follow(
  relay: RelayFunctions,
  posted: readonly Verified[],
  times: { readonly started: number; readonly timeoutMs: number },
): Promise<readonly Verified[]> {
  try {
    return await withAwsErrors(permissions, () => followToEndpoint(relay, posted, times));
  } catch (error) {
    // The samples are sent: what is known of them is shown.
    if (!(error instanceof UserError)) throw error;
    return posted.map((sample) =>
      isOnItsWay(sample) ? { ...sample, problem: `accepted; ${error.message}` } : sample,
    );
  }
}
