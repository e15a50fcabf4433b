import type { Value } from "../values";

/** What a function may look at in addition to its arguments. */
export interface Surroundings {
  /** The clock in milliseconds. */
  readonly now: () => number;
  /** The whole source record. */
  readonly record: Value;
}

/** One function of the mapping language. */
export interface MappingFunction {
  readonly name: string;
  /** Group of the functions guide: `string`, `date`, `hashing`, `logical`, … */
  readonly group: string;
  /** Fewest and most arguments; Infinity where any number goes. */
  readonly args: readonly [least: number, most: number];
  /** Takes null arguments itself. Else a null argument gives null, as a failing transform does. */
  readonly takesNull?: boolean;
  /** Where, after a list, a bare name is meant as the name of an attribute, not as a path in the record. */
  readonly attributeAt?: number;
  apply(args: readonly Value[], surroundings: Surroundings): Value;
}

/** Shorthand for the functions of one group. */
export function group(name: string) {
  return (
    functionName: string,
    args: readonly [number, number],
    apply: MappingFunction["apply"],
    options: Pick<MappingFunction, "takesNull" | "attributeAt"> = {},
  ): MappingFunction => ({ name: functionName, group: name, args, apply, ...options });
}
