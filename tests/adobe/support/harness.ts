import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { createClient } from "../../../adobe/client";
import type { AdobeClient, Timing } from "../../../adobe/client";
import { realTiming } from "../../../adobe/client/backoff";
import { createProvider } from "../../../adobe/provider/definition";
import { EmulatorClient, emulatorCredentials } from "../../../emulator";
import type { EmulatorOptions, FaultRuleInput, LoggedRequest } from "../../../emulator";
import { makeProvider } from "./provider";
import type { TestProvider } from "./provider";

/** What tells one state from others: the provider resource in it, its backend, the machine's journal. */
export interface ProviderState {
  /** Default: the same in every process of a harness. */
  readonly id?: string;
  readonly backend?: string;
  /** Default: one directory for every process of a harness, as on one machine. */
  readonly journalDirectory?: string;
}

/** An emulator, a provider configured for it, and a client for what happens in Adobe's UI. */
export interface Harness {
  readonly url: string;
  readonly provider: TestProvider;
  /** Adobe's UI: what somebody else does in the sandbox. */
  readonly ui: AdobeClient;
  /** A second provider, as another process of the plugin on the same machine, for the same state. */
  another(config?: Record<string, unknown>, state?: ProviderState): Promise<TestProvider>;
  /** For `another`: a machine with a journal of its own. */
  anotherMachine(name?: string): { readonly journalDirectory: string };
  /**
   * Takes the responses to creates out of this machine's journal: as if the process had been killed when Adobe
   * had made the objects and before the engine got their ids. For the processes that start afterwards.
   */
  loseResponses(): Promise<void>;
  /** The same, killed before the responses had arrived at all: then it is not known whether Adobe has made an object. */
  loseOutcomes(): Promise<void>;
  /** What the journal has by now came from runs that ended well: the two above leave it. */
  endRun(): Promise<void>;
  /** Requests so far; those of this harness's own client included. */
  requests(): Promise<readonly LoggedRequest[]>;
  fault(rule: FaultRuleInput): Promise<void>;
  clearFaults(): Promise<void>;
  close(): Promise<void>;
}

const started = Date.now();

/**
 * Pauses are a hundredth of what they are in earnest. The clock runs ten times as fast: what the provider waits for in
 * vain ends soon, and a busy machine still gets to what comes after some milliseconds.
 */
export const quick: Timing = {
  ...realTiming,
  now: () => started + 10 * (Date.now() - started),
  sleep: (ms, signal) => realTiming.sleep(ms / 100, signal),
};

export async function startHarness(
  options: EmulatorOptions & {
    timing?: Timing;
    /** Of the provider's requests, in milliseconds. */
    timeoutMs?: number;
    config?: Record<string, unknown>;
  } = {},
): Promise<Harness> {
  const { timing = quick, timeoutMs, config: more, ...emulatorOptions } = options;
  const emulator = await EmulatorClient.start({ settleMs: 20, ...emulatorOptions });
  const { orgId, clientId, clientSecret } = options.credentials ?? emulatorCredentials;
  const credentials = { orgId, clientId, clientSecret, sandbox: emulatorCredentials.sandbox };
  const config = { ...credentials, imsUrl: emulator.url, platformUrl: emulator.url, ...more };
  const closers: (() => Promise<void>)[] = [];
  const machines = await mkdtemp(path.join(os.tmpdir(), "creates-"));
  const journalDirectory = path.join(machines, "here");
  await mkdir(journalDirectory);
  const another: Harness["another"] = async (changed = {}, { id = "provider", ...state } = {}) => {
    const definition = createProvider({
      environment: {},
      timing,
      timeoutMs,
      journalDirectory,
      ...state,
    });
    const started = makeProvider(definition);
    closers.push(() => started.close());
    await started.configure({ ...config, ...changed }, id);
    return started;
  };
  const provider = await another();
  const ended = new Map<string, number>();
  const ui = createClient({ ...credentials, imsUrl: emulator.url, platformUrl: emulator.url });
  return {
    url: emulator.url,
    provider,
    ui,
    another,
    anotherMachine: (name = "elsewhere") => ({ journalDirectory: path.join(machines, name) }),
    loseResponses: () => removeLines(journalDirectory, ["completed"], ended),
    loseOutcomes: () =>
      removeLines(journalDirectory, ["completed", "found", "rejected", "made"], ended),
    endRun: async () => {
      for (const [file, text] of await textsIn(journalDirectory)) ended.set(file, text.length);
    },
    requests: () => emulator.requests(),
    fault: async (rule) => {
      await emulator.injectFault(rule);
    },
    clearFaults: () => emulator.clearFaults(),
    close: async () => {
      await Promise.all(closers.map((close) => close()));
      ui.close();
      await emulator.close();
      await rm(machines, { recursive: true, force: true });
    },
  };
}

/** @param from - how much of a file stays as it is, in characters. */
async function removeLines(
  directory: string,
  keys: readonly string[],
  from: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [file, text] of await textsIn(directory)) {
    const start = from.get(file) ?? 0;
    const lines = text.slice(start).split("\n");
    const kept = lines.filter((line) => keys.every((key) => !line.includes(`"${key}"`)));
    await writeFile(file, text.slice(0, start) + kept.join("\n"));
  }
}

async function textsIn(directory: string): Promise<[string, string][]> {
  const files = (await readdir(directory)).map((name) => path.join(directory, name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")]));
}

/**
 * The requests that change something, sent while `work` is done.
 *
 * @param path - with which theirs begin
 */
export async function writesTo(
  harness: Harness,
  path: string,
  work: () => Promise<unknown>,
): Promise<readonly LoggedRequest[]> {
  const before = (await harness.requests()).length;
  await work();
  const sent = (await harness.requests()).slice(before);
  return sent.filter((request) => request.method !== "GET" && request.path.startsWith(path));
}
