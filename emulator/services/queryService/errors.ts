import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

export const templateGuide = "Query Service API guide, query templates";
export const queryReference = "Query Service API reference";
const basis = "The reference lists no such status, and no document shows the text.";

/** The errors of Query Service have no code here: the reference's example has only the HTTP status as code. */
export const queryErrors = errorTable({
  templateNotFound: {
    status: 404,
    code: "",
    title: "Not Found",
    madeUp: "text",
    behavior: documented(queryReference, "Returns 404 for a query template that does not exist."),
  },
  invalidTemplate: {
    status: 400,
    code: "",
    title: "Bad request",
    behavior: assumed(
      "The reference requires `name` and `sql`, and the troubleshooting guide has 400 for a malformed query; neither shows the text.",
      "A query template without `name` or `sql`, with an empty one, or with a field of another type returns 400. The SQL is not looked at.",
    ),
  },
  sandboxMissing: {
    status: 400,
    code: "",
    title: "Missing required header x-sandbox-name",
    behavior: assumed(basis, "A call without x-sandbox-name returns 400."),
  },
  sandboxUnknown: {
    status: 404,
    code: "",
    title: "Sandbox not found",
    behavior: assumed(basis, "An unknown sandbox returns 404."),
  },
});

/** An error in the form of the reference's `error`: code, message and type. */
export function queryError(kind: ErrorKind, detail: string): ApiError {
  const { status, title } = kind;
  return new ApiError(kind, {
    code: String(status),
    message: `${title}: ${detail}`,
    errorType: "USER_ERROR",
  });
}
