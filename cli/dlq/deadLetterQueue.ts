import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from "@aws-sdk/client-sqs";

import { MOVED_BY_SQS } from "../../handlers/shared/copies";
import { readableFacts, readEnvelope, type Envelope } from "../../handlers/shared/envelope";
import { UserError } from "../userError";

/** What a message says about its request. */
export interface MessageFacts {
  /** The request's id, as in the logs and in the row; SQS's own id when the message has none. */
  readonly id: string;
  readonly event: string;
  readonly widget: string;
  /** When the request was received: RFC 3339, UTC. */
  readonly receivedAt: string;
  /** Why it is in this queue. A message that SQS itself moved has no reason. */
  readonly reason: string;
}

/** A message of the dead-letter queue. */
export interface DlqMessage extends MessageFacts {
  readonly kind: Envelope["kind"] | "unknown";
  /** SQS's own id. */
  readonly messageId: string;
  /** When it was sent, in milliseconds since 1970 by the clock of SQS; NaN when SQS does not say. */
  readonly enteredAt: number;
  /** The message as it is in the queue. */
  readonly text: string;
  readonly receiptHandle: string;
}

/**
 * Visibility timeout of the messages that a command receives. When the command is killed, they are
 * visible again after this time.
 */
const VISIBILITY_TIMEOUT_SECONDS = 300;

/** Longest visibility timeout of SQS. */
const MAX_VISIBILITY_SECONDS = 43_200;

/** Largest batch of SQS. */
const BATCH = 10;

/** SQS gives out no more than 120,000 messages of a queue at once (Amazon SQS quotas). */
const MAX_IN_FLIGHT = 119_000;

/**
 * What a message says about its request.
 *
 * @param otherwise the id of a message without one
 */
export function factsOf(text: string, otherwise: string): MessageFacts & Pick<DlqMessage, "kind"> {
  const envelope = readEnvelope(text);
  const nothing = { event: "", widget: "", requestId: "", receivedAt: "", synthetic: false };
  const { event, widget, requestId, receivedAt } = envelope ?? readableFacts(text, nothing);
  return {
    id: requestId === "" ? otherwise : requestId,
    event,
    widget,
    receivedAt,
    reason: envelope?.reason ?? MOVED_BY_SQS,
    kind: envelope?.kind ?? "unknown",
  };
}

function readMessage(message: Message): DlqMessage {
  const { MessageId = "", ReceiptHandle, Body: text = "", Attributes: attributes } = message;
  return {
    ...factsOf(text, MessageId),
    messageId: MessageId,
    enteredAt: Number(attributes?.SentTimestamp),
    text,
    receiptHandle: ReceiptHandle ?? "",
  };
}

/** The header `Date` of an HTTP response, in milliseconds since 1970; NaN without one. */
function dateOf(response: unknown): number {
  const { headers } = Object(response) as { headers?: Readonly<Record<string, string>> };
  return Date.parse(headers?.["date"] ?? "");
}

/** What happened to a message that was looked at; with `enough` it was kept, and no further one is wanted. */
export type Visit = "kept" | "taken" | "enough";

/** The queues that an operator works with. */
export class DeadLetterQueue {
  private visibilitySeconds = VISIBILITY_TIMEOUT_SECONDS;
  private firstResponseAt = NaN;

  /** @param pace awaited before each request. Default: none is delayed */
  constructor(
    private readonly sqs: SQSClient,
    private readonly urls: { readonly queueUrl: string; readonly deadLetterQueueUrl: string },
    private readonly pace: () => Promise<void> = () => Promise.resolve(),
  ) {}

  /**
   * When SQS first responded, in milliseconds since 1970 by the clock of AWS, to the second before. The clock
   * of this machine may be wrong. NaN before the first response, and when it had no date.
   */
  get startedAt(): number {
    return this.firstResponseAt;
  }

  /**
   * Visits each message of the dead-letter queue once, until the queue shows no further message. SQS
   * cannot show a message without making it invisible to others for a while: the messages that were kept
   * are made visible again at the end.
   *
   * @throws UserError when the queue holds more messages than SQS gives out at once
   */
  async visit(visit: (message: DlqMessage) => Promise<Visit>): Promise<void> {
    /** Receipt handles of the messages that were kept, by SQS's own id. */
    const kept = new Map<string, string>();
    try {
      for (;;) {
        const messages = await this.receive();
        if (messages.length === 0) return;
        let [returned, isEnough] = [false, false];
        for (const message of messages) {
          const { MessageId: id = "", ReceiptHandle: handle = "" } = message;
          const isNew = !kept.has(id);
          returned ||= !isNew;
          kept.set(id, handle);
          const done = isNew ? await visit(readMessage(message)) : "kept";
          if (done === "enough") isEnough = true;
          if (done === "taken") kept.delete(id);
        }
        if (isEnough) return;
        if (returned) this.extendVisibility();
        if (kept.size >= MAX_IN_FLIGHT)
          throw new UserError(
            `${kept.size} messages stay in the dead-letter queue, and SQS shows no more at once. Redrive some of them first (--reason, --event, --widget).`,
          );
      }
    } finally {
      await this.makeVisible([...kept.values()]);
    }
  }

  /** Puts a text into the forwarder's queue, then deletes the message from the dead-letter queue. */
  async redrive(message: DlqMessage, text: string): Promise<void> {
    const { queueUrl } = this.urls;
    await this.pace();
    await this.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }));
    await this.delete(message);
  }

  /** Puts a text into the dead-letter queue again. */
  async restore(text: string): Promise<void> {
    const { deadLetterQueueUrl } = this.urls;
    await this.pace();
    await this.sqs.send(
      new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageBody: text }),
    );
  }

  /** Deletes a message from the dead-letter queue. */
  async delete({ receiptHandle }: DlqMessage): Promise<void> {
    const { deadLetterQueueUrl } = this.urls;
    await this.pace();
    await this.sqs.send(
      new DeleteMessageCommand({ QueueUrl: deadLetterQueueUrl, ReceiptHandle: receiptHandle }),
    );
  }

  private async receive(): Promise<readonly Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.urls.deadLetterQueueUrl,
      MaxNumberOfMessages: BATCH,
      MessageSystemAttributeNames: ["SentTimestamp"],
      VisibilityTimeout: this.visibilitySeconds,
      // With a wait, SQS queries all of its servers, so that an empty response means an empty queue.
      WaitTimeSeconds: 1,
    });
    // The only place where the SDK shows the headers of a response.
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        if (Number.isNaN(this.firstResponseAt)) this.firstResponseAt = dateOf(result.response);
        return result;
      },
      { step: "deserialize", name: "readDate" },
    );
    await this.pace();
    const { Messages: messages = [] } = await this.sqs.send(command);
    return messages;
  }

  /**
   * A message came back before all others had been seen. With ever longer timeouts, a time comes when
   * none does, and the queue shows the rest.
   */
  private extendVisibility(): void {
    this.visibilitySeconds = Math.min(this.visibilitySeconds * 2, MAX_VISIBILITY_SECONDS);
  }

  /** Messages that were deleted meanwhile are not an error: SQS reports them entry by entry. */
  private async makeVisible(handles: readonly string[]): Promise<void> {
    for (let from = 0; from < handles.length; from += BATCH) {
      const entries = handles.slice(from, from + BATCH).map((handle, index) => ({
        Id: String(index),
        ReceiptHandle: handle,
        VisibilityTimeout: 0,
      }));
      await this.pace();
      await this.sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: this.urls.deadLetterQueueUrl,
          Entries: entries,
        }),
      );
    }
  }
}
