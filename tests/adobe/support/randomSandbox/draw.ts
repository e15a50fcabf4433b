import fc from "fast-check";

import { seededRandom } from "../../../support/random";
import type { Random } from "../../../support/random";

/** Names that break a program which does not expect them. */
const hostileNames = [
  "class", "default", "aep", 'a "quoted" name', "it's `back${ticked}`", "two\nlines", "*/ comment //", "Événement",
  "聊天", "2024 events", "__proto__", "constructor", "\u202eright to left", "line\u2028separator", "<script>",
  "Chat-Rows", "chat rows", "CHAT ROWS", "🙂", "x".repeat(80),
]; // prettier-ignore

const anyName = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.string({ unit: "grapheme", minLength: 1 }),
);

/** Chooses at random: the same for the same seed. */
export class Draw {
  readonly #random: Random;
  #named = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  pick<T>(all: readonly T[]): T {
    return all[this.#random.below(all.length)] as T;
  }

  chance(probability: number): boolean {
    return this.#random.chance(probability);
  }

  /** From 0 to the limit, which it never is. */
  below(limit: number): number {
    return this.#random.below(limit);
  }

  of<T>(values: fc.Arbitrary<T>): T {
    return fc.sample(values, { seed: this.#random.below(2 ** 31), numRuns: 1 })[0] as T;
  }

  /** Never the same twice, as Adobe wants titles. */
  name(): string {
    return `${this.of(anyName)} ${this.#named++}`;
  }

  /** Letters and digits; never the same twice. */
  code(): string {
    return `${this.pick(["visits", "Order", "x"])}${this.#named++}`;
  }

  /** Some members of an object, or none of them. */
  maybe<T extends object>(members: T): Partial<T> {
    const kept = Object.entries(members).filter(() => this.chance(0.5));
    return Object.fromEntries(kept) as Partial<T>;
  }
}
