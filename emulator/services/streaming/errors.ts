import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

const guide = "Streaming ingestion guide";
const reference = "Streaming ingestion API reference";

export const inletErrors = errorTable({
  unknownInlet: {
    status: 404,
    code: "",
    title: "Inlet not found",
    behavior: assumed("No document shows it.", "An inlet id that never was is answered 404."),
  },
  malformed: {
    status: 400,
    code: "",
    title: "Invalid JSON",
    behavior: documented(reference, "A body that cannot be parsed is answered 400."),
  },
  invalidMessage: {
    status: 400,
    code: "",
    title: "Invalid XDM Message Format",
    behavior: documented(
      reference,
      "An XDM message without one of its required fields, of another organization or in an unknown form is answered 400.",
    ),
  },
  failedValidation: {
    status: 400,
    code: "",
    title: "Invalid XDM Message Format",
    behavior: documented(
      "Streaming validation guide",
      "With syncValidation=true a record that does not fit its schema is answered 400 with `_streamingValidation`.",
    ),
  },
  syncUnsupported: {
    status: 501,
    code: "",
    title: "Not Implemented",
    behavior: {
      ...documented(
        "Streaming validation guide",
        "By switch syncValidation=true is answered 501, as where a data center has it not.",
      ),
      assumption: "sync-validation",
    },
  },
  flowIdMissing: {
    status: 400,
    code: "",
    title: "Missing flow id",
    behavior: assumed(
      "The header is documented as required, the answer without it is not.",
      "Raw data without x-adobe-flow-id is answered 400.",
      "inlet-without-flow-id",
    ),
  },
  flowUnknown: {
    status: 400,
    code: "",
    title: "Unknown flow",
    behavior: assumed(
      "Not documented.",
      "A flow id that is deleted, unknown or of another inlet is answered 400.",
      "inlet-deleted-flow",
    ),
  },
  flowDisabled: {
    status: 400,
    code: "",
    title: "Flow is disabled",
    behavior: assumed(
      "Not documented.",
      "By switch a disabled dataflow is answered 400 at the inlet.",
      "inlet-disabled-flow",
    ),
  },
  tokenMissing: {
    status: 401,
    code: "",
    title: "Authorization",
    behavior: documented(
      "HTTP API streaming tutorial",
      "An authenticated inlet without a token is answered 401; `status` is a text.",
    ),
  },
  tokenInvalid: {
    status: 401,
    code: "",
    title: "Authorization",
    behavior: {
      ...documented(
        "HTTP API streaming tutorial",
        "An authenticated inlet with an invalid or expired token is answered 401.",
      ),
      assumption: "inlet-bad-token",
    },
  },
  tooLarge: {
    status: 413,
    code: "",
    title: "Payload too large",
    behavior: documented(
      reference,
      "A request of more than 1 MB, one message or a batch, is answered 413.",
    ),
  },
  tooMany: {
    status: 429,
    code: "",
    title: "Too many requests",
    behavior: documented(
      guide,
      "More than 1,000 requests or 10,000 messages a second, or 60 requests a minute with syncValidation, are answered 429.",
    ),
  },
  rawBatch: {
    status: 400,
    code: "",
    title: "Raw messages cannot be batched",
    behavior: assumed(
      "The reference requires header and body in each message.",
      "By switch a batch of raw messages is answered 400.",
      "raw-batch",
    ),
  },
});

/** The inlet's problem form. */
export const inletError = (
  kind: ErrorKind,
  inletId: string,
  message: string,
  cause: Readonly<Record<string, unknown>> = {},
): ApiError =>
  new ApiError(kind.status, {
    type: "http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet",
    status: kind.status,
    title: kind.title,
    report: {
      message: `inletId: [${inletId}] ${message}`,
      ...(Object.keys(cause).length === 0 ? {} : { cause }),
    },
  });

/** The form for a missing or bad token: another type, and the status as text. */
export const inletAuthError = (kind: ErrorKind, inletId: string, message: string): ApiError =>
  new ApiError(kind.status, {
    type: "https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization",
    status: String(kind.status),
    title: kind.title,
    report: { message: `[${inletId}] ${message}` },
  });
