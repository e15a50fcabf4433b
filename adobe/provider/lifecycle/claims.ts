import type { CheckFailure, Context } from "../../../provider-sdk";

/** Something that only one resource of a program can have, such as a name that must be unique. */
export interface Claim {
  /** The input that says so. */
  readonly property: string;
  /** What it is, the same text for every resource that claims it. */
  readonly key: string;
  /** Why there cannot be two, and what to do, as the end of a sentence. */
  readonly reason: string;
}

/**
 * Who claims what, as far as the checks of this run have seen: of two resources that fight for something, each would
 * take it from the other at every `pulumi up`, or Adobe would reject the second one.
 */
export class Claims {
  /** URN of the resource that has claimed something first, by key. */
  readonly #holders = new Map<string, string>();

  /** Notes what a resource claims now, in place of what it has claimed before. Returns what another one has already. */
  of({ urn, type }: Pick<Context, "urn" | "type">, claims: readonly Claim[]): CheckFailure[] {
    for (const [key, holder] of this.#holders) {
      if (holder === urn) this.#holders.delete(key);
    }
    return claims.flatMap(({ property, key, reason }) => {
      const whole = JSON.stringify([type, property, key]);
      const holder = this.#holders.get(whole) ?? urn;
      this.#holders.set(whole, holder);
      return holder === urn ? [] : [{ property, reason: `is given to ${holder} too: ${reason}` }];
    });
  }
}
