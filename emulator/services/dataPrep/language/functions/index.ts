import { arrayFunctions } from "./array";
import { dateFunctions } from "./date";
import type { MappingFunction } from "./function";
import { hashingFunctions } from "./hashing";
import { logicalFunctions } from "./logical";
import { methods } from "./methods";
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

/** What can be called on a value in addition to the functions: `date(x).toString()`. */
export const methodFunctions: ReadonlyMap<string, MappingFunction> = new Map(
  methods.map((item) => [item.name, item]),
);

export const methodNames: ReadonlySet<string> = new Set(methodFunctions.keys());
