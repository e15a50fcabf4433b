import type { Properties } from "../../../provider-sdk";
import type { Definition } from "./definition";
import { makeDigest, makeName } from "./names";
import { MARK } from "./ownership";

/** Where a made name is noted. */
export const MADE = "__name";

/** The name input of one resource type: filled in when the program gives none, with a mark beside it when it does. */
export class Naming<Inputs extends object, Outputs extends object> {
  /** What is last checked with old inputs, by URN: a check without them afterwards is for its successor. */
  readonly #predecessors = new Map<string, string | undefined>();

  constructor(private readonly definition: Definition<Inputs, Outputs>) {}

  /**
   * Inputs with a name. One that was made once is kept as long as the object is. It is noted in
   * `__name` too, which the engine stores and never shows: so a rename in Adobe's UI shows as drift,
   * and an object of that name is known to be ours. Where the program gives the name, `__mark` has
   * what the object is marked with at Adobe to be known by.
   *
   * @param olds - inputs of the object there is, in the sandbox where it is to be; undefined: a new one.
   */
  fill(
    news: Properties,
    olds: Properties | undefined,
    urn: string,
    prefix: string | undefined,
  ): Properties {
    const { nameInput, word, replaces } = this.definition;
    const given = { ...news };
    delete given["__name"];
    delete given["__mark"];
    if (nameInput === undefined) return given;
    if (olds !== undefined) {
      this.#predecessors.set(urn, (olds[MARK] ?? olds[MADE] ?? olds[nameInput]) as string);
    }
    const identity = Object.keys(replaces)
      .sort()
      .map(
        (key) => given[key] ?? (this.definition.defaults as Properties | undefined)?.[key] ?? null,
      );
    const successorOf = olds === undefined ? this.#predecessors.get(urn) : undefined;
    const parts = { prefix, word, urn, identity, successorOf };
    // An object keeps the mark it was made with, or none.
    const mark = olds === undefined ? makeDigest(parts) : olds[MARK];
    const marked = mark === undefined ? {} : { [MARK]: mark };
    if (given[nameInput] !== undefined) return { ...given, ...marked };
    if (olds?.[MADE] !== undefined)
      return { ...given, [nameInput]: olds[MADE], [MADE]: olds[MADE] };
    // Not made by us (an import): the name it has stays.
    if (olds?.[nameInput] !== undefined)
      return { ...given, [nameInput]: olds[nameInput], ...marked };
    const name = makeName(parts);
    return { ...given, [nameInput]: name, [MADE]: name };
  }

  /** Whether the name was made, and so an object of this name is ours. */
  isMade(inputs: Properties): boolean {
    const { nameInput } = this.definition;
    return nameInput !== undefined && inputs[MADE] === inputs[nameInput];
  }

  /** Whether a successor would meet its predecessor: a given name that must be unique and stays. */
  collides(olds: Properties, news: Properties): boolean {
    const { nameInput, uniqueName } = this.definition;
    if (nameInput === undefined || uniqueName !== true || this.isMade(news)) return false;
    return olds[nameInput] === news[nameInput];
  }
}
