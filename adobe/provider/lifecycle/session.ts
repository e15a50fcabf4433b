import { createClient } from "../../client";
import type { AdobeClient, Limiter, Timing } from "../../client";
import type { TokenSource } from "../../client/ims";
import type { Context } from "../../../provider-sdk";
import type { ProviderConfig } from "./config";
import { Holders } from "./holders";

/** What the sessions of one configured provider share: they use one credential. */
export interface Shared {
  readonly timing: Timing;
  readonly tokens: TokenSource;
  readonly limiter: Limiter;
  readonly log: Context["log"];
}

/**
 * What one configured provider has one of for each sandbox, for as long as its process lives: the
 * client, what it has learnt of the organisation, and which objects the engine already knows.
 */
export class Session {
  readonly client: AdobeClient;
  readonly timing: Timing;
  /**
   * Ids that the state holds, as far as the engine has named them in this run. An object among them
   * is never one that an interrupted run left behind.
   */
  readonly inState = new Set<string>();
  /** Which resource of this run has which object. */
  readonly holders = new Holders();
  /** Field groups of schemas that this run had to leave at Adobe; they cannot go either. */
  readonly keptFieldGroups = new Set<string>();
  #tenant: Promise<string> | undefined;
  #sandboxSeen = false;

  constructor(
    readonly config: ProviderConfig,
    { log, ...shared }: Shared,
  ) {
    this.timing = shared.timing;
    this.client = createClient({
      ...config,
      ...shared,
      onAnswer: (line) => log("debug", line),
    });
  }

  /** The organisation's field namespace, `_acme`: asked for once. */
  async tenantNamespace(signal: AbortSignal): Promise<string> {
    this.#tenant ??= this.client.registry.tenantId({ signal }).then((id) => `_${id}`);
    try {
      return await this.#tenant;
    } catch (error) {
      this.#tenant = undefined;
      throw error;
    }
  }

  /** A resource that shows the tenant namespace saves the question. */
  learnTenant(namespace: string): void {
    this.#tenant ??= Promise.resolve(namespace);
  }

  /**
   * Adobe's services say "not found" for a wrong sandbox too, some of them in the same words. So
   * before an object is given up for gone, the sandbox must be one the credential may use.
   */
  async confirmSandbox(signal: AbortSignal): Promise<void> {
    if (this.#sandboxSeen) return;
    const { sandbox } = this.config;
    const all = await this.client.sandboxes.list({ signal });
    if (!all.some(({ name }) => name === sandbox)) {
      const names = all.map(({ name }) => name).join(", ") || "none";
      throw new Error(
        `the sandbox "${sandbox}" is not among those the credential may use (${names}); check adobe-aep:sandbox and the credential's role. Nothing was taken out of the state`,
      );
    }
    this.#sandboxSeen = true;
  }
}
