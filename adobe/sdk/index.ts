/**
 * Adobe Experience Platform for Pulumi: the resource classes and functions of the `adobe-aep`
 * provider. The classes are generated from its package schema (`npm run generate:sdk`).
 */
export * from "./generated";
export { specs } from "./specs";
export type { SpecRef } from "./specs";
