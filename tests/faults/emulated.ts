import nodeFetch, { Response, type RequestInit } from "node-fetch";

import type { Fetch } from "../../adobe/client/exchange";
import { createTokenSource } from "../../adobe/client/ims";
import { emulatorCredentials } from "../../emulator";
import type { InletSecret } from "../../handlers/forwarder/settings";
import { fieldGroupProperties, mappings, standardFieldGroups } from "../../handlers/model";
import { flowservice, startClient, type Client } from "../emulator/support/client";
import {
  inletPath,
  makeFlow,
  makeHttpApiFlow,
  makePipeline,
  rowsOf,
  tenant,
} from "../emulator/support/objects";
import { PATIENT } from "../handlers/support/settings";
import { seededRandom } from "../support/random";
import { play, type Step } from "./play";
import { eventsIn, Faults, Recorder, type Totals } from "./recorder";
import { Relay, type Platform, type Process } from "./relay";

export interface EmulatedOptions {
  readonly source: "chatlio" | "http-api";
  /** Assumptions of the emulator, by name. */
  readonly assume: Readonly<Record<string, string>>;
  /** Minutes between the deployment of a new dataflow and the deletion of the old one. */
  readonly drainMinutes: number;
  /** Whether somebody disables the dataflow for a while. */
  readonly switchedOff: boolean;
}

export interface Emulated {
  readonly totals: Totals;
  readonly wrongIds: number;
  /** Events accepted with 202 that are neither a row nor a DLQ message. */
  readonly lost: readonly number[];
  /** Events that the emulator received and then rejected, with the reason. */
  readonly rejected: ReadonlyMap<number, string>;
  /** How often each fault was injected. */
  readonly fired: readonly number[];
}

const START = Date.parse("2026-11-23T00:00:00Z");
const MINUTE_MS = 60_000;
/** Regular webhooks, and a burst while the dataflow is replaced. */
const EVENTS = 120;
const BURST = 5;
const GAP_MS = 15_000;
const SETTLE_MINUTES = 5;

const endpoints = { method: "POST", path: "/collection/*" };

/** Every fault of a streaming endpoint, each often enough to happen. */
const faultRules = [
  { match: { ...endpoints, every: 7 }, do: { status: 503, headers: { "retry-after": "20" } } },
  { match: { ...endpoints, every: 9 }, do: { status: 429, headers: { "retry-after": "5" } } },
  { match: { ...endpoints, every: 11 }, do: { status: 503 } },
  { match: { ...endpoints, every: 13 }, do: { status: 500, afterWork: true } },
  { match: { ...endpoints, every: 17 }, do: { reset: true } },
  { match: { ...endpoints, every: 19 }, do: { reset: true, afterWork: true } },
  { match: { ...endpoints, every: 23 }, do: { cut: true } },
  { match: { ...endpoints, nth: 12 }, do: { hang: true } },
  { match: { ...endpoints, nth: 25 }, do: { hang: true, afterWork: true } },
];
const batchRules = [
  {
    match: { method: "POST", path: "/collection/batch/*", every: 5 },
    do: { failMessages: { fraction: 0.5, statusCode: 503 } },
  },
  { match: { method: "POST", path: "/collection/batch/*", every: 8 }, do: { expireTokens: true } },
  { match: { method: "POST", path: "/ims/*", nth: 2 }, do: { status: 503 } },
];

/** Whether a response leaves open if the message was accepted. */
function isAmbiguous(status: number, text: string): boolean {
  if (status >= 500) return true;
  if (status >= 300) return false;
  try {
    return typeof JSON.parse(text) !== "object";
  } catch {
    return true;
  }
}

/** Real milliseconds after which a request to the emulator counts as hanging. Two rules let one hang. */
const HANGS_MS = 500;

/** Notes what a process has written; one that was killed while the request was in flight does not know of it. */
function noteWritten(process: Process, events: readonly number[], recorder: Recorder): void {
  if (process.alive) process.written.push(...events);
  else events.forEach((event) => recorder.allowDuplicate(event));
}

/**
 * The real `fetch`, which tells the recorder about ambiguous responses. It ends a request that hangs, and not the
 * forwarder: on a loaded machine the forwarder could give up a response that the recorder has seen arrive.
 */
function platformOf(client: Client, clock: { now: number }, recorder: Recorder): Platform {
  const connect = (process: Process) => {
    const fetch = async (url: string, init: RequestInit & { readonly body: string }) => {
      const never = new Promise<never>(() => undefined);
      if (!process.alive) return never;
      const events = eventsIn(init.body);
      const allowDuplicates = () => events.forEach((event) => recorder.allowDuplicate(event));
      try {
        const signal = AbortSignal.timeout(HANGS_MS);
        const response = await nodeFetch(url, { ...init, signal });
        const text = await response.text();
        if (isAmbiguous(response.status, text)) allowDuplicates();
        else if (response.ok) noteWritten(process, events, recorder);
        if (process.killIn !== undefined && (process.killIn -= 1) <= 0) {
          process.kill();
          return await never;
        }
        const { status, headers } = response;
        return new Response(text, { status, headers });
      } catch (error) {
        allowDuplicates();
        throw error;
      }
    };
    return { fetch: fetch as unknown as Fetch };
  };
  const tokens = createTokenSource(
    { ...emulatorCredentials, imsUrl: client.url },
    { now: () => clock.now, sleep: () => Promise.resolve(), random: () => 0.5 },
  );
  return { connect, tokens };
}

/** Creates the dataset, and dataflows into it. */
async function makeTarget(client: Client, source: EmulatedOptions["source"]) {
  const own = mappings.map((mapping) => ({
    ...mapping,
    destination: mapping.destination.replace(/^_tenant\./, `${tenant}.`),
  }));
  const pipeline = await makePipeline(client, own, fieldGroupProperties, standardFieldGroups);
  const { datasetId, schemaId } = pipeline;
  const { orgId, sandbox, clientId, clientSecret } = emulatorCredentials;
  const httpApi = { clientId, clientSecret, orgId, sandbox, schemaId, datasetId };
  const secretOf = (flowId: string, inlet: string, settledAt: number): InletSecret => ({
    inletUrl: client.url + inlet,
    flowId,
    settledAt: new Date(settledAt).toISOString(),
    ...(source === "http-api" && {
      httpApi: { ...httpApi, imsUrl: client.url, tenantNamespace: tenant },
    }),
  });
  return {
    datasetId,
    secretOf,
    make: async (settledAt: number): Promise<InletSecret> => {
      if (source === "http-api") {
        const { flowId, inlet } = await makeHttpApiFlow(client, datasetId);
        return secretOf(flowId, inlet, settledAt);
      }
      const { flowId } = await makeFlow(client, pipeline);
      return secretOf(flowId, await inletPath(client, flowId), settledAt);
    },
  };
}

/** As Adobe warns: data that arrives within five minutes of a change is received and lost. */
const WARM_UP_MS = SETTLE_MINUTES * MINUTE_MS;

function minutes(number: number): number {
  return START + number * MINUTE_MS;
}

/**
 * Runs the relay against the AEP emulator in simulated time: webhooks for half an hour, faults of every
 * kind, and a replacement of the dataflow halfway.
 */
export async function runAgainstEmulator(options: EmulatedOptions): Promise<Emulated> {
  const clock = { now: START };
  const client = await startClient({
    assume: options.assume,
    warmUpMs: WARM_UP_MS,
    inletRate: 0,
    now: () => clock.now,
  });
  try {
    const target = await makeTarget(client, options.source);
    const run = new EmulatedRun(options, client, target, clock);
    await run.play();
    return await run.result();
  } finally {
    await client.close();
  }
}

class EmulatedRun {
  private readonly recorder = new Recorder(EVENTS + BURST);
  private readonly relay: Relay;
  private readonly steps: Step[];

  constructor(
    private readonly options: EmulatedOptions,
    private readonly client: Client,
    private readonly target: Awaited<ReturnType<typeof makeTarget>>,
    private readonly clock: { now: number },
  ) {
    this.relay = new Relay({
      source: options.source,
      clock,
      random: seededRandom(1),
      faults: new Faults(),
      recorder: this.recorder,
      platform: platformOf(client, clock, this.recorder),
      delivery: { requestTimeoutMs: PATIENT },
      killChance: 0.05,
    });
    const disabled = [
      { at: minutes(7), run: () => this.disable() },
      { at: minutes(9), run: () => this.enable() },
    ];
    const replaced = { at: minutes(17), run: () => this.replace() };
    this.steps = [...(options.switchedOff ? disabled : []), replaced];
  }

  async play(): Promise<void> {
    const { clock, relay, steps, target } = this;
    relay.deploy(await target.make(clock.now + WARM_UP_MS));
    const rules = [...faultRules, ...(this.options.source === "http-api" ? batchRules : [])];
    for (const rule of rules) await this.client.admin.injectFault(rule);
    await play({ relay, clock, events: EVENTS, gapMs: GAP_MS, steps });
  }

  async result(): Promise<Emulated> {
    const { client, recorder, target } = this;
    const { rows, rejected } = (await rowsOf(client, target.datasetId)) as {
      rows: object[];
      rejected: { row: object; reason: string }[];
    };
    for (const text of rows.map((row) => JSON.stringify(row)))
      for (const event of eventsIn(text)) recorder.row(event, text);
    const reasons = rejected.flatMap(({ row, reason }) =>
      eventsIn(JSON.stringify(row)).map((event) => [event, reason] as const),
    );
    const rules = await client.admin.faults();
    return {
      totals: recorder.totals(),
      wrongIds: recorder.wrongIds,
      lost: recorder.lost(),
      rejected: new Map(reasons),
      fired: rules.map(({ fired }) => fired),
    };
  }

  /** Somebody disables the dataflow. */
  private async disable(): Promise<void> {
    await this.request("POST", `/flows/${this.relay.deployed.flowId}/action?op=disable`);
  }

  /** Somebody enables it again; `pulumi up` then reads its endpoint. */
  private async enable(): Promise<void> {
    const { client, clock, relay, target } = this;
    const { flowId, inletUrl } = relay.deployed;
    await this.request("POST", `/flows/${flowId}/action?op=enable`);
    const inlet =
      this.options.source === "http-api"
        ? new URL(inletUrl).pathname
        : await inletPath(client, flowId);
    relay.deploy(target.secretOf(flowId, inlet, clock.now + WARM_UP_MS));
  }

  /**
   * Creates the new dataflow before it deletes the old one, while webhooks arrive and an invocation still
   * uses the old endpoint.
   */
  private async replace(): Promise<void> {
    const { client, clock, relay, target } = this;
    const { drainMinutes } = this.options;
    const before = relay.deployed;
    client.logOut();
    const next = await target.make(clock.now + WARM_UP_MS);
    for (let event = EVENTS; event < EVENTS + BURST; event += 1) await relay.arrive(event);
    relay.deploy(next);
    const remove = () => this.request("DELETE", `/flows/${before.flowId}`);
    if (drainMinutes === 0) await remove();
    await relay.forward(before);
    if (drainMinutes > 0)
      this.steps.push({ at: clock.now + drainMinutes * MINUTE_MS, run: remove });
  }

  private async request(method: string, path: string): Promise<void> {
    this.client.logOut();
    const { status } = await this.client.call(method, `${flowservice}${path}`);
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  }
}
