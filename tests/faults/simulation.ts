import { chatlioSender } from "../../handlers/forwarder/chatlioSender";
import { createForwarder } from "../../handlers/forwarder/handler";
import { httpApiSender } from "../../handlers/forwarder/httpApiSender";
import {
  forwarderSettings,
  queueMaxReceiveCount,
  type InletSecret,
} from "../../handlers/forwarder/settings";
import { createReceiver } from "../../handlers/receiver/handler";
import type { Meter } from "../../handlers/shared/metrics";
import { receiverSettingsOf } from "../handlers/support/settings";
import { SimulatedInlet, type Process } from "./inlet";
import { Faults, Ledger, type Totals } from "./ledger";
import { seededRandom } from "./random";
import { SimulatedSqs } from "./sqs";
import { webhookOf } from "./webhooks";

export interface SimulationOptions {
  readonly events: number;
  readonly seed: number;
  readonly source: "chatlio" | "http-api";
  /** Told how many events have been sent, now and then. */
  readonly progress?: (sent: number) => void;
}

export interface Outcome {
  readonly totals: Totals;
  readonly faults: Readonly<Record<string, number>>;
  /** The relay's own metrics, summed over the events. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Rows whose answer was plain and whose process lived to count them. */
  readonly countedRows: number;
  readonly wrongIds: number;
  readonly mostInQueue: number;
  readonly simulatedSeconds: number;
}

const START = Date.parse("2026-11-23T00:00:00Z");
const LAMBDA_MS = 20_000;
const BATCH = 30;
const OUTAGE_MS = 600_000;
const SETTLE_MS = 300_000;
const DRAIN_MS = 60_000;
/** Long enough that the outage and the replacement of the flow fall within it. */
const MIN_DURATION_MS = 2_400_000;
const MAX_PER_SECOND = 40;

const httpApi = {
  imsUrl: "https://ims.example",
  clientId: "client",
  clientSecret: "secret",
  scopes: "openid",
  orgId: "0123456789ABCDEF01234567@AdobeOrg",
  sandbox: "dev",
  schemaId: "https://ns.adobe.com/acme/schemas/1",
  datasetId: "dataset-1",
  tenantNamespace: "_acme",
};

/** Sums the metrics of the real handlers. */
function countingMeter(sums: Record<string, number>): Meter {
  return {
    count: (name, _, by = 1) => void (sums[name] = (sums[name] ?? 0) + by),
    time: () => undefined,
    flush: () => undefined,
  };
}

/** Runs the real receiver and forwarder against a queue and an inlet that fail, in simulated time. */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const { events, seed, source, progress } = options;
  const random = seededRandom(seed);
  const faults = new Faults();
  const ledger = new Ledger(events);
  const metrics: Record<string, number> = {};
  const meter = countingMeter(metrics);
  const clock = { now: START };
  const now = () => clock.now;
  const gapMs = Math.max(MIN_DURATION_MS / events, 1_000 / MAX_PER_SECOND);
  const duration = events * gapMs;
  const outageFrom = START + duration * 0.3;
  const replaceAt = START + duration * 0.6;

  const settings = forwarderSettings.parse({
    queueUrl: "https://sqs.example/events",
    deadLetterQueueUrl: "https://sqs.example/dead",
    inletSecretArn: "arn",
    inletSecretVersionId: "v1",
    source,
  });
  const queue = new SimulatedSqs(
    {
      visibilityMs: 6 * LAMBDA_MS,
      maxReceiveCount: queueMaxReceiveCount(settings.maxReceiveCount),
      now,
    },
    random,
    faults,
    ledger,
  );
  const poison = (event: number) => event % 503 === 17;
  const inlet = new SimulatedInlet(
    {
      outage: { from: outageFrom, to: outageFrom + OUTAGE_MS },
      requestTimeoutMs: settings.delivery.requestTimeoutMs,
      now,
    },
    random,
    faults,
    ledger,
    poison,
  );
  const secretOf = (flowId: string, settledAt?: number): InletSecret => ({
    inletUrl: "https://inlet.example/collection/abc",
    flowId,
    ...(settledAt !== undefined && { settledAt: new Date(settledAt).toISOString() }),
    ...(source === "http-api" && { httpApi }),
  });
  let secret = secretOf("flow-1");
  inlet.flows.set("flow-1", { settledAt: START, deletedAt: Number.POSITIVE_INFINITY });
  let receiver = makeReceiver();
  let lostToKills = 0;

  function makeReceiver(settledAt?: number) {
    return createReceiver({
      settings: receiverSettingsOf({
        queueUrl: settings.queueUrl,
        deadLetterQueueUrl: settings.deadLetterQueueUrl,
        ...(settledAt !== undefined && { settledAt: new Date(settledAt).toISOString() }),
      }),
      queue: queue.client(),
      log: () => undefined,
      meter,
      now,
    });
  }

  /** Make before break: a new flow, the relay pointed at it, the old one drained and deleted. */
  function replaceFlow(): void {
    faults.add("flowReplaced");
    const settledAt = clock.now + SETTLE_MS;
    inlet.flows.set("flow-2", { settledAt, deletedAt: Number.POSITIVE_INFINITY });
    secret = secretOf("flow-2", settledAt);
    receiver = makeReceiver(settledAt);
    const old = inlet.flows.get("flow-1");
    if (old) old.deletedAt = clock.now + DRAIN_MS;
  }

  async function arrive(event: number): Promise<void> {
    const request = webhookOf(event, random);
    const ask = async () => {
      const { statusCode = 0, body } = await receiver(request, {
        awsRequestId: `sim-${event}`,
        getRemainingTimeInMillis: () => 15_000,
      });
      const { id } = JSON.parse(body ?? "{}") as { id?: string };
      ledger.answer(event, statusCode, id);
      return statusCode;
    };
    const status = await ask();
    if (status === 202 && random.chance(0.002)) {
      faults.add("webhookRepeated");
      ledger.excuse(event);
      await ask();
    }
  }

  /** One invocation of the forwarder. True: Lambda shall slow its polling. */
  async function forward(): Promise<boolean> {
    const records = queue.receive(BATCH);
    if (records.length === 0) return false;
    let die: (how: "killed") => void = () => undefined;
    const death = new Promise<"killed">((resolve) => (die = resolve));
    const process: Process = {
      alive: true,
      busyMs: 0,
      killIn: random.chance(0.004) ? 1 + random.below(records.length) : undefined,
      kill: () => {
        process.alive = false;
        die("killed");
      },
      written: [],
    };
    const elapsed = () => process.busyMs / settings.delivery.concurrency;
    const { fetch, later } = inlet.connect(process);
    const counted: Record<string, number> = {};
    const forwarder = createForwarder({
      settings,
      queue: queue.client(() => process.alive),
      inlet: { read: () => Promise.resolve(secret), doubt: () => undefined },
      makeSender: (inletSecret) =>
        source === "chatlio"
          ? chatlioSender(inletSecret, fetch)
          : httpApiSender(
              { ...inletSecret, httpApi },
              { tokens: inlet.tokens, fetch, log: () => undefined },
            ),
      log: () => undefined,
      meter: countingMeter(counted),
      now: () => clock.now + elapsed(),
      random: () => random.next(),
      later,
    });
    const run = forwarder(
      { Records: records },
      { getRemainingTimeInMillis: () => LAMBDA_MS - elapsed() },
    );
    const result = await Promise.race([run.catch(() => "thrown" as const), death]);
    clock.now += result === "killed" ? LAMBDA_MS : elapsed();
    if (result === "killed") {
      faults.add("forwarderKilled");
      lostToKills += process.written.length;
      for (const event of process.written) ledger.excuse(event);
      queue.abandon(records);
      return false;
    }
    for (const [name, value] of Object.entries(counted))
      metrics[name] = (metrics[name] ?? 0) + value;
    if (result === "thrown") {
      queue.abandon(records);
      return true;
    }
    queue.settle(records, new Set(result.batchItemFailures.map((item) => item.itemIdentifier)));
    return false;
  }

  let sent = 0;
  let pollAt = START;
  let slowMs = 0;
  let replaced = false;
  for (;;) {
    const arrival = sent < events ? START + sent * gapMs : Number.POSITIVE_INFINITY;
    const visible = queue.nextVisible();
    const poll = visible === undefined ? Number.POSITIVE_INFINITY : Math.max(visible, pollAt);
    if (arrival === Number.POSITIVE_INFINITY && visible === undefined) break;
    clock.now = Math.max(clock.now, Math.min(arrival, poll));
    if (!replaced && clock.now >= replaceAt) {
      replaced = true;
      replaceFlow();
    }
    if (arrival <= clock.now) {
      await arrive(sent);
      sent += 1;
      if (progress && sent % 50_000 === 0) progress(sent);
    } else if (poll <= clock.now) {
      slowMs = (await forward()) ? Math.min(Math.max(slowMs * 2, 1_000), 60_000) : 0;
      pollAt = clock.now + Math.max(slowMs, 20);
    }
  }
  return {
    totals: ledger.totals(),
    faults: faults.counts,
    metrics,
    countedRows: inlet.plainRows - lostToKills,
    wrongIds: ledger.wrongIds,
    mostInQueue: queue.most,
    simulatedSeconds: Math.round((clock.now - START) / 1_000),
  };
}
