import { resolveAssumptions, type Assumptions } from "./assumptions";
import { emulatorCredentials } from "./defaults";
import type { SandboxInfo } from "./state/sandbox";

export interface EmulatorCredentials {
  readonly orgId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** How an emulator is started. Everything has a default. */
export interface EmulatorOptions {
  /** TCP port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number | undefined;
  /** How long a dataflow takes to become `enabled`, and other transitions, in milliseconds. Default 500. */
  readonly settleMs?: number | undefined;
  /** How long an accepted record takes until it can be seen in the dataset, in milliseconds. Default 0. */
  readonly ingestMs?: number | undefined;
  /**
   * Records sent within so many milliseconds after a dataflow became enabled or was changed are received
   * and lost, as Adobe warns for the first five minutes. Default 0.
   */
  readonly warmUpMs?: number | undefined;
  /** Directory that keeps the state, so that a restart finds it. Default: none, state ends with the process. */
  readonly data?: string | undefined;
  /** Answers to open questions by switch name (see {@link assumptions}). */
  readonly assume?: Readonly<Record<string, string>> | undefined;
  /** The one credential that is let in. Default: `emulatorCredentials`. */
  readonly credentials?: EmulatorCredentials | undefined;
  /** Lifetime of a token in seconds. Default 86399, as Adobe's. */
  readonly tokenLifetimeSeconds?: number | undefined;
  /** Sandboxes beside `prod` and `dev`, by name. */
  readonly sandboxes?: readonly string[] | undefined;
  /** Rows each dataset keeps in memory; older ones are counted only. Ignored with `data`. Default 100,000. */
  readonly keepRows?: number | undefined;
  /** Requests per second that each inlet takes before it answers 429. Default 1000, as Adobe's guardrail; 0: no limit. */
  readonly inletRate?: number | undefined;
  /** The clock in milliseconds. Default `Date.now`; for tests in simulated time. */
  readonly now?: (() => number) | undefined;
}

/** The options with every default filled in. */
export interface EmulatorSettings {
  readonly port: number;
  readonly settleMs: number;
  readonly ingestMs: number;
  readonly warmUpMs: number;
  readonly data: string | undefined;
  readonly assume: Assumptions;
  readonly credentials: EmulatorCredentials;
  readonly tokenLifetimeSeconds: number;
  readonly moreSandboxes: readonly SandboxInfo[];
  readonly keepRows: number;
  readonly inletRate: number;
  readonly now: () => number;
}

export const emulatorSettings = (options: EmulatorOptions): EmulatorSettings => ({
  port: options.port ?? 0,
  settleMs: options.settleMs ?? 500,
  ingestMs: options.ingestMs ?? 0,
  warmUpMs: options.warmUpMs ?? 0,
  data: options.data,
  assume: resolveAssumptions(options.assume),
  credentials: options.credentials ?? emulatorCredentials,
  tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 86_399,
  moreSandboxes: (options.sandboxes ?? []).map((name) => ({
    name,
    title: name,
    type: "development",
    isDefault: false,
  })),
  keepRows: options.keepRows ?? 100_000,
  inletRate: options.inletRate ?? 1000,
  now: options.now ?? Date.now,
});
