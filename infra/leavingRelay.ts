import { setTimeout as sleep } from "node:timers/promises";

import * as pulumi from "@pulumi/pulumi";

import { userError } from "../adobe/sdk/userError";
import type { Settings } from "./config";
import { lastOutputs } from "./relay/lastDeployment";
import { queueAttributes } from "./relay/queueAttributes";

/** How long an update waits for the queue to become empty. Longer than any wait between two attempts. */
const LIMIT_MS = 20 * 60_000;
const POLL_MS = 5_000;
/** SQS's counts are approximate for some seconds, so one zero proves nothing. */
const ZEROS = 3;

/** Messages of the relay's queues. */
export interface Waiting {
  /** In the queue, or on the way to the dead-letter queue. */
  readonly events: number;
  readonly deadLetters: number;
}

/** What the wait uses; tests bring their own. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * Waits until the relay's queue is empty: its messages have got a 202 and must not be deleted with it.
 *
 * @param count - reads the number of messages
 * @param protectData - whether the queues stay in AWS
 * @returns the number of messages in the dead-letter queue, which stay there
 * @throws RunError when messages would be lost: after 20 minutes, or when the dead-letter queue is to be
 * deleted and is not empty
 */
export async function untilEmpty(
  count: () => Promise<Waiting>,
  protectData: boolean,
  report: (text: string) => void,
  clock: Clock = { now: Date.now, sleep },
): Promise<number> {
  const deadline = clock.now() + LIMIT_MS;
  for (let zeros = 0; ; await clock.sleep(POLL_MS)) {
    const { events, deadLetters } = await count();
    if (deadLetters > 0 && !protectData)
      throw userError(
        `The relay's dead-letter queue has ${deadLetters} messages, which would be deleted with it. Send them again or delete them (npx chatlio-aep dlq list), or keep the queue: pulumi config set chatlio-aep:protectData true, pulumi up with the former chatlio-aep:mode, and then this mode again.`,
      );
    zeros = events === 0 ? zeros + 1 : 0;
    if (zeros === ZEROS) return deadLetters;
    if (clock.now() > deadline)
      throw userError(
        `After ${LIMIT_MS / 60_000} minutes ${events} events are still in the relay's queue, so the relay is kept. \`pulumi stack output\` names the queue, docs/runbooks.md what holds its events back. Run \`pulumi up\` again when it is empty.`,
      );
    report(`The relay is removed when its queue is empty; ${events} events are in it.`);
  }
}

/** Reads the counts from AWS, with the credentials that the removal of the relay needs anyway. */
function counter(
  queueUrl: string,
  deadLetterQueueUrl: string,
  undeliveredQueueUrl: unknown,
): () => Promise<Waiting> {
  const messages = async (url: string) => {
    const counts = await queueAttributes(url, [
      "ApproximateNumberOfMessages",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesDelayed",
    ]).catch((error: unknown) => {
      throw userError(
        `The relay cannot be removed: its queue ${url} cannot be read (${error instanceof Error ? error.message : String(error)}). Set up AWS credentials as for the relay, and run \`pulumi up\` again.`,
      );
    });
    return Object.values(counts).reduce((sum, text) => sum + Number(text), 0);
  };
  return async () => {
    const events = await messages(queueUrl);
    // Stacks of earlier releases have no such queue.
    const undelivered =
      typeof undeliveredQueueUrl === "string" ? await messages(undeliveredQueueUrl) : 0;
    // Last: what has left the others meanwhile is in it.
    return { events: events + undelivered, deadLetters: await messages(deadLetterQueueUrl) };
  };
}

/**
 * When the last deployment had a relay and this one has none: waits until the relay has delivered what it
 * has accepted. Pulumi deletes nothing before the program has ended.
 *
 * @returns resolves when the relay may go; at once in a preview, which only says that the update will wait
 * @throws RunError as {@link untilEmpty}
 */
export async function emptiedRelay({ relay }: Settings): Promise<boolean> {
  const { queueUrl, deadLetterQueueUrl, undeliveredQueueUrl } = await lastOutputs();
  if (typeof queueUrl !== "string" || typeof deadLetterQueueUrl !== "string") return true;
  if (pulumi.runtime.isDryRun()) {
    void pulumi.log.warn(
      "This update removes the relay, and its webhook URLs with it: paste the direct ones into Chatlio's dashboard before (docs/chatlio.md). It waits until the relay has delivered the events in its queue.",
    );
    return true;
  }
  const left = await untilEmpty(
    counter(queueUrl, deadLetterQueueUrl, undeliveredQueueUrl),
    relay.protectData,
    (text) => void pulumi.log.info(text, undefined, undefined, true),
  );
  if (left > 0)
    void pulumi.log.warn(
      `The dead-letter queue ${deadLetterQueueUrl} stays in AWS with ${left} messages. \`npx chatlio-aep dlq\` does not know it any more.`,
    );
  return true;
}
