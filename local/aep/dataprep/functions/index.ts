import { basicFunctions } from "./basic";
import type { MappingFunction } from "./function";

/** Every function of the language by name. */
export const functions: ReadonlyMap<string, MappingFunction> = new Map(
  basicFunctions.map((item) => [item.name, item]),
);

export const functionNames: ReadonlySet<string> = new Set(functions.keys());
