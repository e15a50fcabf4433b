import type * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import { beginningOf, isInSequence, keptName, makeAutoName, makeDigest, makeTag } from "./autoName";
import type { NameParts } from "./autoName";
import type { Definition } from "./definition";
import { INTERNAL, splitInternal } from "./internalState";

/** What names and tags are computed from in one check. */
export interface NamingRequest {
  readonly newInputs: Properties;
  /**
   * Inputs of the existing object, when it is in the sandbox where the object should be. Undefined: a new
   * object.
   */
  readonly oldInputs: Properties | undefined;
  readonly urn: string;
  readonly prefix: string | undefined;
  readonly owner: string | undefined;
  readonly journal: NameParts["journal"];
}

/** What the name or tag of a new object shares with those in other states: a preview may know no more of it. */
export interface NameInAnyState {
  /** What an auto-name of this type begins with. */
  readonly beginning: string;
  /** UNKNOWN when an input that is not known yet is part of it. */
  readonly digest: string;
}

/**
 * The name input of one resource type. When the program gives no name, the object gets an auto-name; when
 * it gives one, the object gets an ownership tag.
 */
export class AutoNaming<Inputs extends object, Outputs extends object> {
  /**
   * The URNs that were last checked with old inputs. A check without old inputs afterwards is for the
   * replacement.
   */
  readonly #predecessors = new Map<string, string | undefined>();
  readonly #inAnyState = new Map<string, NameInAnyState>();

  readonly #mayLackName: boolean;

  constructor(private readonly definition: Definition<Inputs, Outputs>) {
    const { nameInput = "", inputs } = definition;
    const shape = inputs.shape[nameInput] as z.ZodType | undefined;
    this.#mayLackName = shape?.safeParse(undefined).success !== false;
  }

  /**
   * Returns the inputs with a name. An auto-name stays as long as the object does. It is also kept as
   * internal state: so a rename in Adobe's UI shows as drift, and an object of that name is recognized as
   * this resource's.
   */
  fill(request: NamingRequest): Properties {
    const { newInputs, oldInputs } = request;
    const { nameInput } = this.definition;
    const { given } = splitInternal(newInputs);
    if (nameInput === undefined) return given;
    const parts = this.#partsOf(given, nameInput, request);
    this.#inAnyState.set(request.urn, {
      beginning: beginningOf(parts),
      digest: makeDigest(parts),
    });
    // An object keeps the tag with which it was made, or stays without one.
    const tag = oldInputs === undefined ? makeTag(parts) : oldInputs[INTERNAL.tag];
    const tagged = tag === undefined ? {} : { [INTERNAL.tag]: tag };
    // Where a name is required, the check rejects inputs without one.
    if (given[nameInput] !== undefined || !this.#mayLackName) return { ...given, ...tagged };
    const autoName = oldInputs?.[INTERNAL.autoName];
    if (autoName !== undefined) return this.#withAutoName(given, nameInput, autoName);
    // An imported object keeps its name, or stays without one, as a mapping set may.
    const oldName = oldInputs?.[nameInput];
    if (oldName !== undefined) return { ...given, [nameInput]: oldName, ...tagged };
    if (oldInputs !== undefined) return { ...given, ...tagged };
    return this.#withAutoName(given, nameInput, makeAutoName(parts));
  }

  /** Of the object that was last checked under this URN. Undefined: the type has no name. */
  inAnyState(urn: string): NameInAnyState | undefined {
    return this.#inAnyState.get(urn);
  }

  /** The name, when it is an auto-name. */
  autoNameOf(inputs: Properties): string | undefined {
    const { nameInput } = this.definition;
    if (nameInput === undefined || inputs[INTERNAL.autoName] !== inputs[nameInput])
      return undefined;
    return inputs[INTERNAL.autoName] as string | undefined;
  }

  /**
   * Returns the inputs with the name that the object has at Adobe, which the outputs show. When the auto-name was in use,
   * that is the next name of its sequence; where Adobe cannot change it, an adopted object has that of another state.
   */
  withActualName(inputs: Properties, outputs: Properties | undefined): Properties {
    const { nameInput } = this.definition;
    const autoName = this.autoNameOf(inputs);
    if (nameInput === undefined || autoName === undefined) return inputs;
    const actual = outputs?.[nameInput];
    return this.#isAutoNamed(actual, autoName) ? { ...inputs, [nameInput]: actual } : inputs;
  }

  /** The reverse, for inputs from a read: replaces such a name by the auto-name. */
  withAutoName(inputs: Properties): Properties {
    const { nameInput } = this.definition;
    const autoName = inputs[INTERNAL.autoName];
    if (nameInput === undefined || !this.#isAutoNamed(inputs[nameInput], autoName)) return inputs;
    return { ...inputs, [nameInput]: autoName };
  }

  /** Whether a replacement would have the name of its predecessor: a given name that must be unique. */
  collides(oldInputs: Properties, newInputs: Properties): boolean {
    const { nameInput, uniqueName } = this.definition;
    if (nameInput === undefined || uniqueName !== true || this.autoNameOf(newInputs) !== undefined)
      return false;
    return oldInputs[nameInput] === newInputs[nameInput];
  }

  #isAutoNamed(name: unknown, autoName: unknown): boolean {
    return isInSequence(name, autoName) || keptName(this.definition, name, autoName) !== undefined;
  }

  #withAutoName(given: Properties, nameInput: string, autoName: unknown): Properties {
    return { ...given, [nameInput]: autoName, [INTERNAL.autoName]: autoName };
  }

  #partsOf(
    given: Properties,
    nameInput: string,
    { oldInputs, urn, prefix, owner, journal }: NamingRequest,
  ): NameParts {
    const { displayName, replaces, secretOutputs = [] } = this.definition;
    const defaults = (this.definition.defaults ?? {}) as Properties;
    if (oldInputs !== undefined) {
      const predecessor =
        oldInputs[INTERNAL.tag] ?? oldInputs[INTERNAL.autoName] ?? oldInputs[nameInput];
      this.#predecessors.set(urn, predecessor as string);
    }
    // Adobe shows the digest to others, who could try secrets by it.
    const identity = Object.keys(replaces)
      .filter((key) => !secretOutputs.includes(key))
      .sort()
      .map((key) => given[key] ?? defaults[key] ?? null);
    const successorOf = oldInputs === undefined ? this.#predecessors.get(urn) : undefined;
    return { prefix, displayName, urn, identity, successorOf, owner, journal };
  }
}
