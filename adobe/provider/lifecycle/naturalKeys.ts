import type { Creation } from "./adoption";

/**
 * Which resource of this run wants the object with which natural key. Adobe has one object for each, and it does not
 * say who made it. So a second resource that wants it would take the first one's object.
 */
export class NaturalKeys {
  /** URN of the resource whose create is in progress, by natural key. */
  readonly #creating = new Map<string, string>();
  /** The same of the creates that a preview has shown. */
  readonly #previewed = new Map<string, string>();

  /** @throws Error that names the other resource. */
  preview<Inputs extends object, Outputs extends object>(
    creation: Creation<Inputs, Outputs>,
  ): void {
    claim(this.#previewed, creation);
  }

  /**
   * Keeps the key for this resource as long as the work lasts.
   * @throws Error that names the other resource, when that one is being created.
   */
  async during<T, Inputs extends object, Outputs extends object>(
    creation: Creation<Inputs, Outputs>,
    work: () => Promise<T>,
  ): Promise<T> {
    const release = claim(this.#creating, creation);
    try {
      return await work();
    } finally {
      release();
    }
  }
}

function claim<Inputs extends object, Outputs extends object>(
  claims: Map<string, string>,
  { definition, inputs, operation }: Creation<Inputs, Outputs>,
): () => void {
  const key = definition.naturalKey?.(inputs);
  if (key === undefined) return () => undefined;
  const { urn } = operation.context;
  const other = claims.get(key);
  if (other !== undefined && other !== urn) {
    throw new Error(
      `${other} wants the same ${definition.displayName}, of which Adobe has only one. Remove one of the two resources from the program, or give one of them other inputs`,
    );
  }
  claims.set(key, urn);
  return () => {
    if (claims.get(key) === urn) claims.delete(key);
  };
}
