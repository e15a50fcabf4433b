import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

const reference = "Dataset Service API reference";
const guide = "Labels for datasets guide";

export const labelErrors = errorTable({
  notFound: {
    status: 404,
    code: "PES-404",
    title: "NOT_FOUND",
    behavior: documented(
      reference,
      "A dataset without labels, or one that does not exist, returns 404 to a GET and to a PUT.",
    ),
  },
  exists: {
    status: 403,
    code: "PES-403",
    title: "FORBIDDEN",
    madeUp: true,
    behavior: documented(
      reference,
      "A POST for a dataset that has labels returns 403: a PUT changes them. The code is not documented.",
    ),
  },
  noDataset: {
    status: 404,
    code: "PES-404",
    title: "NOT_FOUND",
    behavior: assumed(
      "The reference has no response to a POST for a dataset that does not exist.",
      "A POST for a dataset that does not exist returns 404.",
    ),
  },
  versionMissing: {
    status: 428,
    code: "PES-428",
    title: "PRECONDITION_REQUIRED",
    madeUp: true,
    behavior: assumed(
      "The guide requires If-Match of a PUT, and does not say what is returned without it.",
      "A PUT without If-Match returns 428.",
    ),
  },
  stale: {
    status: 412,
    code: "PES-412",
    title: "PRECONDITION_FAILED",
    madeUp: true,
    behavior: assumed(
      "The guide says that the update is not made when If-Match is not the latest etag, and not with which status.",
      "A PUT whose If-Match is not the latest etag returns 412.",
    ),
  },
  fieldLabels: {
    status: 400,
    code: "PES-400",
    title: "BAD_REQUEST",
    madeUp: true,
    behavior: documented(
      guide,
      "`optionalLabels` of a POST, and new or changed ones of a PUT, are an error: fields get no labels here any more. The status is assumed.",
    ),
  },
  invalid: {
    status: 400,
    code: "PES-400",
    title: "BAD_REQUEST",
    madeUp: true,
    behavior: assumed(
      "The reference gives the types of the fields, not the response to others.",
      "`labels` that are not a list of texts, or an `entityId` of another dataset, return 400.",
    ),
  },
  sandboxMissing: {
    status: 400,
    code: "PES-400",
    title: "BAD_REQUEST",
    madeUp: true,
    behavior: assumed("The reference requires it.", "A call without x-sandbox-name returns 400."),
  },
  sandboxUnknown: {
    status: 404,
    code: "PES-404",
    title: "NOT_FOUND",
    behavior: assumed("The reference has no such response.", "An unknown sandbox returns 404."),
  },
});

/** An error in the form of the reference: the envelope of Policy Service's entities. */
export function labelError(kind: ErrorKind, message: string, path = ""): ApiError {
  const { code, title } = kind;
  return new ApiError(kind, { status: title, code, message, path });
}
