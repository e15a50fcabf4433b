import { EventEmitter } from "node:events";

import { FaultInjector } from "../admin/faultInjector";
import type { Assumptions } from "../assumptions";
import { Ring } from "../common/ring";
import { emulatorSandboxes } from "../defaults";
import type { EmulatorSettings } from "../options";
import { seedNamespaces } from "../services/identity/standardNamespaces";
import type { Inlet, Namespace } from "./entities";
import { RateLimiter } from "./rateLimiter";
import { Sandbox } from "./sandbox";
import { originalSandbox, stateOf, type SandboxRecord } from "./sandboxRecord";
import { Spreading } from "./spreading";
import type { Collection, Store } from "./store";
import { TokenIssuer } from "./tokenIssuer";

/** One line of the request log. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** The query with its `?`, values of secrets redacted; empty when there is none. */
  readonly query: string;
  readonly status: number;
  readonly ms: number;
  readonly sandbox: string | null;
  /** Id of the fault that was injected. */
  readonly fault: string | null;
}

const requestLogLength = 20_000;

/** All state of an emulator: Adobe's organization with its sandboxes, and the emulator's own settings. */
export class Organization {
  /** The assumptions that hold now. */
  assume: Assumptions;
  readonly tokens: TokenIssuer;
  readonly faults = new FaultInjector();
  readonly requests = new Ring<LoggedRequest>(requestLogLength);
  readonly inlets: Collection<Inlet>;
  readonly namespaces: Collection<Namespace>;
  /** Emits `change` when there is something new for the page to show. */
  readonly events = new EventEmitter<{ change: [] }>();
  /** Every sandbox there is or was, by name. */
  readonly sandboxRecords: Collection<SandboxRecord>;
  private readonly sandboxes = new Map<string, Sandbox>();
  /** The batch that takes the next record, by dataset and outcome. */
  readonly openBatches = new Map<string, string>();
  /** What has changed a moment ago and is not known everywhere yet. */
  readonly spreading = new Spreading();
  /** Counts the posts to each streaming endpoint. */
  readonly rateLimiter = new RateLimiter();
  /** The emulator's URL, set once it listens. URLs of streaming endpoints begin with it. */
  origin = "";

  constructor(
    readonly settings: EmulatorSettings,
    private readonly store: Store,
  ) {
    this.assume = settings.assume;
    this.tokens = new TokenIssuer(settings);
    // This spelling is in data directories.
    this.inlets = store.collection("organisation", "inlets");
    this.namespaces = store.collection("organisation", "namespaces");
    this.sandboxRecords = store.collection("organisation", "sandboxes");
    this.seed();
  }

  /** What is there from the start, unless a data directory knows more of it. */
  private seed(): void {
    for (const info of [...emulatorSandboxes, ...this.settings.moreSandboxes]) {
      if (this.sandboxRecords.get(info.name) !== undefined) continue;
      this.sandboxRecords.set(info.name, originalSandbox(info));
    }
    seedNamespaces(this.namespaces, this.now());
  }

  now(): number {
    return this.settings.now();
  }

  /** A sandbox that can be used. */
  sandbox(name: string): Sandbox | undefined {
    const record = this.sandboxRecords.get(name);
    if (record === undefined || !this.isOpen(record) || this.isNotKnownYet(record))
      return undefined;
    return this.contentOf(record);
  }

  /** Whether a sandbox is active too short a time for other services than the Sandbox API. */
  private isNotKnownYet({ createdBy, passing, readyAt }: SandboxRecord): boolean {
    const isNew = createdBy !== undefined && passing === "creating";
    const isLate = this.assume["new-sandbox-known"] === "late";
    return isNew && isLate && this.now() < readyAt + this.settings.settleMs;
  }

  /** Whether the credential may use a sandbox. */
  isOpen(record: SandboxRecord): boolean {
    if (stateOf(record, this.now()) !== "active") return false;
    return record.createdBy === undefined || this.assume["new-sandbox-role"] === "has-it";
  }

  /** The sandboxes that can be used. */
  get allSandboxes(): readonly Sandbox[] {
    return this.sandboxRecords
      .values()
      .filter((record) => this.isOpen(record))
      .map((record) => this.contentOf(record));
  }

  private contentOf(record: SandboxRecord): Sandbox {
    const known = this.sandboxes.get(record.name) ?? new Sandbox(record, this.store);
    this.sandboxes.set(record.name, known);
    return known;
  }

  /** Removes everything that is in a sandbox, whatever its state. */
  emptySandbox(name: string): void {
    const record = this.sandboxRecords.get(name);
    if (record === undefined) return;
    const sandbox = this.contentOf(record);
    const datasetIds = sandbox.datasets.ids();
    for (const key of this.openBatches.keys()) {
      if (datasetIds.some((id) => key.includes(id))) this.openBatches.delete(key);
    }
    for (const inlet of this.inlets.values()) {
      if (inlet.sandbox === name) this.inlets.delete(inlet.id);
    }
    sandbox.clear();
    // A sandbox of this name that is made later has another type.
    this.sandboxes.delete(name);
  }

  /** Empties the organization: no objects, rows, faults and requests. Tokens stay valid. */
  reset(): void {
    this.store.clear();
    this.faults.clear();
    this.requests.clear();
    this.openBatches.clear();
    this.spreading.clear();
    for (const sandbox of this.sandboxes.values()) sandbox.registryRevision += 1;
    this.seed();
    this.events.emit("change");
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
