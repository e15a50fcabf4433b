import { wrapRaw, type Envelope } from "../shared/envelope";
import { toJson } from "../shared/json";
import { isRejection, type Queue } from "../shared/queue";
import type { WebhookRequest } from "./request";
import type { ReceiverSettings } from "./settings";

/** SQS delays a message by at most 15 minutes (Amazon SQS quotas). */
const MAX_DELAY_SECONDS = 900;

/** Puts envelopes into the two queues: events into the forwarder's, raw bodies into that of what cannot be delivered. */
export class EnvelopeStore {
  constructor(
    private readonly parts: {
      readonly settings: ReceiverSettings;
      readonly queue: Queue;
      readonly now: () => number;
    },
  ) {}

  /**
   * Resolves with the envelope that a queue now has. Where SQS rejects the text itself, this is the
   * body as bytes in the dead-letter queue.
   *
   * @param text the envelope as JSON
   * @param request the body that the envelope was made of, and its declared charset
   */
  async put(
    envelope: Envelope,
    text: string,
    { body, charset }: Pick<WebhookRequest, "body" | "charset">,
    signal: AbortSignal,
  ): Promise<Envelope> {
    try {
      await this.send(envelope, text, signal);
      return envelope;
    } catch (error) {
      if (!isRejection(error)) throw error;
      // SQS takes bytes in base64 whatever is in them.
      const raw = wrapRaw({ ...envelope, charset }, Buffer.from(body), "refused-by-queue", {
        readable: false,
      });
      if (!raw) throw error;
      await this.send(raw, toJson(raw), signal);
      return raw;
    }
  }

  private send({ kind }: Envelope, text: string, signal: AbortSignal): Promise<void> {
    const { settings, queue } = this.parts;
    return kind === "event"
      ? queue.send(settings.queueUrl, text, { delaySeconds: this.delaySeconds(), signal })
      : queue.send(settings.deadLetterQueueUrl, text, { signal });
  }

  /** A new dataflow drops what it gets in its first minutes: events wait in the queue until then. */
  private delaySeconds(): number {
    const { settings, now } = this.parts;
    if (settings.settledAt === undefined) return 0;
    const wait = Math.ceil((Date.parse(settings.settledAt) - now()) / 1000);
    return Math.min(Math.max(wait, 0), MAX_DELAY_SECONDS);
  }
}
