/**
 * A Pulumi provider in TypeScript that serves the engine's gRPC interface itself. Knows nothing of
 * Adobe: a provider is a {@link ProviderDefinition}.
 */
export { serve, startServer } from "./server";
export type { ProviderServer } from "./server";
export { CancelledError, TimedOutError } from "./operations";
export * from "./types";
