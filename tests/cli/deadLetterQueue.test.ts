import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

import { DeadLetterQueue, type DlqMessage } from "../../cli/dlq/deadLetterQueue";
import { redriveSelected } from "../../cli/dlq/redrive";
import { messageText } from "../handlers/support/messages";
import { receiverSettingsOf } from "../handlers/support/settings";
import { seededRandom } from "../support/random";

const how = { dryRun: false, pace: () => Promise.resolve() };

interface Stored {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
}

/** When the simulated time begins, by the clock of SQS. */
const START = Date.parse("2026-01-01T00:00:00.400Z");

/**
 * A dead-letter queue in memory that behaves like SQS: no order, and messages come back when their
 * visibility timeout ends. Each request takes a second of simulated time.
 */
class InMemoryQueue {
  readonly messages = new Map<string, Stored>();
  readonly sent: string[] = [];
  /** Called with each message that is sent to the forwarder's queue. */
  onSend: (body: string) => void = () => undefined;
  /** Whether responses have the header `Date`. */
  dated = true;
  private now = 0;
  private readonly random = seededRandom(1);

  /** The clock of SQS, in milliseconds. */
  get clock(): number {
    return START + this.now * 1_000;
  }

  add(body: string, sentAt = START - 60_000): void {
    const id = `m${this.messages.size + this.sent.length}-${sentAt}`;
    this.messages.set(id, { id, body, sentAt, visibleAt: 0 });
  }

  get invisible(): number {
    return [...this.messages.values()].filter(({ visibleAt }) => visibleAt > this.now).length;
  }

  client(): SQSClient {
    return {
      send: async (command: ReceiveMessageCommand) => {
        const respond = () => Promise.resolve(this.respond(command));
        const { output } = await command.middlewareStack.resolve(respond, {})(command);
        return output;
      },
    } as unknown as SQSClient;
  }

  /** An HTTP response, with its date to the second, as the SDK gives it to its middleware. */
  private respond(command: unknown) {
    const output = this.handle(command) as { $metadata: object };
    const headers = this.dated ? { date: new Date(this.clock).toUTCString() } : {};
    return { response: { headers }, output };
  }

  private handle(command: unknown): object {
    this.now += 1;
    if (command instanceof ReceiveMessageCommand) return this.receive(command.input);
    if (command instanceof DeleteMessageCommand)
      this.messages.delete(command.input.ReceiptHandle ?? "");
    if (command instanceof SendMessageCommand) {
      this.sent.push(command.input.MessageBody ?? "");
      this.onSend(command.input.MessageBody ?? "");
    }
    if (command instanceof ChangeMessageVisibilityBatchCommand)
      for (const { ReceiptHandle, VisibilityTimeout = 0 } of command.input.Entries ?? []) {
        const message = this.messages.get(ReceiptHandle ?? "");
        if (message) message.visibleAt = this.now + VisibilityTimeout;
      }
    return {};
  }

  private receive({
    MaxNumberOfMessages = 1,
    VisibilityTimeout = 0,
  }: ReceiveMessageCommand["input"]) {
    const visible = [...this.messages.values()].filter(({ visibleAt }) => visibleAt <= this.now);
    const found = Array.from({ length: Math.min(MaxNumberOfMessages, visible.length) }, () =>
      visible.splice(this.random.below(visible.length), 1),
    ).flat();
    for (const message of found) message.visibleAt = this.now + VisibilityTimeout;
    return {
      Messages: found.map(({ id, body, sentAt }) => ({
        MessageId: id,
        ReceiptHandle: id,
        Body: body,
        Attributes: { SentTimestamp: String(sentAt) },
      })),
    };
  }
}

const urls = {
  queueUrl: "https://sqs.example/0/events",
  deadLetterQueueUrl: "https://sqs.example/0/dead",
};

const all = { ids: [] };

describe("the dead-letter queue", () => {
  it("shows each of 10,000 messages once, although early ones reappear before the last one is seen", async () => {
    const memory = new InMemoryQueue();
    for (let index = 0; index < 10_000; index += 1) memory.add(`text ${index}`);
    const visited: string[] = [];
    const taken: DlqMessage[] = [];
    const queue = new DeadLetterQueue(memory.client(), urls);
    await queue.visit(async (message) => {
      visited.push(message.text);
      if (!message.text.endsWith("7")) return "kept";
      taken.push(message);
      await queue.redrive(message, message.text);
      return "taken";
    });
    expect(new Set(visited).size).toBe(10_000);
    expect(visited).toHaveLength(10_000);
    expect(taken).toHaveLength(1_000);
    expect(memory.messages.size).toBe(9_000);
    expect([...memory.messages.values()].filter(({ body }) => body.endsWith("7"))).toEqual([]);
    expect(memory.invisible).toBe(0);
  });
});

describe("redrive", () => {
  afterEach(() => jest.restoreAllMocks());

  const settings = receiverSettingsOf();
  const dlqText = (id: number) =>
    JSON.stringify({
      ...(JSON.parse(messageText({ message: `text ${id}` })) as object),
      requestId: `r-${id}`,
      reason: "inlet-400",
    });

  it("leaves none of the selected messages, whatever the order", async () => {
    const memory = new InMemoryQueue();
    for (let index = 0; index < 2_000; index += 1) memory.add(dlqText(index));
    const queue = new DeadLetterQueue(memory.client(), urls);
    const { sent, kept } = await redriveSelected(queue, settings, all, how);
    expect([new Set(sent).size, kept]).toEqual([2_000, []]);
    expect(memory.messages.size).toBe(0);
  });

  it.each([
    ["right", 0, true],
    ["a minute ahead", 60_000, true],
    ["a day ahead", 86_400_000, true],
    ["a minute behind", -60_000, true],
    ["a day behind", -86_400_000, true],
    ["right, and no response has a date", 0, false],
  ])("ends when messages fail again at once (local clock: %s)", async (_, offset, dated) => {
    const memory = new InMemoryQueue();
    memory.dated = dated;
    jest.spyOn(Date, "now").mockImplementation(() => memory.clock + offset);
    memory.add(dlqText(1));
    memory.add(dlqText(2));
    memory.onSend = (body) => {
      if (memory.sent.length > 10) throw new Error("The messages go round.");
      memory.add(body, memory.clock);
    };
    const queue = new DeadLetterQueue(memory.client(), urls);
    const { sent, kept } = await redriveSelected(queue, settings, all, how);
    expect([...sent].sort()).toEqual(["r-1", "r-2"]);
    expect(kept.map(({ reason }) => reason)).toEqual(["failed-again", "failed-again"]);
    expect([memory.sent.length, memory.messages.size]).toEqual([2, 2]);
  });

  it.each([
    ["right", 0],
    ["a day ahead", 86_400_000],
    ["a day behind", -86_400_000],
  ])("sends both of two messages with one request id (local clock: %s)", async (_, offset) => {
    const memory = new InMemoryQueue();
    jest.spyOn(Date, "now").mockImplementation(() => memory.clock + offset);
    memory.add(dlqText(1));
    memory.add(dlqText(1));
    const queue = new DeadLetterQueue(memory.client(), urls);
    const { sent, kept } = await redriveSelected(queue, settings, all, how);
    expect([sent, kept, memory.messages.size]).toEqual([["r-1", "r-1"], [], 0]);
  });
});
