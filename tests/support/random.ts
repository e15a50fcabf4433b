import { seededRandom as sequence } from "../../emulator/common/random";

/** Random numbers that repeat for the same seed: print the seed where a test fails. */
export interface Random {
  /** 0 ≤ x < 1. */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  /** A whole number, 0 ≤ n < limit. */
  readonly below: (limit: number) => number;
}

/** The emulator's generator, in the forms that tests need. */
export function seededRandom(seed: number): Random {
  const next = sequence(seed);
  return {
    next,
    chance: (probability) => next() < probability,
    below: (limit) => Math.floor(next() * limit),
  };
}
