import { setMaxListeners } from "node:events";

import type { Context, Properties } from "../../../provider-sdk";
import { AdobeError, Limiter, realTiming } from "../../client";
import type { Timing } from "../../client";
import { createTokenSource } from "../../client/ims";
import { listed } from "../../client/text";
import type { ProviderConfig } from "../lifecycle/config";
import type { Operation } from "../lifecycle/definition";
import { INTERNAL, splitInternal } from "../lifecycle/internalState";
import { JournalFile } from "../lifecycle/journalFile";
import { ManagedResource } from "../lifecycle/managedResource";
import { SandboxContext } from "../lifecycle/sandboxContext";
import { SandboxContexts } from "../lifecycle/sandboxContexts";
import { validate } from "../lifecycle/validate";
import { definitions } from "../resources";
import { listAllDescriptors } from "../resources/descriptorList";
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
    const objects: SandboxObject[] = [];
    const notListed: NotListed[] = [];
    for (const definition of definitions) {
      const { token } = definition;
      try {
        objects.push(...inListOrder(await this.#listOf(definition)));
      } catch (error) {
        // The credential's role may lack one permission of several.
        if (!(error instanceof AdobeError) || error.details.status !== 403) throw error;
        notListed.push({ token, reason: error.message });
      }
    }
    if (!notListed.some(({ token }) => isDescriptor(token))) {
      objects.push(...inListOrder(await this.#otherDescriptors(objects)));
    }
    return { objects, notListed };
  }

  async #listOf(definition: (typeof definitions)[number]): Promise<SandboxObject[]> {
    const { token } = definition;
    const found = (await definition.list?.(this.#operation(token))) ?? [];
    return found.map((one) => ({ ...one, token }));
  }

  /** Descriptors that are of no resource type. The list of all has been read, and is not requested again. */
  async #otherDescriptors(objects: readonly SandboxObject[]): Promise<SandboxObject[]> {
    const known = new Set(objects.map(({ id }) => id));
    const all = await listAllDescriptors(this.#operation("adobe-aep:xdm:descriptor"));
    return all
      .filter(({ id }) => !known.has(id))
      .map(({ type, ...one }) => ({ ...one, token: `adobe-aep:${type}` }));
  }

  #operation(token: string): Operation {
    const context = this.#contextOf(token, "list");
    return { sandbox: this.#sandboxes.current, context, signal: this.#signal };
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
    if (type === undefined || definition === undefined) {
      throw new Error("the provider has no resource type for it, and it stays at Adobe as it is");
    }
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

function inListOrder(objects: readonly SandboxObject[]): SandboxObject[] {
  return objects.toSorted((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

function isDescriptor(token: string): boolean {
  return token.endsWith("Descriptor");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
