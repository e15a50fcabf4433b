import type { Properties } from "../../../provider-sdk";
import type { ProviderConfig } from "./config";
import { INTERNAL } from "./internalState";
import type { SandboxContext } from "./sandboxContext";
import { parseScope, scopeOf } from "./scope";

/**
 * The sandboxes in which one configured provider works: the configured one and, after a change, the one
 * that still has the earlier objects. So a change of sandbox replaces every object without replacing the
 * provider, and correcting a wrong sandbox replaces nothing.
 */
export class SandboxContexts {
  readonly #contexts = new Map<string, SandboxContext>();
  #config: ProviderConfig | undefined;

  constructor(private readonly open: (config: ProviderConfig) => SandboxContext) {}

  configure(config: ProviderConfig): void {
    for (const { client } of this.#contexts.values()) client.close();
    this.#contexts.clear();
    this.#config = config;
  }

  get config(): ProviderConfig {
    if (this.#config === undefined) throw new Error("the provider adobe-aep is not configured");
    return this.#config;
  }

  /** The sandbox for new objects. */
  get current(): SandboxContext {
    return this.#at(this.config);
  }

  /** The sandbox of the object with these last known inputs. Undefined: it is in another organization. */
  of(inputs: Properties | undefined): SandboxContext | undefined {
    const scope = inputs?.[INTERNAL.scope];
    if (typeof scope !== "string" || scope === scopeOf(this.config)) return this.current;
    const { orgId, sandbox } = parseScope(scope);
    return orgId === this.config.orgId ? this.#at({ ...this.config, sandbox }) : undefined;
  }

  /** The part of the configuration whose change moves the object to another sandbox. Undefined: none. */
  movedBy(inputs: Properties): "orgId" | "sandbox" | undefined {
    const scope = inputs[INTERNAL.scope];
    if (typeof scope !== "string" || scope === scopeOf(this.config)) return undefined;
    return parseScope(scope).orgId === this.config.orgId ? "sandbox" : "orgId";
  }

  /** The same for objects that belong to the organization: they are reached from any of its sandboxes. */
  anywhere(): Pick<SandboxContexts, "of" | "movedBy"> {
    const movedBy = (inputs: Properties) =>
      this.movedBy(inputs) === "orgId" ? ("orgId" as const) : undefined;
    return {
      movedBy,
      of: (inputs) => (movedBy(inputs ?? {}) === undefined ? this.current : undefined),
    };
  }

  #at(config: ProviderConfig): SandboxContext {
    const scope = scopeOf(config);
    const context = this.#contexts.get(scope) ?? this.open(config);
    this.#contexts.set(scope, context);
    return context;
  }
}
