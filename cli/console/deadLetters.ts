import { withAwsErrors } from "../awsErrors";
import { readDeployedSettings } from "../deployedSettings";
import { collect } from "../dlq/actions";
import { archiveOf } from "../dlq/archive";
import type { DlqMessage } from "../dlq/deadLetterQueue";
import { createPace } from "../dlq/pace";
import { contentOf, deadLetterQueueOf, type DlqFacts } from "../dlq/read";
import { redriveSelected } from "../dlq/redrive";
import type { Selection } from "../dlq/select";
import type { LogLine } from "../functionLogs";
import type { StackOutputs } from "../stackOutputs";
import { fromAws, MAX_READ, readDeadLetters, type Memory } from "../status/read";
import type { DeadLetterStatus } from "../status/report";
import { UserError } from "../userError";
import type { StageLine } from "./events";
import { RedrivePlans, type RedrivePlan } from "./redrivePlans";

/** Messages that are sent again in a second, at most. */
const RATE = 50;

const needs =
  "sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:DeleteMessage on the dead-letter queue, sqs:SendMessage on the queue, lambda:GetFunctionConfiguration on the receiver, and with salts secretsmanager:GetSecretValue of their secret";

/** What is in the dead-letter queue, with what each message says about itself. */
export interface DeadLetters extends DeadLetterStatus {
  readonly list: readonly DlqFacts[];
  /** RFC 3339. Messages that came later may be missing in the list. */
  readonly listedAt: string;
  /** Whether the list has all messages; not when there are too many, or somebody else is looking at some. */
  readonly isWhole: boolean;
}

/** The dead-letter queue, as the console works with it. One piece of work at a time: a message is invisible meanwhile. */
export class ConsoleDeadLetters {
  private readonly memory: Memory = {};
  private readonly plans = new RedrivePlans();
  private readonly again: StageLine[] = [];
  private listedAt = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly relay: StackOutputs) {}

  /** What was sent again from here, as lines of a log. The logs of the functions do not say it. */
  get sentAgain(): readonly StageLine[] {
    return this.again;
  }

  /** Counts the messages, and reads them when their number has changed. */
  read(): Promise<DeadLetters> {
    return this.alone(async () => {
      const [startedAt, before] = [Date.now(), this.memory.deadLetters];
      const status = await fromAws(() => readDeadLetters(this.relay, this.memory));
      const list = this.memory.deadLetters?.facts ?? [];
      // An empty queue is known by its count alone; another list is read when the count has changed.
      if (status.messages === 0 || this.memory.deadLetters !== before) this.listedAt = startedAt;
      const listedAt = new Date(this.listedAt).toISOString();
      const isWhole = list.length >= status.messages && list.length < MAX_READ;
      return { ...status, list, listedAt, isWhole };
    });
  }

  /** The next look reads the messages even if their number is the same. */
  forget(): void {
    delete this.memory.deadLetters;
  }

  /** A message with its content, which is personal data. */
  show(id: string): Promise<object | string> {
    return this.alone(async () => {
      const queue = deadLetterQueueOf(this.relay);
      const [text] = await fromAws(() => collect(queue, { ids: [id] }, ({ text: all }) => all));
      if (text === undefined) {
        this.forget();
        throw new UserError(`There is no DLQ message ${id} any more. Look at the list again.`);
      }
      return contentOf(text);
    });
  }

  /** A dry run: says what a redrive would do, and allows it. */
  async plan(selection: Selection): Promise<RedrivePlan> {
    return this.plans.add(await this.run(selection, true));
  }

  /** Does what a dry run said. A message that would only fail again by now is kept. */
  async redrive(planId: string): Promise<Omit<RedrivePlan, "id">> {
    const { sent: ids } = this.plans.take(planId);
    if (ids.length === 0) throw new UserError("This dry run found no message to send.");
    return this.run({ ids }, false).finally(() => this.forget());
  }

  private noteSent({ event, id: requestId, widget }: DlqMessage, at: Date): void {
    const timestamp = at.toISOString();
    const line: LogLine = { timestamp, message: "sent again", requestId, event, widget };
    this.again.push({ stage: "operator", line });
  }

  private run(selection: Selection, dryRun: boolean): Promise<Omit<RedrivePlan, "id">> {
    return this.alone(() =>
      withAwsErrors(needs, async () => {
        const settings = await readDeployedSettings(this.relay);
        const how = {
          dryRun,
          pace: createPace(RATE),
          archive: archiveOf(this.relay),
          onSent: this.noteSent.bind(this),
        };
        return redriveSelected(deadLetterQueueOf(this.relay), settings, selection, how);
      }),
    );
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work, work);
    this.last = next.catch(() => undefined);
    return next;
  }
}
