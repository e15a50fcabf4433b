import type { Context } from "../../../provider-sdk";
import { createClient } from "../../client";
import type { AdobeClient, Limiter, Timing } from "../../client";
import type { TokenSource } from "../../client/ims";
import { listed } from "../../client/text";
import { Claims } from "./claims";
import type { ProviderConfig } from "./config";
import { CreateJournal } from "./createJournal";
import { CreatesInProgress } from "./createsInProgress";
import type { Definition } from "./definition";
import type { JournalFile } from "./journalFile";
import { NaturalKeys } from "./naturalKeys";
import { OwnershipTracker } from "./ownershipTracker";
import { RecentChanges } from "./recentChanges";
import { scopeOf } from "./scope";
import { Settling } from "./settling";
import { TriedNames } from "./triedNames";

/** What the sandbox contexts of one configured provider share: they use one credential. */
export interface Shared {
  readonly timing: Timing;
  readonly timeoutMs?: number | undefined;
  readonly tokens: TokenSource;
  readonly limiter: Limiter;
  readonly log: Context["log"];
  /**
   * Id of the provider resource, and the backend. The engine makes the id once, at random, and keeps it in
   * the state, so it distinguishes one state from every other, whatever their stacks are called. UNKNOWN in
   * the preview that would create it; undefined: there is none.
   */
  readonly owner: string | undefined;
  /** Whether the state gets its provider resource in this very run: then nothing at Adobe has its names. */
  readonly isNewState: boolean;
  readonly journal: JournalFile;
  /** Directory in which the providers on this machine tell each other what they have just done; undefined: none. */
  readonly recentDirectory: string | undefined;
  /** Whether nothing is changed, and everything is read once. Default false. */
  readonly readsOnce?: boolean;
}

/**
 * What the provider process knows about one sandbox: its client, the organization's tenant namespace, and
 * which objects the engine has named so far.
 */
export class SandboxContext {
  readonly client: AdobeClient;
  readonly timing: Timing;
  readonly owner: string | undefined;
  readonly isNewState: boolean;
  readonly journal: CreateJournal;
  readonly settling: Settling;
  /**
   * Ids in the state that the engine has named in this run. None of these objects was left behind by an
   * interrupted run.
   */
  readonly knownIds = new Set<string>();
  /** Which resource of this run owns which object. */
  readonly ownership = new OwnershipTracker();
  readonly naturalKeys = new NaturalKeys();
  readonly creating = new CreatesInProgress();
  readonly triedNames = new TriedNames();
  /** What the resources of the program claim for themselves alone. */
  readonly claims = new Claims();
  /** URNs of the resources that the program has, as far as this run has seen. */
  readonly programUrns = new Set<string>();
  /** Keys of the creates of earlier runs of which this run has said what they left behind. */
  readonly namedLeftovers = new Set<string>();
  /**
   * Classes, field groups and data types of what stays at Adobe although the program does not have it any more;
   * Adobe does not delete them either.
   */
  readonly keptParts = new Set<string>();
  /** Base connections that this run has read or made, by id, with the id of their specification: that never changes. */
  readonly baseConnections = new Map<string, { readonly name: string; readonly spec: string }>();
  /**
   * Type by path of the fields that field groups get in this run, by `meta:altId`: at preview Adobe does not have them yet.
   */
  readonly plannedFields = new Map<string, Readonly<Record<string, string>>>();
  readonly #read = new Map<string, unknown>();
  #tenant: string | undefined;
  #sandboxSeen = false;

  constructor(
    readonly config: ProviderConfig,
    { log, owner, isNewState, journal, recentDirectory, ...shared }: Shared,
  ) {
    this.timing = shared.timing;
    this.owner = owner;
    this.isNewState = isNewState;
    this.journal = new CreateJournal(journal, scopeOf(config), () => this.timing.now());
    const recent = new RecentChanges(recentDirectory, config);
    this.settling = new Settling(shared.timing, recent, config.sandbox);
    this.client = createClient({
      ...config,
      ...shared,
      consistency: this.settling,
      onResponse: (line) => log("debug", line),
    });
  }

  /**
   * The state has this object, or the engine stores it next: no run has left it behind, nor will any find so.
   *
   * @param definition - of its type.
   */
  holdsInState(id: string, { idOf }: Pick<Definition<object, object>, "idOf">): void {
    this.knownIds.add(id);
    this.journal.respond(id, idOf !== undefined);
  }

  /**
   * What the run has read at first, such as the objects of a type. What is not there (undefined) is read again. Calls
   * before that share one read of the client.
   */
  async readOnce<T>(key: string, read: () => Promise<T>): Promise<T> {
    const now = (this.#read.get(key) as T | undefined) ?? (await read());
    const first = (this.#read.get(key) as T | undefined) ?? now;
    if (first !== undefined) this.#read.set(key, first);
    return first;
  }

  /** Whether something is there. Once it is, it is not read again. */
  async isThereOnce(key: string, read: () => Promise<unknown>): Promise<boolean> {
    const there = async () => ((await read()) === undefined ? undefined : true);
    return (await this.readOnce(key, there)) === true;
  }

  /** The organization's field namespace, `_acme`. Calls before it is known share one read of the client. */
  async tenantNamespace(signal: AbortSignal): Promise<string> {
    this.#tenant ??= `_${await this.client.registry.tenantId({ signal })}`;
    return this.#tenant;
  }

  /** A response that contains the tenant namespace saves the request for it. */
  learnTenant(namespace: string): void {
    this.#tenant ??= namespace;
  }

  /**
   * For a wrong sandbox Adobe's services also respond "not found", some with the same code. So before an
   * object counts as gone, check that the credential may use the sandbox.
   * @throws Error that names the sandboxes that the credential may use.
   */
  async confirmSandbox(signal: AbortSignal): Promise<void> {
    if (this.#sandboxSeen) return;
    const { sandbox } = this.config;
    const all = await this.client.sandboxes.list({ signal });
    if (!all.some(({ name }) => name === sandbox)) {
      const names = listed(all.map(({ name }) => name)) || "none";
      throw new Error(
        `the sandbox "${sandbox}" is not among those the credential may use (${names}); check adobe-aep:sandbox and the credential's role. Nothing was removed from the state`,
      );
    }
    this.#sandboxSeen = true;
  }
}
