import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented, seenByOthers } from "../../common/behavior";

const reference = "Data Hygiene API reference";

export const hygieneErrors = errorTable({
  invalid: {
    status: 400,
    code: "400",
    title: "Bad request",
    behavior: documented(
      reference,
      "An expiration without dataset, or without an `expiry` at least 24 hours ahead, returns 400, in the gateway's form.",
    ),
  },
  notFound: {
    status: 404,
    code: "404",
    title: "TTL configuration not found",
    behavior: documented(
      reference,
      "An expiration that does not exist, or that is not pending any more when it is to be cancelled, returns 404.",
    ),
  },
  nameMissing: {
    status: 400,
    code: "400",
    title: "Bad request",
    behavior: seenByOthers(
      "Focus-GTS/aep-mcp-server, validation matrix",
      "A POST of an expiration without `displayName` returns 400.",
    ),
  },
  taken: {
    status: 400,
    code: "400",
    title: "Bad request",
    behavior: assumed(
      "The guide's PUT changes the expiration there is; of a second POST nothing is said.",
      "A POST for a dataset that has an expiration returns 400.",
    ),
  },
});

export function hygieneError(kind: ErrorKind, message: string): ApiError {
  return new ApiError(kind, { error_code: kind.code, message });
}
