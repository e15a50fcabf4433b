import type { Properties } from "../../../provider-sdk";
import { ProviderError } from "./provider";
import type { TestProvider } from "./provider";
import { CheckFailed, urnOf } from "./stack";
import type { Deployed } from "./stack";

interface Entry extends Deployed {
  /** Made but not ready: the next run calls update although nothing changed. */
  readonly unfinished: boolean;
}

export interface Run {
  /** A resource of the program. */
  resource(type: string, name: string, program: Properties): Promise<Deployed>;
}

/**
 * As much of Pulumi's engine as matters for what is in the state after a crash: an object is
 * recorded when its create has responded, a replaced one is deleted after that, and what is not in
 * the program any more is deleted last.
 */
export class MiniEngine {
  readonly #state = new Map<string, Entry>();
  /** Replaced, and still to be deleted. */
  #condemned: Deployed[] = [];

  get resources(): Deployed[] {
    return [...this.#state.values()];
  }

  async up(provider: TestProvider, program: (run: Run) => Promise<void>): Promise<void> {
    const seen = new Set<string>();
    await program({
      resource: async (type, name, inputs) => {
        const urn = urnOf(type, name);
        seen.add(urn);
        const deployed = this.#state.get(urn);
        return deployed === undefined
          ? this.#create(provider, urn, inputs)
          : this.#next(provider, deployed, inputs);
      },
    });
    for (const old of [...this.#condemned]) {
      await provider.delete(old.urn, old.id, old.outputs, old.inputs);
      this.#condemned = this.#condemned.filter((one) => one !== old);
    }
    for (const deployed of this.resources.reverse()) {
      if (seen.has(deployed.urn)) continue;
      await provider.delete(deployed.urn, deployed.id, deployed.outputs, deployed.inputs);
      this.#state.delete(deployed.urn);
    }
  }

  async #create(provider: TestProvider, urn: string, program: Properties): Promise<Deployed> {
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

  async #next(provider: TestProvider, deployed: Entry, program: Properties): Promise<Deployed> {
    const { urn, id, outputs: oldOutputs, inputs: oldInputs } = deployed;
    const newInputs = await check(provider, urn, program, oldInputs);
    const diff = await provider.diff(urn, { id, oldOutputs, oldInputs, newInputs });
    if (!diff.changed && !deployed.unfinished)
      return this.#record({ ...deployed, inputs: newInputs });
    if (diff.replaces.length === 0) {
      const outputs = await provider.update(urn, { id, oldOutputs, oldInputs, newInputs });
      return this.#record({ urn, id, inputs: newInputs, outputs, unfinished: false });
    }
    if (diff.deleteBeforeReplace) {
      await provider.delete(urn, id, oldOutputs, oldInputs);
      this.#state.delete(urn);
      return this.#create(provider, urn, program);
    }
    try {
      return await this.#create(provider, urn, program);
    } finally {
      // Also when the new one is made in part: as soon as it is in the state, the old one is to go.
      if (this.#state.get(urn) !== deployed) this.#condemned.unshift(deployed);
    }
  }

  #record(entry: Entry): Deployed {
    this.#state.set(entry.urn, entry);
    return entry;
  }
}

async function check(
  provider: TestProvider,
  urn: string,
  newInputs: Properties,
  oldInputs?: Properties,
) {
  const { inputs, failures } = await provider.check(urn, newInputs, oldInputs);
  if (failures.length > 0) throw new CheckFailed(failures);
  return inputs;
}
