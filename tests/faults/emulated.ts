import nodeFetch, { Response, type RequestInit } from "node-fetch";
import { createTokenSource } from "../../adobe/client/ims";
import type { Fetch } from "../../handlers/forwarder/post";
import type { InletSecret } from "../../handlers/forwarder/settings";
import { fieldGroupProperties, mappings, standardFieldGroups } from "../../handlers/model";
import { emulatorCredentials } from "../../emulator";
import { flowservice, startClient, type Client } from "../emulator/support/client";
import {
  inletPath,
  makeFlow,
  makeHttpApiFlow,
  makePipeline,
  rowsOf,
  tenant,
} from "../emulator/support/objects";
import { eventsIn, Faults, Recorder, type Totals } from "./recorder";
import { play, type Step } from "./play";
import { seededRandom } from "../support/random";
import { Relay, type Platform, type Process } from "./relay";

export interface EmulatedOptions {
  readonly source: "chatlio" | "http-api";
  /** Answers to open questions, by switch. */
  readonly assume: Readonly<Record<string, string>>;
  /** Minutes between the relay's turn to a new dataflow and the end of the old one. */
  readonly drainMinutes: number;
  /** Whether somebody switches the dataflow off for a while. */
  readonly switchedOff: boolean;
}

export interface Emulated {
  readonly totals: Totals;
  readonly wrongIds: number;
  /** Events answered 202 that are neither a row nor a dead letter. */
  readonly lost: readonly number[];
  /** Events that the emulator received and then refused, with the reason. */
  readonly rejected: ReadonlyMap<number, string>;
  /** How often each fault of the emulator's book struck. */
  readonly fired: readonly number[];
}

const START = Date.parse("2026-11-23T00:00:00Z");
const MINUTE_MS = 60_000;
/** Webhooks in turn, and some more at the moment when the dataflow is replaced. */
const EVENTS = 120;
const BURST = 5;
const GAP_MS = 15_000;
const SETTLE_MINUTES = 5;

const inlets = { method: "POST", path: "/collection/*" };

/** Every way in which the emulator can fail at its inlets, each so often that it happens. */
const faultRules = [
  { match: { ...inlets, every: 7 }, do: { status: 503, headers: { "retry-after": "20" } } },
  { match: { ...inlets, every: 9 }, do: { status: 429, headers: { "retry-after": "5" } } },
  { match: { ...inlets, every: 11 }, do: { status: 503 } },
  { match: { ...inlets, every: 13 }, do: { status: 500, afterWork: true } },
  { match: { ...inlets, every: 17 }, do: { reset: true } },
  { match: { ...inlets, every: 19 }, do: { reset: true, afterWork: true } },
  { match: { ...inlets, every: 23 }, do: { cut: true } },
  { match: { ...inlets, nth: 12 }, do: { hang: true } },
  { match: { ...inlets, nth: 25 }, do: { hang: true, afterWork: true } },
];
const batchRules = [
  {
    match: { method: "POST", path: "/collection/batch/*", every: 5 },
    do: { failMessages: { fraction: 0.5, statusCode: 503 } },
  },
  { match: { method: "POST", path: "/collection/batch/*", every: 8 }, do: { expireTokens: true } },
  { match: { method: "POST", path: "/ims/*", nth: 2 }, do: { status: 503 } },
];

/** True when an answer leaves open whether the work was done. */
function isAmbiguous(status: number, text: string): boolean {
  if (status >= 500) return true;
  if (status >= 300) return false;
  try {
    return typeof JSON.parse(text) !== "object";
  } catch {
    return true;
  }
}

/** The real `fetch`, and what it tells the ledger of the answers. */
function platformOf(client: Client, clock: { now: number }, ledger: Recorder): Platform {
  const connect = (process: Process) => {
    const fetch = async (url: string, init: RequestInit & { readonly body: string }) => {
      const never = new Promise<never>(() => undefined);
      if (!process.alive) return never;
      const events = eventsIn(init.body);
      const excuse = () => events.forEach((event) => ledger.allowDuplicate(event));
      try {
        const response = await nodeFetch(url, init);
        const text = await response.text();
        if (isAmbiguous(response.status, text)) excuse();
        else if (response.ok) process.written.push(...events);
        if (process.killIn !== undefined && (process.killIn -= 1) <= 0) {
          process.kill();
          return await never;
        }
        const { status, headers } = response;
        return new Response(text, { status, headers });
      } catch (error) {
        excuse();
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

/** Makes the dataset, and dataflows into it. */
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

/**
 * The relay against the emulator of AEP, its clock held: webhooks for half an hour, faults of every
 * kind, the dataflow replaced in the middle.
 */
export async function runAgainstEmulator(options: EmulatedOptions): Promise<Emulated> {
  const { source, assume, drainMinutes, switchedOff } = options;
  const clock = { now: START };
  const ledger = new Recorder(EVENTS + BURST);
  // As Adobe warns: what comes within five minutes of a change is received, and lost.
  const warmUpMs = SETTLE_MINUTES * MINUTE_MS;
  const client = await startClient({ assume, warmUpMs, inletRate: 0, now: () => clock.now });
  const operate = async (method: string, path: string) => {
    client.logOut();
    const { status } = await client.call(method, `${flowservice}${path}`);
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  };
  try {
    const relay = new Relay({
      source,
      clock,
      random: seededRandom(1),
      faults: new Faults(),
      ledger,
      platform: platformOf(client, clock, ledger),
      delivery: { requestTimeoutMs: 500 },
      killChance: 0.05,
    });
    const target = await makeTarget(client, source);
    const settledAt = () => clock.now + warmUpMs;
    relay.deploy(await target.make(settledAt()));
    const rules = [...faultRules, ...(source === "http-api" ? batchRules : [])];
    for (const body of rules) await client.bare("POST", "/_emulator/faults", { body });

    /** Somebody switches the dataflow off, and on again; `pulumi up` then finds its inlet. */
    const switchOff = () => operate("POST", `/flows/${relay.deployed.flowId}/action?op=disable`);
    const switchOn = async () => {
      const { flowId, inletUrl } = relay.deployed;
      await operate("POST", `/flows/${flowId}/action?op=enable`);
      const inlet =
        source === "http-api" ? new URL(inletUrl).pathname : await inletPath(client, flowId);
      relay.deploy(target.secretOf(flowId, inlet, settledAt()));
    };

    /** Make before break, while webhooks arrive and a run with the old inlet is under way. */
    const replace = async () => {
      const before = relay.deployed;
      client.logOut();
      const next = await target.make(settledAt());
      for (let event = EVENTS; event < EVENTS + BURST; event += 1) await relay.arrive(event);
      relay.deploy(next);
      const remove = () => operate("DELETE", `/flows/${before.flowId}`);
      if (drainMinutes === 0) await remove();
      await relay.forward(before);
      if (drainMinutes > 0) steps.push({ at: clock.now + drainMinutes * MINUTE_MS, run: remove });
    };
    const at = (minutes: number) => START + minutes * MINUTE_MS;
    const steps: Step[] = [{ at: at(17), run: replace }];
    if (switchedOff) steps.unshift({ at: at(7), run: switchOff }, { at: at(9), run: switchOn });
    await play({ relay, clock, events: EVENTS, gapMs: GAP_MS, steps });

    const { rows, rejected } = (await rowsOf(client, target.datasetId)) as {
      rows: object[];
      rejected: { row: object; reason: string }[];
    };
    for (const text of rows.map((row) => JSON.stringify(row)))
      for (const event of eventsIn(text)) ledger.row(event, text);
    const refused = rejected.flatMap(({ row, reason }) =>
      eventsIn(JSON.stringify(row)).map((event) => [event, reason] as const),
    );
    const book = (await client.bare("GET", "/_emulator/faults")).body as { fired: number }[];
    return {
      totals: ledger.totals(),
      wrongIds: ledger.wrongIds,
      lost: ledger.lost(),
      rejected: new Map(refused),
      fired: book.map(({ fired }) => fired),
    };
  } finally {
    await client.close();
  }
}
