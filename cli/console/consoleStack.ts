import { setTimeout as sleep } from "node:timers/promises";

import { DAY_MS } from "../../adobe/client/timeUnits";
import { keepAdobe } from "../adobeClient";
import { readReceiverConfiguration } from "../deployedSettings";
import { readHourlyCounts } from "../heartbeat";
import type { DeployedStack, StackOptions, StackOutputs } from "../stackOutputs";
import { fromAws, readDataflows, readQueue } from "../status/read";
import { readLatestWebhooks } from "../tokenUse";
import { UserError } from "../userError";
import { readAlarms } from "./alarms";
import { readIngested } from "./batches";
import { ConsoleDeadLetters } from "./deadLetters";
import { lookForDrift, type Drift } from "./drift";
import { waysOf, type EventWay } from "./events";
import { createLogTail, findLines } from "./logTail";
import { Part } from "./part";
import { placesNow } from "./places";
import { knownDlq, type RelayReadings, type StackReadings } from "./state";

/** How old each part may be when somebody looks, in milliseconds. */
const ages = {
  queue: 4_000,
  lines: 4_000,
  deadLetters: 5_000,
  alarms: 15_000,
  dataflows: 15_000,
  ingested: 20_000,
  settings: 60_000,
  latest: 60_000,
  hourly: 600_000,
};

/** A look does not wait longer than this for what is being read: what is missing comes with the next one. */
const LONGEST_WAIT_MS = 400;

/** How far back an event is looked for that the last hour does not have. */
const FIND_DAYS = 14;

/** What was found of an event. */
export interface FoundEvent {
  /** Left out: the logs have nothing about it. */
  readonly found?: EventWay;
  /** Why a part of its way may be missing. */
  readonly problem?: string;
}

/** What the console reads of the relay. */
class ConsoleRelay {
  readonly deadLetterQueue: ConsoleDeadLetters;
  private readonly parts;

  constructor(
    readonly outputs: StackOutputs,
    days: number,
  ) {
    this.deadLetterQueue = new ConsoleDeadLetters(outputs);
    const undelivered = outputs.undeliveredQueueUrl;
    this.parts = {
      queue: new Part(ages.queue, () => fromAws(() => readQueue(outputs, outputs.queueUrl))),
      ...(undelivered !== undefined && {
        undelivered: new Part(ages.queue, () => fromAws(() => readQueue(outputs, undelivered))),
      }),
      lines: new Part(ages.lines, createLogTail(outputs)),
      deadLetters: new Part(ages.deadLetters, () => this.deadLetterQueue.read()),
      alarms: new Part(ages.alarms, () => readAlarms(outputs)),
      settings: new Part(ages.settings, () => fromAws(() => readReceiverConfiguration(outputs))),
      latest: new Part(ages.latest, () =>
        fromAws(() => readLatestWebhooks(outputs, Date.now() - days * DAY_MS)),
      ),
      hourly: new Part(ages.hourly, () => fromAws(() => readHourlyCounts(outputs))),
    };
  }

  refresh(): readonly Promise<void>[] {
    return Object.values(this.parts).map((part) => part.refresh());
  }

  readDeadLettersAgain(): void {
    this.deadLetterQueue.forget();
    this.parts.deadLetters.expire();
    this.parts.queue.expire();
  }

  get readings(): RelayReadings {
    const { alarms, deadLetters, hourly, latest, lines, queue, settings, undelivered } = this.parts;
    return {
      alarms: alarms.reading,
      deadLetters: deadLetters.reading,
      latest: latest.reading,
      hourly: hourly.reading,
      lines: lines.reading,
      queue: queue.reading,
      ...(undelivered && { undelivered: undelivered.reading }),
      settings: settings.reading,
      sentAgain: this.deadLetterQueue.sentAgain,
    };
  }
}

/** The stack that the console shows. Nothing is read while nobody looks. */
export class ConsoleStack {
  private readonly adobe;
  private readonly relay: ConsoleRelay | undefined;
  private readonly parts;
  private drift: Drift = { running: false };

  /** @param days - how far back the last event of each webhook is looked for */
  constructor(
    readonly deployed: DeployedStack,
    private readonly options: StackOptions,
    days: number,
  ) {
    this.adobe = keepAdobe(options);
    this.relay = deployed.relay && new ConsoleRelay(deployed.relay, days);
    this.parts = {
      dataflows: new Part(ages.dataflows, () => readDataflows(deployed, this.adobe.use)),
      ingested: new Part(ages.ingested, () => readIngested(deployed.datasetId, this.adobe.use)),
    };
  }

  close(): void {
    this.adobe.close();
  }

  /** What is known of the stack. Parts that are too old are read again meanwhile. */
  async look(): Promise<StackReadings> {
    const refreshing = [
      ...Object.values(this.parts).map((part) => part.refresh()),
      ...(this.relay?.refresh() ?? []),
    ];
    await Promise.race([Promise.all(refreshing), sleep(LONGEST_WAIT_MS)]);
    return {
      deployed: this.deployed,
      drift: this.drift,
      dataflows: this.parts.dataflows.reading,
      ingested: this.parts.ingested.reading,
      ...(this.relay && { relay: this.relay.readings }),
    };
  }

  /** The dead-letter queue. @throws UserError in direct mode, which has none */
  get deadLetters(): ConsoleDeadLetters {
    return this.theRelay.deadLetterQueue;
  }

  readDeadLettersAgain(): void {
    this.theRelay.readDeadLettersAgain();
  }

  /** The way of one event, by the id of its request or by its `_id`. */
  async find(id: string): Promise<FoundEvent> {
    const { outputs, readings } = this.theRelay;
    const since = Date.now() - FIND_DAYS * DAY_MS;
    const { lines, problem } = await findLines(outputs, id, since);
    const [found] = placesNow(waysOf([...lines, ...readings.sentAgain]), knownDlq(readings)).filter(
      (way) => [way.requestId, way.id].includes(id),
    );
    return { ...(found && { found }), ...(problem !== undefined && { problem }) };
  }

  /** Begins to look for drift, unless it is being looked for. */
  startDrift(): void {
    if (this.drift.running) return;
    const at = new Date().toISOString();
    this.drift = { running: true, at };
    lookForDrift(this.options).then(
      (differences) => {
        this.drift = { running: false, at, differences };
      },
      (error: unknown) => {
        this.drift = { running: false, at, problem: (error as Error).message };
      },
    );
  }

  private get theRelay(): ConsoleRelay {
    if (this.relay !== undefined) return this.relay;
    throw new UserError(
      "This stack is in direct mode: it has no relay, so no events and no queue.",
    );
  }
}
