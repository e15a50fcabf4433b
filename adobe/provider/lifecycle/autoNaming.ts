import type { Properties } from "../../../provider-sdk";
import { isInSequence, makeAutoName, makeTag } from "./autoName";
import type { NameParts } from "./autoName";
import type { Definition } from "./definition";
import { INTERNAL, splitInternal } from "./internalState";

/** What the inputs of one check are named with. */
export interface NamingRequest {
  readonly newInputs: Properties;
  /** Inputs of the existing object, in the sandbox where it is to be; undefined: a new object. */
  readonly oldInputs: Properties | undefined;
  readonly urn: string;
  readonly prefix: string | undefined;
  readonly owner: string | undefined;
}

/**
 * The name input of one resource type. Where the program gives no name, the object gets an auto-name;
 * where it gives one, the object gets an ownership tag.
 */
export class AutoNaming<Inputs extends object, Outputs extends object> {
  /** What was last checked with old inputs, by URN: a check without them afterwards is for its successor. */
  readonly #predecessors = new Map<string, string | undefined>();

  constructor(private readonly definition: Definition<Inputs, Outputs>) {}

  /**
   * Inputs with a name. An auto-name stays as long as the object does. It is also kept as internal
   * state: so a rename in Adobe's UI shows as drift, and an object of that name is known to be ours.
   */
  fill(request: NamingRequest): Properties {
    const { newInputs, oldInputs } = request;
    const { nameInput } = this.definition;
    const { given } = splitInternal(newInputs);
    if (nameInput === undefined) return given;
    const parts = this.#partsOf(given, nameInput, request);
    // An object keeps the tag it was made with, or none.
    const tag = oldInputs === undefined ? makeTag(parts) : oldInputs[INTERNAL.tag];
    const tagged = tag === undefined ? {} : { [INTERNAL.tag]: tag };
    if (given[nameInput] !== undefined) return { ...given, ...tagged };
    const autoName = oldInputs?.[INTERNAL.autoName];
    if (autoName !== undefined) return this.#withAutoName(given, nameInput, autoName);
    // An imported object keeps the name it has.
    const oldName = oldInputs?.[nameInput];
    if (oldName !== undefined) return { ...given, [nameInput]: oldName, ...tagged };
    return this.#withAutoName(given, nameInput, makeAutoName(parts));
  }

  /** The name, when it is an auto-name. */
  autoNameOf(inputs: Properties): string | undefined {
    const { nameInput } = this.definition;
    if (nameInput === undefined || inputs[INTERNAL.autoName] !== inputs[nameInput])
      return undefined;
    return inputs[INTERNAL.autoName] as string | undefined;
  }

  /**
   * Inputs with the name that the object has at Adobe. An auto-name that was in use when it was made
   * has the next name of the sequence there, which the outputs show.
   */
  withActualName(inputs: Properties, outputs: Properties | undefined): Properties {
    const { nameInput } = this.definition;
    const autoName = this.autoNameOf(inputs);
    if (nameInput === undefined || autoName === undefined) return inputs;
    const actual = outputs?.[nameInput];
    return isInSequence(actual, autoName) ? { ...inputs, [nameInput]: actual } : inputs;
  }

  /** The reverse, for inputs as read: a name of the sequence stands for the auto-name. */
  withAutoName(inputs: Properties): Properties {
    const { nameInput } = this.definition;
    const autoName = inputs[INTERNAL.autoName];
    if (nameInput === undefined || !isInSequence(inputs[nameInput], autoName)) return inputs;
    return { ...inputs, [nameInput]: autoName };
  }

  /** Whether a successor would have its predecessor's name: a given one that must be unique. */
  collides(oldInputs: Properties, newInputs: Properties): boolean {
    const { nameInput, uniqueName } = this.definition;
    if (nameInput === undefined || uniqueName !== true || this.autoNameOf(newInputs) !== undefined)
      return false;
    return oldInputs[nameInput] === newInputs[nameInput];
  }

  #withAutoName(given: Properties, nameInput: string, autoName: unknown): Properties {
    return { ...given, [nameInput]: autoName, [INTERNAL.autoName]: autoName };
  }

  #partsOf(
    given: Properties,
    nameInput: string,
    { oldInputs, urn, prefix, owner }: NamingRequest,
  ): NameParts {
    const { displayName, replaces } = this.definition;
    const defaults = (this.definition.defaults ?? {}) as Properties;
    if (oldInputs !== undefined) {
      const predecessor =
        oldInputs[INTERNAL.tag] ?? oldInputs[INTERNAL.autoName] ?? oldInputs[nameInput];
      this.#predecessors.set(urn, predecessor as string);
    }
    const identity = Object.keys(replaces)
      .sort()
      .map((key) => given[key] ?? defaults[key] ?? null);
    const successorOf = oldInputs === undefined ? this.#predecessors.get(urn) : undefined;
    return { prefix, displayName, urn, identity, successorOf, owner };
  }
}
