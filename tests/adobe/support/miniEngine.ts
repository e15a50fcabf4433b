import type { Properties } from "../../../provider-sdk";
import { ProviderError } from "./provider";
import type { TestProvider } from "./provider";
import { CheckFailed, urnOf } from "./stack";
import type { Held } from "./stack";

interface Entry extends Held {
  /** Made but not ready: the next run calls update although nothing changed. */
  readonly unfinished: boolean;
}

export interface Run {
  /** A resource of the program. */
  resource(type: string, name: string, program: Properties): Promise<Held>;
}

/**
 * As much of Pulumi's engine as matters for what is in the state after a kill: an object is
 * recorded when its create has answered, a replaced one is deleted after that, and what is not in
 * the program any more is deleted last.
 */
export class MiniEngine {
  readonly #state = new Map<string, Entry>();
  /** Replaced, and still to be deleted. */
  #condemned: Held[] = [];

  get resources(): Held[] {
    return [...this.#state.values()];
  }

  async up(provider: TestProvider, program: (run: Run) => Promise<void>): Promise<void> {
    const seen = new Set<string>();
    await program({
      resource: async (type, name, inputs) => {
        const urn = urnOf(type, name);
        seen.add(urn);
        const held = this.#state.get(urn);
        return held === undefined
          ? this.#create(provider, urn, inputs)
          : this.#next(provider, held, inputs);
      },
    });
    for (const old of [...this.#condemned]) {
      await provider.delete(old.urn, old.id, old.outputs, old.inputs);
      this.#condemned = this.#condemned.filter((one) => one !== old);
    }
    for (const held of this.resources.reverse()) {
      if (seen.has(held.urn)) continue;
      await provider.delete(held.urn, held.id, held.outputs, held.inputs);
      this.#state.delete(held.urn);
    }
  }

  async #create(provider: TestProvider, urn: string, program: Properties): Promise<Held> {
    const inputs = await check(provider, urn, program);
    try {
      const { id, properties } = await provider.create(urn, inputs);
      return this.#record({ urn, id, inputs, outputs: properties, unfinished: false });
    } catch (error) {
      if (!(error instanceof ProviderError) || error.partly === undefined) throw error;
      const { id, properties } = error.partly;
      this.#record({ urn, id, inputs, outputs: properties, unfinished: true });
      throw error;
    }
  }

  async #next(provider: TestProvider, held: Entry, program: Properties): Promise<Held> {
    const { urn, id, outputs: olds, inputs: oldInputs } = held;
    const news = await check(provider, urn, program, oldInputs);
    const diff = await provider.diff(urn, { id, olds, oldInputs, news });
    if (!diff.changed && !held.unfinished) return this.#record({ ...held, inputs: news });
    if (diff.replaces.length === 0) {
      const outputs = await provider.update(urn, { id, olds, oldInputs, news });
      return this.#record({ urn, id, inputs: news, outputs, unfinished: false });
    }
    if (diff.deleteBeforeReplace) {
      await provider.delete(urn, id, olds, oldInputs);
      this.#state.delete(urn);
      return this.#create(provider, urn, program);
    }
    try {
      return await this.#create(provider, urn, program);
    } finally {
      // Also when the new one is made in part: as soon as it is in the state, the old one is to go.
      if (this.#state.get(urn) !== held) this.#condemned.unshift(held);
    }
  }

  #record(entry: Entry): Held {
    this.#state.set(entry.urn, entry);
    return entry;
  }
}

async function check(provider: TestProvider, urn: string, news: Properties, olds?: Properties) {
  const { inputs, failures } = await provider.check(urn, news, olds);
  if (failures.length > 0) throw new CheckFailed(failures);
  return inputs;
}
