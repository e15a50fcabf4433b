import { Metadata, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";

import { InitializationFailedError } from "./errors";
import { forUser, MAX_FAILURES } from "./limits";
import { markSecrets, toStruct } from "./struct";

/** Causes that a message includes. */
const MAX_CAUSES = 10;

/** Longest of the reasons why an initialization failed, in characters. */
const MAX_REASON = 2_000;

/** Largest detail of an error: the engine accepts 16 MiB of headers, in which it is encoded as base64. */
const MAX_DETAIL_BYTES = 8 * 1024 * 1024;

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
function messageOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error);
  const isLast = error.cause === undefined || depth === MAX_CAUSES;
  return `${error.message}${isLast ? "" : `: ${messageOf(error.cause, depth + 1)}`}`;
}

/**
 * An error in the form in which gRPC returns it. Its texts are truncated: they travel in headers, and
 * the engine gets nothing at all when these are too large.
 */
export function toServiceError(error: unknown): Partial<ServiceError> {
  const message = forUser(
    isBug(error) ? `Bug in the provider, please report it: ${messageOf(error)}` : messageOf(error),
  );
  if (error instanceof InitializationFailedError) {
    return { code: status.UNKNOWN, message, metadata: initializationDetails(error, message) };
  }
  return { code: isUnimplemented(error) ? status.UNIMPLEMENTED : status.UNKNOWN, message };
}

/**
 * The detail `pulumirpc.ErrorResourceInitFailed`, by which the engine keeps the object in the state.
 * It is in the trailer from which Go's gRPC reads details.
 */
function initializationDetails(error: InitializationFailedError, message: string): Metadata {
  const any = new Any();
  any.pack(fittingDetail(error), "pulumirpc.ErrorResourceInitFailed");
  const full = new Status();
  full.setCode(status.UNKNOWN);
  full.setMessage(message);
  full.addDetails(any);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(full.serializeBinary()));
  return metadata;
}

/**
 * The largest form of the detail that arrives. The id must arrive, or the object is lost; the engine
 * has the inputs itself, and a refresh reads the outputs again.
 */
function fittingDetail({ id, outputs, inputs, reasons }: InitializationFailedError): Uint8Array {
  const more = reasons.length - MAX_FAILURES;
  const shown = reasons.slice(0, MAX_FAILURES).map((reason) => forUser(reason, MAX_REASON));
  const detail = new ErrorResourceInitFailed();
  detail.setId(id);
  detail.setReasonsList(more > 0 ? [...shown, `There are ${more} more reasons.`] : shown);
  let bytes = detail.serializeBinary();
  detail.setProperties(toStruct(outputs));
  const withOutputs = detail.serializeBinary();
  if (withOutputs.length <= MAX_DETAIL_BYTES) bytes = withOutputs;
  detail.setInputs(toStruct(inputs));
  const whole = detail.serializeBinary();
  return whole.length <= MAX_DETAIL_BYTES ? whole : bytes;
}

/** Marks the secrets in the outputs of an {@link InitializationFailedError}, which go into the state too. */
export function withSecretsMarked(error: unknown, secretOutputs: readonly string[] = []): unknown {
  if (!(error instanceof InitializationFailedError)) return error;
  const outputs = markSecrets(error.outputs, secretOutputs);
  return new InitializationFailedError(error.id, outputs, error.inputs, error.reasons);
}
