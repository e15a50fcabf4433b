import { archiveEvents } from "../../../handlers/forwarder/archive";
import { copyKey, DROPPED_FOLDER } from "../../../handlers/shared/copies";
import { readEnvelope, type EventEnvelope } from "../../../handlers/shared/envelope";
import type { AwsServer } from "../../handlers/support/awsServer";

const bucket = "archive";

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
