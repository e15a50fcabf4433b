import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { recordErrors } from "../schemaRegistry/recordCodes";

const guide = "Streaming ingestion guide";
const reference = "Streaming ingestion API reference";

export const inletErrors = errorTable({
  ...recordErrors,
  unknownInlet: {
    status: 404,
    code: "",
    title: "Inlet not found",
    behavior: assumed(
      "No document shows it.",
      "Returns 404 for an id that no streaming endpoint has had.",
    ),
  },
  malformed: {
    status: 400,
    code: "",
    title: "Invalid JSON",
    madeUp: "text",
    behavior: documented(reference, "Returns 400 to a body that cannot be parsed."),
  },
  invalidMessage: {
    status: 400,
    code: "",
    title: "Invalid XDM Message Format",
    behavior: documented(
      reference,
      "Returns 400 to an XDM message without one of its required fields, of another organization or in an unknown form.",
    ),
  },
  /** As `invalidMessage`, with a text of the emulator's own. */
  invalidOtherwise: {
    status: 400,
    code: "",
    title: "Invalid XDM Message Format",
    behavior: assumed(
      "The guides show two texts, and one was seen: of an unknown form, of the organization, of a schema that is not the dataset's.",
      "Returns 400 with a text of the emulator's own to an XDM message without a schema or dataset, with two schemas, or with a version that its schema does not have.",
    ),
  },
  failedValidation: {
    status: 400,
    code: "",
    title: "Invalid XDM Message Format",
    behavior: documented(
      "Streaming validation guide",
      "With syncValidation=true, returns 400 with `_streamingValidation` to a record that does not fit its schema.",
    ),
  },
  failedOtherwise: {
    status: 400,
    code: "",
    title: "Invalid XDM Message Format",
    madeUp: "text",
    behavior: assumed(
      "Nobody wrote down these texts, such as that of a `timestamp` in the future.",
      "With syncValidation=true, returns 400 with a text of the emulator's own in `_streamingValidation` where Adobe's is not known.",
    ),
  },
  syncUnsupported: {
    status: 501,
    code: "",
    title: "Not Implemented",
    madeUp: "text",
    behavior: {
      ...documented(
        "Streaming validation guide",
        "By assumption, returns 501 to syncValidation=true, as a data center without it does.",
      ),
      assumption: "sync-validation",
    },
  },
  flowIdMissing: {
    status: 400,
    code: "",
    title: "Missing flow id",
    behavior: assumed(
      "The header is documented as required, the response without it is not.",
      "Returns 400 to raw data without x-adobe-flow-id.",
      "inlet-without-flow-id",
    ),
  },
  flowUnknown: {
    status: 400,
    code: "",
    title: "Unknown flow",
    behavior: assumed(
      "Not documented.",
      "Returns 400 for a flow id that is deleted, unknown or of another streaming endpoint.",
      "inlet-deleted-flow",
    ),
  },
  flowDisabled: {
    status: 400,
    code: "",
    title: "Flow is disabled",
    behavior: assumed(
      "Not documented.",
      "By assumption, returns 400 for a disabled dataflow.",
      "inlet-disabled-flow",
    ),
  },
  tokenMissing: {
    status: 401,
    code: "",
    title: "Authorization",
    behavior: documented(
      "HTTP API streaming tutorial",
      "Returns 401 to a request without a token at an authenticated endpoint; `status` is a string.",
    ),
  },
  tokenInvalid: {
    status: 401,
    code: "",
    title: "Authorization",
    behavior: {
      ...documented(
        "HTTP API streaming tutorial",
        "Returns 401 to an invalid or expired token at an authenticated endpoint.",
      ),
      assumption: "inlet-bad-token",
    },
  },
  tooLarge: {
    status: 413,
    code: "",
    title: "Payload too large",
    madeUp: "text",
    behavior: documented(
      reference,
      "Returns 413 to a request of more than 1 MB, one message or a batch.",
    ),
  },
  tooMany: {
    status: 429,
    code: "",
    title: "Too many requests",
    madeUp: "text",
    behavior: documented(
      guide,
      "Returns 429 to more than 1,000 requests or 10,000 messages a second, or 60 requests a minute with syncValidation.",
    ),
  },
  rawBatch: {
    status: 400,
    code: "",
    title: "Raw messages cannot be batched",
    behavior: assumed(
      "The reference requires header and body in each message.",
      "By assumption, returns 400 to a batch of raw messages.",
      "raw-batch",
    ),
  },
});

/** An error in the envelope of a streaming endpoint. */
export function inletError(
  kind: ErrorKind,
  inletId: string,
  message: string,
  cause: Readonly<Record<string, unknown>> = {},
): ApiError {
  return new ApiError(kind, {
    type: "http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet",
    status: kind.status,
    title: kind.title,
    report: {
      message: `inletId: [${inletId}] ${message}`,
      ...(Object.keys(cause).length === 0 ? {} : { cause }),
    },
  });
}

/** The error for a missing or invalid token: another `type`, and the status as a string. */
export function inletAuthError(kind: ErrorKind, inletId: string, message: string): ApiError {
  return new ApiError(kind, {
    type: "https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization",
    status: String(kind.status),
    title: kind.title,
    report: { message: `[${inletId}] ${message}` },
  });
}
