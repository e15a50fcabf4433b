import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed } from "../../common/behavior";

const basis =
  "Data Prep's error envelope is not documented; this is the platform's common problem form.";

export const dataPrepErrors = errorTable({
  invalid: {
    status: 400,
    code: "3001",
    title: "Invalid mapping set",
    madeUp: true,
    behavior: assumed(
      basis,
      "A mapping set or mapping that is not an object, has a field of another type than the reference's, no schema or mappings, or a schema that does not exist, returns 400.",
    ),
  },
  notFound: {
    status: 404,
    code: "3003",
    title: "Mapping set not found",
    madeUp: true,
    behavior: assumed(basis, "A mapping set or version that does not exist returns 404."),
  },
  paging: {
    status: 400,
    code: "3004",
    title: "limit and start are required",
    madeUp: true,
    behavior: {
      ...assumed(
        "The reference marks both as required and gives defaults; the response without them is not shown.",
        "By assumption, a list without limit and start returns 400.",
        "mapping-list-paging",
      ),
    },
  },
  deleteRefused: {
    status: 405,
    code: "3005",
    title: "Method not allowed",
    madeUp: true,
    behavior: assumed(
      "DELETE is in no document; Adobe's client calls it.",
      "Where DELETE is not there it returns 405 or 403.",
      "mapping-delete",
    ),
  },
  sandboxMissing: {
    status: 400,
    code: "3006",
    title: "Missing required header x-sandbox-name",
    madeUp: true,
    behavior: assumed(basis, "A call without x-sandbox-name returns 400."),
  },
  sandboxUnknown: {
    status: 404,
    code: "3007",
    title: "Sandbox not found",
    madeUp: true,
    behavior: assumed(basis, "An unknown sandbox returns 404."),
  },
  badJson: {
    status: 400,
    code: "3008",
    title: "Malformed JSON",
    madeUp: true,
    behavior: assumed(basis, "A body that is not JSON returns 400."),
  },
});

export function dataPrepError(kind: ErrorKind, detail: string): ApiError {
  return new ApiError(kind, {
    type: `https://ns.adobe.com/aep/errors/DATAPREP-${kind.code}-${kind.status}`,
    title: kind.title,
    status: kind.status,
    detail,
  });
}
