import { S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

import type { EventEnvelope } from "../../handlers/shared/envelope";
import { createPace } from "../dlq/pace";
import { withProgress } from "../progress";
import { printedOutputs, readStackOutputs, regionOf, type StackOptions } from "../stackOutputs";
import { print, printJson } from "../terminal";
import { UserError } from "../userError";
import { openDone, type Done } from "./done";
import { archivedEvents } from "./events";
import { rejectedIds } from "./rejectedIds";

export interface ReplayOptions extends StackOptions {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Milliseconds since 1970. Default: when the command began. */
  readonly until?: number;
  readonly event?: string;
  readonly widget?: string;
  /** Only events whose rows AEP has rejected. */
  readonly failedOnly?: true;
  readonly yes?: true;
  readonly done?: string;
  /** Events in a second, at most. */
  readonly rate: number;
  readonly json?: true;
}

/** Which events are sent. */
interface Wanted extends Pick<ReplayOptions, "since" | "event" | "widget"> {
  readonly until: number;
  /** Undefined: whatever their `_id` is. */
  readonly ids: ReadonlySet<string> | undefined;
}

function isWanted({ body, event, receivedAt, widget }: EventEnvelope, wanted: Wanted): boolean {
  const received = Date.parse(receivedAt);
  return (
    (wanted.ids?.has(body.id) ?? true) &&
    received >= wanted.since &&
    received < wanted.until &&
    (wanted.event === undefined || wanted.event === event) &&
    (wanted.widget === undefined || wanted.widget === widget)
  );
}

/** What a replay sends with, and what of it is known. */
interface Parts {
  readonly bucket: string;
  readonly s3: S3Client;
  /** Undefined: nothing is sent. */
  readonly send: ((text: string) => Promise<void>) | undefined;
  readonly done: Done;
}

/** Sends each wanted event once, however often it was delivered. Returns how many of which event. */
async function replayAll(
  wanted: Wanted,
  { bucket, done, s3, send }: Parts,
): Promise<Readonly<Record<string, number>>> {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for await (const { envelope, text } of archivedEvents(s3, bucket, wanted.since)) {
    const { body, event } = envelope;
    // What is sent now is delivered, and archived again, while the command still reads.
    if (!isWanted(envelope, wanted) || seen.has(body.id) || done.has(body.id)) continue;
    seen.add(body.id);
    if (send) {
      await send(text);
      done.add(body.id);
    }
    counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => one.localeCompare(other)));
}

/** `replay`: puts archived events into the events' queue again. Without `--yes` it only says how many. */
export async function replay(options: ReplayOptions): Promise<void> {
  const printed = await printedOutputs(options);
  const outputs = await readStackOutputs(options, printed);
  const { archiveBucket: bucket, queueUrl: QueueUrl } = outputs;
  if (bucket === undefined)
    throw new UserError(
      "The stack keeps no events. Set `chatlio-aep:archive` and deploy it: from then on, what is delivered can be replayed.",
    );
  const region = regionOf(outputs);
  const [sqs, pace] = [new SQSClient({ region }), createPace(options.rate)];
  const send = async (text: string) => {
    await pace();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: text }));
  };
  const dryRun = options.yes !== true;
  const done = openDone(options.done);
  const ids = options.failedOnly && (await rejectedIds(printed, options));
  const wanted = { ...options, ids, until: options.until ?? Date.now() };
  const parts = { bucket, done, s3: new S3Client({ region }), send: dryRun ? undefined : send };
  const events = await withProgress("Replaying events", () => replayAll(wanted, parts)).finally(
    () => done.close(),
  );
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  if (options.json) {
    printJson({ dryRun, total, events });
    return;
  }
  for (const [event, count] of Object.entries(events)) print(`${count} ${event}\n`);
  print(`${total} ${dryRun ? "would be sent again" : "sent again"}\n`);
  if (dryRun) print("Nothing was sent. --yes sends them.\n");
}
