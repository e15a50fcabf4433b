import { Metadata, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { markSecrets, toStruct } from "./struct";
import { PartlyCreatedError } from "./types";

/** Errors that can only come from a fault in a provider's own code. */
const faults = [TypeError, ReferenceError, RangeError, SyntaxError];

/** Whether the user could have caused it, or only our code. */
export function isFault(error: unknown): error is Error {
  return faults.some((kind) => error instanceof kind);
}

function isUnimplemented(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === status.UNIMPLEMENTED;
}

/** The text for the user: the causes folded in (only one line crosses the wire), no stack. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `: ${messageOf(error.cause)}`;
  return `${error.message}${cause}`;
}

/**
 * The error as gRPC carries it. For {@link PartlyCreatedError} the detail
 * `pulumirpc.ErrorResourceInitFailed` goes with it in the trailer Go's gRPC reads details from, so
 * that the engine keeps the object's id and outputs in the state.
 */
export function toServiceError(error: unknown): Partial<ServiceError> {
  const message = isFault(error)
    ? `fault in the provider, please report it: ${messageOf(error)}`
    : messageOf(error);
  if (!(error instanceof PartlyCreatedError)) {
    return { code: isUnimplemented(error) ? status.UNIMPLEMENTED : status.UNKNOWN, message };
  }

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
  return { code: status.UNKNOWN, message, metadata };
}

/** A part-made object's outputs reach the state too: the same of them are secret. */
export function withSecretsMarked(error: unknown, secretOutputs: readonly string[] = []): unknown {
  if (!(error instanceof PartlyCreatedError)) return error;
  const outputs = markSecrets(error.outputs, secretOutputs);
  return new PartlyCreatedError(error.id, outputs, error.inputs, error.reasons);
}
