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
  private readonly sandboxes: ReadonlyMap<string, Sandbox>;
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
    this.sandboxes = new Map(
      [...emulatorSandboxes, ...settings.moreSandboxes].map((info) => [
        info.name,
        new Sandbox(info, store),
      ]),
    );
    seedNamespaces(this.namespaces, this.now());
  }

  now(): number {
    return this.settings.now();
  }

  sandbox(name: string): Sandbox | undefined {
    return this.sandboxes.get(name);
  }

  get allSandboxes(): readonly Sandbox[] {
    return [...this.sandboxes.values()];
  }

  /** Empties the organization: no objects, rows, faults and requests. Tokens stay valid. */
  reset(): void {
    this.store.clear();
    this.faults.clear();
    this.requests.clear();
    this.openBatches.clear();
    this.spreading.clear();
    for (const sandbox of this.allSandboxes) sandbox.registryRevision += 1;
    seedNamespaces(this.namespaces, this.now());
    this.events.emit("change");
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
