import type { Context } from "../../../provider-sdk";

type Resource = Pick<Context, "urn" | "type">;

/**
 * Which resource owns which object, as far as this run has seen. The state can name an object twice:
 * one that was replaced and could not be deleted is adopted by a later create of the same name. Ids
 * are unique within a type.
 */
export class OwnershipTracker {
  readonly #owned = new Map<string, string>();

  /** The object is the one the resource stands for now. */
  claim({ urn, type }: Resource, id: string): void {
    this.#owned.set(urn, keyOf(type, id));
  }

  /** The resource is about to get another object. */
  release({ urn }: Resource): void {
    this.#owned.delete(urn);
  }

  /** Whether a resource stands for the object now, so that it must not be deleted as a predecessor. */
  isOwned({ type }: Resource, id: string): boolean {
    return [...this.#owned.values()].includes(keyOf(type, id));
  }

  /** URN of another resource that stands for the object: one that adopted it, in this run or in an earlier one. */
  otherOwner({ urn, type }: Resource, id: string): string | undefined {
    const key = keyOf(type, id);
    return [...this.#owned].find(([owner, owned]) => owner !== urn && owned === key)?.[0];
  }
}

function keyOf(type: string, id: string): string {
  return `${type} ${id}`;
}
