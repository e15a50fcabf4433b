import { AdobeError } from "../../adobe/client";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import { withAdobe, type UseAdobe } from "../adobeClient";
import { withAwsErrors } from "../awsErrors";
import { readReceiverConfiguration } from "../deployedSettings";
import { countByReason, deadLetterQueueOf, readFacts, type DlqFacts } from "../dlq/read";
import type { LogLine } from "../functionLogs";
import { heartbeatsOf, readHourlyCounts, type HourlyCount } from "../heartbeat";
import { ageOfOldest, countMessages } from "../queueCounts";
import {
  regionOf,
  type DeployedStack,
  type StackOptions,
  type StackOutputs,
} from "../stackOutputs";
import { latestBy, readLatestWebhooks, tokenUses } from "../tokenUse";
import { UserError } from "../userError";
import type { Dataflow, DeadLetterStatus, QueueStatus, Read, Readings, WebhookUse } from "./report";

/** DLQ messages whose reasons are counted. */
export const MAX_READ = 1_000;

/** What a look at the stack needs from the one before it. */
export interface Memory {
  /** SQS counts a message that was received often no more: they are read again only when their number changed. */
  deadLetters?: { readonly messages: number; readonly facts: readonly DlqFacts[] };
  /** The receiver's log by hour: AWS bills a query by the size of the log, and this one reads eight days. */
  hourly?: { readonly at: number; readonly counts: readonly HourlyCount[] };
}

/** How long the counts by hour are kept. */
const HOURLY_MS = 10 * 60_000;

const permissions =
  "sqs:GetQueueAttributes on the queues, sqs:ReceiveMessage and sqs:ChangeMessageVisibility on the dead-letter queue, lambda:GetFunctionConfiguration on the receiver, logs:StartQuery on its log group, logs:GetQueryResults and cloudwatch:GetMetricStatistics";

/** Runs what calls AWS to read how a stack is. */
export function fromAws<T>(work: () => Promise<T>): Promise<T> {
  return withAwsErrors(permissions, work);
}

/** A value; or why it cannot be read, when somebody can fix that. */
export async function attempt<T>(work: () => Promise<T>): Promise<Read<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof UserError || error instanceof AdobeError) {
      return { ok: false, problem: error.message };
    }
    throw error;
  }
}

/** Reads how a stack is. What cannot be read is reported, and the rest is read all the same. */
export async function readStatus(
  stack: DeployedStack,
  options: StackOptions,
  { since, memory }: { readonly since: number; readonly memory: Memory },
): Promise<Readings> {
  const { relay } = stack;
  const [dataflows, relayReadings] = await Promise.all([
    attempt(() => readDataflows(stack, (work) => withAdobe(options, work))),
    relay && readRelay(relay, since, memory),
  ]);
  return { dataflows, ...(relayReadings && { relay: relayReadings }) };
}

/** The stack's dataflows, as Adobe has them. */
export async function readDataflows(
  { flowIds }: Pick<DeployedStack, "flowIds">,
  use: UseAdobe,
): Promise<Dataflow[]> {
  const wanted = [
    ...(flowIds.relay === undefined ? [] : [{ id: flowIds.relay }]),
    ...Object.entries(flowIds.direct ?? {}).flatMap(([widget, byEvent]) =>
      Object.entries(byEvent).map(([event, id]) => ({ id, webhook: `${widget}/${event}` })),
    ),
  ];
  return use((client) =>
    Promise.all(
      wanted.map(async (one) => {
        const found = await client.flows.get("flows", one.id);
        if (found === undefined) return one;
        const run = await client.flows.latestRun(one.id);
        const at = run?.updatedAt ?? run?.createdAt;
        return {
          ...one,
          state: found.state ?? "unknown",
          ...(at !== undefined && { lastRunAt: new Date(at).toISOString() }),
        };
      }),
    ),
  );
}

async function readRelay(
  relay: StackOutputs,
  since: number,
  memory: Memory,
): Promise<NonNullable<Readings["relay"]>> {
  const aws = <T>(work: () => Promise<T>) => attempt(() => fromAws(work));
  const { queueUrl, undeliveredQueueUrl } = relay;
  const [queue, undelivered, deadLetters, settings, lines, counts] = await Promise.all([
    aws(() => readQueue(relay, queueUrl)),
    undeliveredQueueUrl === undefined
      ? undefined
      : aws(() => readQueue(relay, undeliveredQueueUrl)),
    aws(() => readDeadLetters(relay, memory)),
    aws(() => readReceiverConfiguration(relay)),
    aws(() => readLatestWebhooks(relay, since)),
    aws(() => readHourly(relay, memory)),
  ]);
  const keeper = undelivered && { undelivered };
  return { queue, ...keeper, deadLetters, ...usesOf(settings, lines, counts) };
}

async function readHourly(relay: StackOutputs, memory: Memory): Promise<readonly HourlyCount[]> {
  const now = Date.now();
  if (memory.hourly === undefined || now - memory.hourly.at > HOURLY_MS)
    memory.hourly = { at: now, counts: await readHourlyCounts(relay, now) };
  return memory.hourly.counts;
}

/** When webhooks and tokens were used, by the receiver's log. */
export function usesOf(
  settings: Read<ReceiverSettings>,
  lines: Read<readonly LogLine[]>,
  counts: Read<readonly HourlyCount[]>,
): Pick<NonNullable<Readings["relay"]>, "webhooks" | "heartbeats" | "tokens"> {
  return {
    webhooks: both(settings, lines, webhookUses),
    heartbeats: both(settings, counts, heartbeatsOf),
    tokens: both(settings, lines, tokenUses),
  };
}

/** What is made of two values, when both could be read. */
function both<A, B, T>(one: Read<A>, other: Read<B>, work: (one: A, other: B) => T): Read<T> {
  if (!one.ok) return one;
  return other.ok ? { ok: true, value: work(one.value, other.value) } : other;
}

/** What waits in a queue. */
export async function readQueue(relay: StackOutputs, queueUrl: string): Promise<QueueStatus> {
  const region = regionOf(relay);
  const counts = await countMessages(region, queueUrl);
  const oldestSeconds = await ageOfOldest(region, queueUrl);
  return { ...counts, ...(oldestSeconds !== undefined && { oldestSeconds }) };
}

/** What is in the dead-letter queue. `memory` then has the messages, without their content. */
export async function readDeadLetters(
  relay: StackOutputs,
  memory: Memory,
): Promise<DeadLetterStatus> {
  const counts = await countMessages(regionOf(relay), relay.deadLetterQueueUrl);
  const messages = counts.waiting + counts.inFlight + counts.delayed;
  if (memory.deadLetters?.messages !== messages) {
    const facts = messages === 0 ? [] : await readFacts(deadLetterQueueOf(relay), MAX_READ);
    memory.deadLetters = { messages, facts };
  }
  return { messages, byReason: countByReason(memory.deadLetters.facts) };
}

/** Each webhook that the receiver has, and when it was used last. */
function webhookUses(
  { events, widgets }: ReceiverSettings,
  lines: readonly LogLine[],
): readonly WebhookUse[] {
  const latest = latestBy(lines, ({ event, widget }) => `${String(widget)}/${String(event)}`);
  return widgets.flatMap((widget) =>
    events.map((event) => {
      const lastAt = latest.get(`${widget}/${event}`);
      return { widget, event, ...(lastAt !== undefined && { lastAt }) };
    }),
  );
}
