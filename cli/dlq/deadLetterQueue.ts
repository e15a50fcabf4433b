import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { readableFacts, readEnvelope, type Envelope } from "../../handlers/shared/envelope";

/** A message of the dead-letter queue. */
export interface DlqMessage {
  /** The request's id, as in the logs and in the row; SQS's own of a message that has none. */
  readonly id: string;
  readonly event: string;
  readonly widget: string;
  /** When the request was received: RFC 3339, UTC. */
  readonly receivedAt: string;
  /** Why it is here. A message that SQS itself has moved says nothing. */
  readonly reason: string;
  readonly kind: Envelope["kind"] | "unknown";
  /** The message as it stands in the queue. */
  readonly text: string;
  readonly receiptHandle: string;
}

/** Seconds for which messages are hidden while a command works; when it is ended, they come back then. */
const VISIBILITY_TIMEOUT_SECONDS = 300;

/** SQS's largest batch. */
const BATCH = 10;

/** Of a message that SQS moved after too many receives. */
const MOVED = "moved-by-sqs";

function readMessage(messageId: string, receiptHandle: string, text: string): DlqMessage {
  const envelope = readEnvelope(text);
  const nothing = { event: "", widget: "", requestId: "", receivedAt: "", synthetic: false };
  const { event, widget, requestId, receivedAt } = envelope ?? readableFacts(text, nothing);
  return {
    id: requestId === "" ? messageId : requestId,
    event,
    widget,
    receivedAt,
    reason: envelope?.reason ?? MOVED,
    kind: envelope?.kind ?? "unknown",
    text,
    receiptHandle,
  };
}

/** The two queues, as an operator works on them. */
export class DeadLetterQueue {
  constructor(
    private readonly sqs: SQSClient,
    private readonly urls: { readonly queueUrl: string; readonly deadLetterQueueUrl: string },
  ) {}

  /**
   * Works through the dead letters, each once. SQS cannot show a message without hiding it from
   * others for a while: what `visit` leaves is to be seen again when this ends.
   */
  async visit(visit: (letter: DlqMessage) => Promise<void>): Promise<void> {
    const left = new Map<string, string>();
    try {
      for (;;) {
        const { Messages: messages = [] } = await this.sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: this.urls.deadLetterQueueUrl,
            MaxNumberOfMessages: BATCH,
            VisibilityTimeout: VISIBILITY_TIMEOUT_SECONDS,
            // With a wait SQS asks all of its servers, so that no answer means no message.
            WaitTimeSeconds: 1,
          }),
        );
        // Those of a batch that have all been seen have come back meanwhile: the queue is through.
        if (messages.every(({ MessageId: id = "" }) => left.has(id))) return;
        for (const {
          MessageId: id = "",
          ReceiptHandle: handle = "",
          Body: text = "",
        } of messages) {
          const seen = left.has(id);
          left.set(id, handle);
          if (!seen) await visit(readMessage(id, handle, text));
        }
      }
    } finally {
      await this.show([...left.values()]);
    }
  }

  /** Puts a message into the forwarder's queue, then takes the letter out of this one. */
  async sendAgain({ receiptHandle }: DlqMessage, text: string): Promise<void> {
    const { queueUrl, deadLetterQueueUrl } = this.urls;
    await this.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }));
    await this.sqs.send(
      new DeleteMessageCommand({ QueueUrl: deadLetterQueueUrl, ReceiptHandle: receiptHandle }),
    );
  }

  /** Those that have been taken out are no error: SQS says so entry by entry. */
  private async show(handles: readonly string[]): Promise<void> {
    for (let from = 0; from < handles.length; from += BATCH) {
      const entries = handles.slice(from, from + BATCH).map((handle, index) => ({
        Id: String(index),
        ReceiptHandle: handle,
        VisibilityTimeout: 0,
      }));
      await this.sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: this.urls.deadLetterQueueUrl,
          Entries: entries,
        }),
      );
    }
  }
}
