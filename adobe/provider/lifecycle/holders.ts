import type { Context } from "../../../provider-sdk";

type Resource = Pick<Context, "urn" | "type">;

/**
 * Which resource holds which object, as far as this run has seen. The state can name an object twice:
 * one that was replaced and could not be deleted is taken over by a later create of its name. Ids
 * are unique within a type.
 */
export class Holders {
  readonly #heldBy = new Map<string, string>();
  readonly #takers = new Map<string, string>();

  /** The object is what the resource stands for now. */
  hold({ urn, type }: Resource, id: string): void {
    this.#heldBy.set(urn, keyOf(type, id));
  }

  /** The resource is about to get another object. */
  release({ urn }: Resource): void {
    this.#heldBy.delete(urn);
  }

  /** Whether a resource stands for the object, so that it must not be deleted as a predecessor. */
  isHeld({ type }: Resource, id: string): boolean {
    return [...this.#heldBy.values()].includes(keyOf(type, id));
  }

  /** A create found it at Adobe. */
  takeOver(resource: Resource, id: string): void {
    this.#takers.set(keyOf(resource.type, id), resource.urn);
    this.hold(resource, id);
  }

  /** URN of another resource that took the object over in this run. */
  takenFrom({ urn, type }: Resource, id: string): string | undefined {
    const taker = this.#takers.get(keyOf(type, id));
    return taker === urn ? undefined : taker;
  }
}

function keyOf(type: string, id: string): string {
  return `${type} ${id}`;
}
