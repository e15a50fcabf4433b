/**
 * The resources of the `adobe-aep` provider, typed, for a Pulumi program:
 * `import * as aep from ".../adobe/sdk"`.
 */
export * as catalog from "./catalog";
export * as dataprep from "./dataprep";
export * as flow from "./flow";
export * as identity from "./identity";
export * as xdm from "./xdm";
export { Provider } from "./provider";
export type { ProviderArgs } from "./provider";
export { getSandbox, getSandboxOutput } from "./sandbox";
export type { GetSandboxArgs, GetSandboxResult } from "./sandbox";
export { specs } from "./specs";
export type { SpecRef } from "./specs";
