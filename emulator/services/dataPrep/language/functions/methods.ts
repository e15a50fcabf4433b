import { asText } from "../values";
import { group, type MappingFunction } from "./function";

const method = group("method");

/**
 * Methods of Java's own objects, which the language lets through. No guide lists them; a mapping that people
 * use calls this one.
 */
export const methods: readonly MappingFunction[] = [
  method("toString", [1, 1], ([value = null]) => asText(value)),
];
