import { Metadata, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";

import { InitializationFailedError } from "./errors";
import { markSecrets, toStruct } from "./struct";

/** Errors that only a bug in the provider's own code can cause. */
const bugs = [TypeError, ReferenceError, RangeError, SyntaxError];

/** Whether an error comes from a bug, and not from the user's input or a service. */
export function isBug(error: unknown): error is Error {
  return bugs.some((kind) => error instanceof kind);
}

/** The provider does not have what the engine requested. */
export class UnimplementedError extends Error {
  override readonly name = "UnimplementedError";
  readonly code = status.UNIMPLEMENTED;
}

/** Also true for an error that another gRPC server returned. */
function isUnimplemented(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === status.UNIMPLEMENTED;
}

/** The message for the user. It includes the causes, because only one line crosses the wire. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `: ${messageOf(error.cause)}`;
  return `${error.message}${cause}`;
}

/** An error in the form in which gRPC returns it. */
export function toServiceError(error: unknown): Partial<ServiceError> {
  const message = isBug(error)
    ? `Bug in the provider, please report it: ${messageOf(error)}`
    : messageOf(error);
  if (error instanceof InitializationFailedError) {
    return { code: status.UNKNOWN, message, metadata: initializationDetails(error, message) };
  }
  return { code: isUnimplemented(error) ? status.UNIMPLEMENTED : status.UNKNOWN, message };
}

/**
 * The detail `pulumirpc.ErrorResourceInitFailed`, by which the engine keeps the object in the state.
 * It stands in the trailer from which Go's gRPC reads details.
 */
function initializationDetails(error: InitializationFailedError, message: string): Metadata {
  const detail = new ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(toStruct(error.outputs));
  detail.setInputs(toStruct(error.inputs));
  detail.setReasonsList([...error.reasons]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const full = new Status();
  full.setCode(status.UNKNOWN);
  full.setMessage(message);
  full.addDetails(any);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(full.serializeBinary()));
  return metadata;
}

/** Marks the secrets in the outputs of an {@link InitializationFailedError}, which go into the state too. */
export function withSecretsMarked(error: unknown, secretOutputs: readonly string[] = []): unknown {
  if (!(error instanceof InitializationFailedError)) return error;
  const outputs = markSecrets(error.outputs, secretOutputs);
  return new InitializationFailedError(error.id, outputs, error.inputs, error.reasons);
}
