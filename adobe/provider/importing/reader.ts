import { setMaxListeners } from "node:events";

import type { Context, Properties } from "../../../provider-sdk";
import { AdobeError, Limiter, realTiming } from "../../client";
import type { Timing } from "../../client";
import { createTokenSource } from "../../client/ims";
import { listed } from "../../client/text";
import type { ProviderConfig } from "../lifecycle/config";
import { INTERNAL, splitInternal } from "../lifecycle/internalState";
import { JournalFile } from "../lifecycle/journalFile";
import { ManagedResource } from "../lifecycle/managedResource";
import { SandboxContext } from "../lifecycle/sandboxContext";
import { SandboxContexts } from "../lifecycle/sandboxContexts";
import { validate } from "../lifecycle/validate";
import { definitions } from "../resources";
import { shortType } from "./sandboxObject";
import type { LeftObject, ReadObject, SandboxObject } from "./sandboxObject";

/** A type whose objects Adobe does not list for this credential. */
export interface NotListed {
  readonly token: string;
  readonly reason: string;
}

export interface Listing {
  readonly objects: readonly SandboxObject[];
  readonly notListed: readonly NotListed[];
}

/** How a walk through a sandbox is timed; a test controls it. */
export interface ReaderOptions {
  readonly timing?: Timing;
  readonly timeoutMs?: number;
}

/**
 * Reads a sandbox through the provider's own resource types: as `pulumi import` would, without an engine. Only reads
 * are sent, each once.
 */
export class SandboxReader {
  readonly #sandboxes: SandboxContexts;
  /** Never aborts: a walk ends with the process. */
  readonly #signal = new AbortController().signal;
  readonly #types: ReadonlyMap<string, ManagedResource<Properties, Properties>>;

  constructor(config: ProviderConfig, { timing = realTiming, timeoutMs }: ReaderOptions = {}) {
    // Each request in flight listens to it.
    setMaxListeners(0, this.#signal);
    const shared = {
      timing,
      timeoutMs,
      tokens: createTokenSource(config, timing),
      limiter: new Limiter(),
      log: () => undefined,
      owner: undefined,
      isNewState: false,
      journal: new JournalFile(undefined, undefined),
      recentDirectory: undefined,
      readsOnce: true,
    };
    this.#sandboxes = new SandboxContexts((of) => new SandboxContext(of, shared));
    this.#sandboxes.configure(config);
    this.#types = new Map(
      definitions.map((one) => [one.token, new ManagedResource(one, this.#sandboxes)]),
    );
  }

  close(): void {
    this.#sandboxes.current.client.close();
  }

  /** Everything that is there, by type in the order of the types, and by name. */
  async list(): Promise<Listing> {
    const signal = this.#signal;
    const objects: SandboxObject[] = [];
    const notListed: NotListed[] = [];
    for (const definition of definitions) {
      const { token } = definition;
      const context = this.#contextOf(token, "list");
      try {
        const found =
          (await definition.list?.({ sandbox: this.#sandboxes.current, context, signal })) ?? [];
        const sorted = found.toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
        objects.push(...sorted.map((one) => ({ ...one, token })));
      } catch (error) {
        // The credential's role may lack one permission of several.
        if (!(error instanceof AdobeError) || error.details.status !== 403) throw error;
        notListed.push({ token, reason: error.message });
      }
    }
    return { objects, notListed };
  }

  /** Reads an object, and tries whether the program that is written of it would leave it as it is. */
  async read(object: SandboxObject): Promise<ReadObject | LeftObject> {
    const notes: string[] = [];
    try {
      return { ...object, ...(await this.#read(object, notes)), notes };
    } catch (error) {
      return { ...object, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async #read({ token, id }: SandboxObject, notes: string[]) {
    const type = this.#types.get(token);
    const definition = definitions.find((one) => one.token === token);
    if (type === undefined || definition === undefined) throw new Error(`no type ${token}`);
    const say: Context["log"] = (severity, message) => {
      if (severity === "warning") notes.push(message);
    };
    const reading = this.#contextOf(token, id, say);
    const state = await type.read({ id, inputs: undefined, outputs: undefined }, reading);
    if (state === undefined) throw new Error("it is gone: somebody has deleted it meanwhile");
    const guessed = state.inputs[INTERNAL.guessed] as readonly string[] | undefined;
    if (guessed !== undefined) {
      notes.push(
        `The ${definition.displayName} has what no document names, and what stands here is a guess: ${listed(guessed)}`,
      );
    }
    const inputs = withoutDefaults(splitInternal(state.inputs).given, definition.defaults);
    const context = this.#contextOf(token, id);
    const { inputs: oldInputs, outputs: oldOutputs } = state;
    const checked = await type.check({ oldInputs, newInputs: inputs }, context);
    // A value of another form would fit no class of a program.
    const [failure] = [...validate(definition.inputs, inputs), ...checked.failures];
    if (failure !== undefined) {
      throw new Error(`no program can write its ${failure.property}: it ${failure.reason}`);
    }
    const request = { id: state.id, oldInputs, oldOutputs, newInputs: checked.inputs };
    const { changes } = await type.diff({ ...request, ignoreChanges: [] }, context);
    const changed = Object.keys(changes);
    if (changed.length > 0) throw new Error(`a program would change its ${changed.join(", ")}`);
    return { inputs, outputs: oldOutputs, credentialsAt: definition.credentialsAt?.(inputs) };
  }

  #contextOf(token: string, id: string, log: Context["log"] = () => undefined): Context {
    const urn = `urn:pulumi:import::sandbox::${token}::${id}`;
    const name = `${shortType(token)} ${id}`;
    return { urn, type: token, name, signal: this.#signal, timeoutSeconds: undefined, log };
  }
}

/** What a program need not give. */
function withoutDefaults(inputs: Properties, defaults: object = {}): Properties {
  const usual = defaults as Properties;
  const given = Object.entries(inputs).filter(
    ([key, value]) => value !== undefined && !(key in usual && usual[key] === value),
  );
  return Object.fromEntries(given);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
