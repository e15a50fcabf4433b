import { resolveAssumptions, type Assumptions } from "./assumptions";
import { adminSecretVariable, emulatorCredentials } from "./defaults";
import { newSecret } from "./server/secret";
import type { SandboxInfo } from "./state/sandbox";

/** Credentials of an OAuth Server-to-Server integration. */
export interface EmulatorCredentials {
  readonly orgId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Delays of single things, in milliseconds. Each is the provisioning delay (`settleMs`) by default. */
export interface EmulatorDelays {
  /** Until a new object is known, with the assumption `new-object-visible=late`. */
  readonly visibleMs: number;
  /** Until Catalog knows that a schema has joined the union, with `union-visible=late`. */
  readonly unionMs: number;
  /** Until a deleted object releases the others that it used, with `deleted-reference=late`. */
  readonly releaseMs: number;
  /** Until a new dataflow has its URL, at the earliest when it is enabled; with another `flow-inlet-url` than `at-once`. */
  readonly inletMs: number;
  /** Until a deleted dataflow is gone, with `flow-delete=finalizing`. */
  readonly deleteMs: number;
}

/** Options of an emulator. Every one has a default. */
export interface EmulatorOptions {
  /** TCP port on 127.0.0.1. Default 0: any free one. */
  readonly port?: number | undefined;
  /** Provisioning delay: how long a dataflow takes to become `enabled`, and other transitions, in milliseconds. Default 500. */
  readonly settleMs?: number | undefined;
  /** Delays that differ from the provisioning delay. Default: none. */
  readonly delays?: Partial<EmulatorDelays> | undefined;
  /** How long it takes until an accepted record is visible in its dataset, in milliseconds. Default 0. */
  readonly ingestMs?: number | undefined;
  /**
   * Time after a dataflow became enabled or was changed in which records are received and lost, in
   * milliseconds. Adobe warns of this for the first five minutes. Default 0.
   */
  readonly warmUpMs?: number | undefined;
  /** Directory that keeps the state for the next start. Default: none, state ends with the process. */
  readonly data?: string | undefined;
  /** Values of assumptions by name (see {@link assumptions}). */
  readonly assume?: Readonly<Record<string, string>> | undefined;
  /** The only credentials that are accepted. Default: `emulatorCredentials`. */
  readonly credentials?: EmulatorCredentials | undefined;
  /** Lifetime of a token in seconds. Default 86399, as Adobe's. */
  readonly tokenLifetimeSeconds?: number | undefined;
  /** Names of sandboxes in addition to `prod` and `dev`. Default: none. */
  readonly sandboxes?: readonly string[] | undefined;
  /** Number of rows that each dataset keeps in memory; older ones are only counted. Ignored with `data`. Default 100,000. */
  readonly keepRows?: number | undefined;
  /** Requests per second that a streaming endpoint accepts before it returns 429; 0 means no limit. Default 1000, Adobe's guardrail. */
  readonly inletRate?: number | undefined;
  /**
   * What requests to the admin API must send in the header `x-emulator-secret`: at least 16 printable characters of ASCII
   * without spaces. Default: a random one for each run.
   */
  readonly adminSecret?: string | undefined;
  /** The clock, in milliseconds, for tests in simulated time. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The options with every default filled in. */
export interface EmulatorSettings {
  readonly port: number;
  readonly settleMs: number;
  readonly delays: EmulatorDelays;
  readonly ingestMs: number;
  readonly warmUpMs: number;
  readonly data: string | undefined;
  readonly assume: Assumptions;
  readonly credentials: EmulatorCredentials;
  readonly tokenLifetimeSeconds: number;
  readonly moreSandboxes: readonly SandboxInfo[];
  readonly keepRows: number;
  readonly inletRate: number;
  readonly adminSecret: string;
  readonly now: () => number;
}

/** The admin secret is too easy to guess, or cannot be sent in a header. The message is for the user. */
export class AdminSecretError extends Error {
  override readonly name = "AdminSecretError";
}

function checkedSecret(secret: string): string {
  if (/^[!-~]{16,}$/u.test(secret)) return secret;
  throw new AdminSecretError(
    `The admin secret (${adminSecretVariable}, or the option adminSecret) must have at least 16 characters, all of them printable ASCII without spaces.`,
  );
}

export function emulatorSettings(options: EmulatorOptions): EmulatorSettings {
  const settleMs = options.settleMs ?? 500;
  return {
    port: options.port ?? 0,
    settleMs,
    delays: {
      visibleMs: settleMs,
      unionMs: settleMs,
      releaseMs: settleMs,
      inletMs: settleMs,
      deleteMs: settleMs,
      ...options.delays,
    },
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
    adminSecret: checkedSecret(options.adminSecret ?? newSecret()),
    now: options.now ?? Date.now,
  };
}
