import type { Creation } from "./adoption";
import { nameOf } from "./triedNames";

interface InProgress {
  readonly token: string;
  readonly name: unknown;
  readonly tag: string;
}

/**
 * The creates of this run that have not ended, each with its ownership tag. Where names need not be unique, two
 * resources may give the same one: the object of the first is in the state only when its create has ended, which may be
 * after the second one has looked for its own.
 */
export class CreatesInProgress {
  readonly #all = new Set<InProgress>();
  /** URN of the resource that is about to adopt an object, by type and id. */
  readonly #claimed = new Map<string, string>();

  async during<T, Inputs extends object, Outputs extends object>(
    creation: Creation<Inputs, Outputs>,
    work: () => Promise<T>,
  ): Promise<T> {
    const { definition, operation } = creation;
    if (operation.tag === undefined) return work().finally(() => this.#release(creation));
    const one = { token: definition.token, name: nameOf(creation), tag: operation.tag };
    this.#all.add(one);
    try {
      return await work();
    } finally {
      this.#all.delete(one);
      this.#release(creation);
    }
  }

  /** Keeps an object for this resource until its create has ended. False: another resource of this run adopts it. */
  claim<Inputs extends object, Outputs extends object>(
    { definition, operation }: Creation<Inputs, Outputs>,
    id: string,
  ): boolean {
    const { urn } = operation.context;
    const claimed = `${definition.token} ${id}`;
    const holder = this.#claimed.get(claimed) ?? urn;
    this.#claimed.set(claimed, holder);
    return holder === urn;
  }

  #release<Inputs extends object, Outputs extends object>({
    operation,
  }: Creation<Inputs, Outputs>): void {
    for (const [claimed, urn] of this.#claimed) {
      if (urn === operation.context.urn) this.#claimed.delete(claimed);
    }
  }

  /** Those of the objects that another resource of this run is being created with, or is about to adopt. */
  async objectsOfOthers<Inputs extends object, Outputs extends object>(
    creation: Creation<Inputs, Outputs>,
    ids: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const { definition, inputs, operation } = creation;
    const { knownIds, settling } = operation.sandbox;
    const tags = this.#tagsOfOthers(creation);
    const isClaimed = (id: string) => {
      const holder = this.#claimed.get(`${definition.token} ${id}`);
      return holder !== undefined && holder !== operation.context.urn;
    };
    const theirs = new Set(ids.filter(isClaimed));
    if (tags.size === 0) return theirs;
    for (const id of ids) {
      if (knownIds.has(id)) continue;
      // It may have been made just now.
      settling.made(id);
      const tag = (await definition.read(id, inputs, operation))?.tag;
      if (tag !== undefined && tags.has(tag)) theirs.add(id);
    }
    return theirs;
  }

  /**
   * Those of this run, and those of an interrupted run whose resources the program still has. An interrupted create of
   * this resource with another tag, which the program had before a change, is not another resource's.
   */
  #tagsOfOthers<Inputs extends object, Outputs extends object>(
    creation: Creation<Inputs, Outputs>,
  ): ReadonlySet<string> {
    const { definition, operation } = creation;
    const { token } = definition;
    if (operation.tag === undefined) return new Set();
    const { journal, programUrns } = operation.sandbox;
    const name = nameOf(creation);
    const here = [...this.#all].filter((one) => one.token === token && one.name === name);
    const { urn } = operation.context;
    const earlier = journal
      .leftOpen()
      .filter((one) => one.token === token && one.name === name)
      .filter((one) => one.urn !== urn && programUrns.has(one.urn));
    const tags = new Set([...here.map(({ tag }) => tag), ...earlier.map(({ key }) => key)]);
    tags.delete(operation.tag);
    return tags;
  }
}
