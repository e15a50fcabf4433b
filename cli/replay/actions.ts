import { S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

import type { EventEnvelope } from "../../handlers/shared/envelope";
import { createPace } from "../dlq/pace";
import { withProgress } from "../progress";
import { printedOutputs, readStackOutputs, regionOf, type StackOptions } from "../stackOutputs";
import { print, printError, printJson } from "../terminal";
import { openDone, type Done } from "./done";
import { archivedEvents, requireArchive } from "./events";
import { rejectedIds, type Rejected } from "./rejectedIds";

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
  /** `_id`s, or ids of requests. Undefined: all events. */
  readonly ids: ReadonlySet<string> | undefined;
}

function isWanted({ body, event, receivedAt, widget }: EventEnvelope, wanted: Wanted): boolean {
  const received = Date.parse(receivedAt);
  const { ids } = wanted;
  return (
    (ids === undefined || ids.has(body.id) || ids.has(body.relayRequestId)) &&
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

/** What a replay has sent, or would send. */
interface Replayed {
  /** How many of which event. */
  readonly events: Readonly<Record<string, number>>;
  /** How many of the wanted ids the archive does not have. */
  readonly notArchived: number;
}

/** Sends each wanted event once, however often it was delivered. */
async function replayAll(wanted: Wanted, { bucket, done, s3, send }: Parts): Promise<Replayed> {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const absent = new Set(wanted.ids);
  for await (const { envelope, text } of archivedEvents(s3, bucket, wanted.since)) {
    const { body, event } = envelope;
    for (const id of [body.id, body.relayRequestId]) absent.delete(id);
    // What is sent now is delivered, and archived again, while the command still reads.
    if (!isWanted(envelope, wanted) || seen.has(body.id) || done.has(body.id)) continue;
    seen.add(body.id);
    if (send) {
      await send(text);
      done.add(body.id);
    }
    counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  const byName = [...counts].sort(([one], [other]) => one.localeCompare(other));
  return { events: Object.fromEntries(byName), notArchived: absent.size };
}

/** Says which rejected rows stay rejected: then the command is not done. */
function sayWhatIsLeft({ unnamed }: Rejected, { notArchived }: Replayed): void {
  if (unnamed > 0)
    printError(
      `${unnamed} rejected rows have neither an _id nor a request id, so nobody can tell which events they were. \`reconcile\` shows them; without --failed-only, \`replay\` sends all events of a time.\n`,
    );
  if (notArchived > 0)
    printError(
      `${notArchived} rejected events are not in the archive since then. They may have been received before --since, before \`chatlio-aep:archive\` was set, or, in mode \`both\`, at a direct webhook, whose events pass no archive.\n`,
    );
  if (unnamed + notArchived > 0) process.exitCode = 1;
}

/** `replay`: puts archived events into the events' queue again. Without `--yes` it only says how many. */
export async function replay(options: ReplayOptions): Promise<void> {
  const printed = await printedOutputs(options);
  const outputs = await readStackOutputs(options, printed);
  const region = regionOf(outputs);
  const s3 = new S3Client({ region });
  const bucket = await requireArchive(s3, outputs);
  const { queueUrl: QueueUrl } = outputs;
  const [sqs, pace] = [new SQSClient({ region }), createPace(options.rate)];
  const send = async (text: string) => {
    await pace();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: text }));
  };
  const dryRun = options.yes !== true;
  const done = openDone(options.done);
  const rejected = options.failedOnly && (await rejectedIds(printed, options));
  const wanted = { ...options, ids: rejected?.ids, until: options.until ?? Date.now() };
  const parts = { bucket, done, s3, send: dryRun ? undefined : send };
  const replayed = await withProgress("Replaying events", () => replayAll(wanted, parts)).finally(
    () => done.close(),
  );
  const { events, notArchived } = replayed;
  if (rejected) sayWhatIsLeft(rejected, replayed);
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  if (options.json) {
    const left = rejected && { unnamed: rejected.unnamed, notArchived };
    printJson({ dryRun, total, events, ...left });
    return;
  }
  for (const [event, count] of Object.entries(events)) print(`${count} ${event}\n`);
  print(`${total} ${dryRun ? "would be sent again" : "sent again"}\n`);
  if (dryRun) print("Nothing was sent. --yes sends them.\n");
}
