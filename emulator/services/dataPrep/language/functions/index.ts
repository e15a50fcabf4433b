import { arrayFunctions } from "./array";
import { dateFunctions } from "./date";
import type { MappingFunction } from "./function";
import { hashingFunctions } from "./hashing";
import { logicalFunctions } from "./logical";
import { objectFunctions } from "./object";
import { stringFunctions } from "./string";
import { urlFunctions } from "./url";
import { userAgentFunctions } from "./userAgent";

/** Every function of the language by name (Data Prep functions guide). */
export const functions: ReadonlyMap<string, MappingFunction> = new Map(
  [
    ...stringFunctions,
    ...hashingFunctions,
    ...urlFunctions,
    ...dateFunctions,
    ...objectFunctions,
    ...arrayFunctions,
    ...logicalFunctions,
    ...userAgentFunctions,
  ].map((item) => [item.name, item]),
);

export const functionNames: ReadonlySet<string> = new Set(functions.keys());
