import { forwarderSettings } from "../../handlers/forwarder/settings";
import { seededRandom } from "../support/random";
import { InvariantChecker } from "./invariantChecker";
import { play } from "./play";
import { Faults, Recorder, type Totals } from "./recorder";
import { Relay } from "./relay";
import type { SeededBug } from "./seededBugs";
import { SimulatedEndpoint } from "./simulatedEndpoint";

export interface SimulationOptions {
  readonly events: number;
  readonly seed: number;
  readonly source: "chatlio" | "http-api";
  /** Default ten minutes. */
  readonly outageMs?: number;
  /** `Retry-After` of every response in the outage. Default: various values, or none. */
  readonly outageRetryAfter?: string;
  /** How long the bucket of copies rejects everything. Default: it does not. */
  readonly bucketOutageMs?: number;
  /** Receive count at which the forwarder gives up. Default: that of the settings. */
  readonly maxReceiveCount?: number;
  /** Told how many events have been sent, now and then. */
  readonly progress?: (sent: number) => void;
  /** A seeded bug in the relay, which the run must find. */
  readonly bug?: Partial<SeededBug> | undefined;
}

export interface Outcome {
  readonly totals: Totals;
  readonly faults: Readonly<Record<string, number>>;
  /** The relay's own metrics, summed over the events. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Rows whose response was unambiguous and whose process counted them. */
  readonly countedRows: number;
  readonly wrongIds: number;
  /** Why accepted is not exactly delivered + dead (docs/delivery.md), as the queue counted it. */
  readonly exceptions: {
    readonly duplicates: number;
    readonly storedButRefused: number;
    readonly moved: number;
  };
  /** Violated invariants, counted. */
  readonly violations: Readonly<Record<string, number>>;
  readonly mostInQueue: number;
  readonly simulatedSeconds: number;
}

const START = Date.parse("2026-11-23T00:00:00Z");
const OUTAGE_MS = 600_000;
const SETTLE_MS = 300_000;
const DRAIN_MS = 60_000;
/** Long enough for the outage and the replacement of the dataflow. */
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

/** Runs the real functions against failing queues, a failing bucket and a failing endpoint, in simulated time. */
export async function simulate(options: SimulationOptions): Promise<Outcome> {
  const simulation = new Simulation(options);
  await simulation.run();
  return simulation.outcome();
}

function isRejected(event: number): boolean {
  return event % 101 === 17;
}

function isStuck(event: number): boolean {
  return event % 997 === 5;
}

class Simulation {
  private readonly clock = { now: START };
  private readonly faults = new Faults();
  private readonly gapMs: number;
  private readonly durationMs: number;
  private readonly checker: InvariantChecker;
  private readonly recorder: Recorder;
  private readonly endpoint: SimulatedEndpoint;
  private readonly relay: Relay;

  constructor(private readonly options: SimulationOptions) {
    const { events, seed, source, bug } = options;
    const { clock, faults } = this;
    const random = seededRandom(seed);
    this.gapMs = Math.max(MIN_DURATION_MS / events, 1_000 / MAX_PER_SECOND);
    this.durationMs = events * this.gapMs;
    const maxReceiveCount =
      options.maxReceiveCount ?? forwarderSettings.shape.maxReceiveCount.parse(undefined);
    const now = () => clock.now;
    const checker = new InvariantChecker(events, { now, maxReceiveCount, rejected: isRejected });
    const recorder = new Recorder(events);
    const outageFrom = START + this.durationMs * 0.3;
    const endpointOptions = {
      outage: { from: outageFrom, to: outageFrom + (options.outageMs ?? OUTAGE_MS) },
      outageRetryAfter: options.outageRetryAfter,
      now,
      rejected: isRejected,
      stuck: isStuck,
    };
    const platform = new SimulatedEndpoint(endpointOptions, random, faults, recorder, checker);
    const { bucketOutageMs = 0 } = options;
    const bucketOutage = { from: START, to: START + bucketOutageMs };
    const parts = { clock, random, faults, recorder, checker, platform, bucketOutage };
    this.relay = new Relay({ source, maxReceiveCount, bug, ...parts });
    this.checker = checker;
    this.recorder = recorder;
    this.endpoint = platform;
  }

  async run(): Promise<void> {
    const { events, progress } = this.options;
    this.deployFlow("flow-1", START);
    await play({
      relay: this.relay,
      clock: this.clock,
      events,
      gapMs: this.gapMs,
      steps: [{ at: START + this.durationMs * 0.6, run: () => this.replaceFlow() }],
      progress,
    });
  }

  outcome(): Outcome {
    const { checker, clock, endpoint, faults, recorder, relay } = this;
    const { duplicates, storedButRefused, moved } = relay.queue;
    return {
      totals: recorder.totals(),
      faults: faults.counts,
      metrics: relay.metrics,
      countedRows: endpoint.plainRows - relay.uncountedRows,
      wrongIds: recorder.wrongIds,
      exceptions: { duplicates, storedButRefused, moved },
      violations: checker.violations,
      mostInQueue: relay.queue.most,
      simulatedSeconds: Math.round((clock.now - START) / 1_000),
    };
  }

  private deployFlow(flowId: string, settledAt: number): void {
    this.endpoint.flows.set(flowId, { settledAt, deletedAt: Number.POSITIVE_INFINITY });
    this.relay.deploy({
      inletUrl: "https://inlet.example/collection/abc",
      flowId,
      settledAt: new Date(settledAt).toISOString(),
      ...(this.options.source === "http-api" && { httpApi }),
    });
  }

  /** Creates a new dataflow, points the relay at it, drains the old one and deletes it. */
  private async replaceFlow(): Promise<void> {
    this.faults.add("flowReplaced");
    const before = this.relay.deployed;
    this.deployFlow("flow-2", this.clock.now + SETTLE_MS);
    const old = this.endpoint.flows.get("flow-1");
    if (old) old.deletedAt = this.clock.now + DRAIN_MS;
    await this.relay.forward(before);
  }
}
