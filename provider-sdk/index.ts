/**
 * A Pulumi provider in TypeScript, served to the Pulumi engine over gRPC.
 *
 * Describe a provider as a {@link ProviderDefinition} and hand it to {@link serve}, which is the
 * whole main function of a plugin. {@link startServer} runs one inside another process, for tests.
 */
export { serve, startServer } from "./server";
export type { ProviderServer, ServerOptions } from "./server";
export { CancelledError, formatFailures, InitializationFailedError, TimedOutError } from "./errors";
export { limitFailures, MAX_FAILURES } from "./limits";
export { UNKNOWN } from "./types";
export type {
  ChangeKind,
  CheckFailure,
  CheckRequest,
  CheckResult,
  Context,
  CreateRequest,
  CreateResult,
  DeleteRequest,
  Diff,
  DiffRequest,
  InvokeFunction,
  Properties,
  ProviderDefinition,
  ReadRequest,
  ReadResult,
  ResourceType,
  Severity,
  UpdateRequest,
} from "./types";
