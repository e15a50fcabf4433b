import type { PersonSearch } from "../../../cli/forget/personSearch";
import { archiveEvents } from "../../../handlers/forwarder/archive";
import { copyKey, DROPPED_FOLDER } from "../../../handlers/shared/copies";
import { readEnvelope, wrapRaw, type EventEnvelope } from "../../../handlers/shared/envelope";
import { toJson } from "../../../handlers/shared/json";
import type { AwsServer } from "../../handlers/support/awsServer";
import { fixture } from "../../handlers/support/fixtures";
import { factsOf } from "../../handlers/support/ingested";
import { messageText } from "../../handlers/support/messages";
import { startDlqForEach } from "../dlqSupport";
import { runInProcess } from "../inProcess";
import type { Exit } from "../support";

const bucket = "archive";

export const email = "maria.keller@example.com";
export const visitor = "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3";
export const conversation = "0b8d5c5a-31d7-4c59-8a38-6c8f1a3d9f02";

/** Archives events as the forwarder does: those of one invocation in one object. */
export async function archive(
  aws: AwsServer,
  texts: readonly string[],
  at = "2026-11-24T10:00:00Z",
): Promise<void> {
  const put = (key: string, text: string) => {
    putObject(aws, key, text);
    return Promise.resolve();
  };
  const envelopes = texts.map((text) => readEnvelope(text) as EventEnvelope);
  await archiveEvents({ put }, envelopes, Date.parse(at), new AbortController().signal);
}

/** Puts an object, as S3 would keep it. */
export function putObject(aws: AwsServer, key: string, text: string): void {
  aws.s3.put(`${bucket}/${key}`, text);
}

/** A DLQ message with its copy, as the keeper leaves it. */
export function addDead(aws: AwsServer, id: string, text: string): void {
  aws.messages.push({ id, body: text, invisible: false });
  putObject(aws, copyKey(text), text);
}

/** A message that an operator has dropped. */
export function drop(aws: AwsServer, text: string): void {
  putObject(aws, copyKey(text, DROPPED_FOLDER), text);
}

/** All that the stack keeps, as one text. */
export function keptBy(aws: AwsServer): string {
  const versions = [...aws.s3.versions.values()].flat().map(({ body }) => body ?? "");
  return [...aws.messages.map(({ body }) => body), ...aws.s3.objects.values(), ...versions].join(
    "\n",
  );
}

/** Lets SQS count the messages of the dead-letter queue, and say this of the other queues. */
export function countQueues(aws: AwsServer, others: () => number = () => 0): void {
  aws.more.set("GetQueueAttributes", ({ QueueUrl: url }) => {
    const inFlight = aws.messages.filter(({ invisible }) => invisible).length;
    const [visible, notVisible] = String(url).endsWith("/dead")
      ? [aws.messages.length - inFlight, inFlight]
      : [others(), 0];
    return {
      body: {
        Attributes: {
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(notVisible),
        },
      },
    };
  });
}

/** A stack with an archive for each test of a file, whose queues SQS counts. */
export function stackOfEachTest(outputs: Readonly<Record<string, unknown>> = {}) {
  const stack = startDlqForEach({ archiveBucket: bucket, ...outputs }, countQueues);
  /** Runs a command, as fast as it can be. */
  const run = (args: readonly string[]): Promise<Exit> =>
    runInProcess(stack, args.length > 1 ? [...args, "--rate", "1000"] : args);
  /** What a command prints that has nothing to complain of. */
  const runQuietly = async (args: readonly string[]): Promise<string> => {
    const { stderr, stdout } = await run(args);
    expect(stderr).toBe("");
    return stdout;
  };
  return Object.assign(stack, { run, runQuietly });
}

export function payloadOf(name: string, changes: object = {}): object {
  return { ...(JSON.parse(fixture(name).bytes.toString()) as object), ...changes };
}

/** A message as the forwarder writes it again. */
export function textOf(name: string, changes: object = {}): string {
  return toJson(readEnvelope(messageText(payloadOf(name, changes), name)));
}

/** The message that a body becomes which the relay cannot read. */
export function unreadable(body: string, readable = true): string {
  return toJson(wrapRaw(factsOf("feedback-left"), Buffer.from(body), "not-json", { readable }));
}

export const [started, feedback] = [textOf("conversation-started"), textOf("feedback-left")];
/** It names the chat, and neither visitor id nor address. */
export const transcript = textOf("transcript-exported", {
  replyToEmail: "",
  visitorTraits: {},
  visitorName: "",
  textBody: "…",
  messages: [],
});
export const bob = textOf("offline-message");
/** Somebody else, who writes about her. */
export const mention = textOf("visitor-unanswered", { message: email });

/** Whether a message says itself that it is the person's. */
export function isNamed(search: PersonSearch, text: string): boolean {
  return search.look(text).way?.through === "message";
}

/** Whether a message is the person's, by itself or by its chat. */
export function isFound(search: PersonSearch, text: string): boolean {
  return search.look(text).way !== undefined;
}
