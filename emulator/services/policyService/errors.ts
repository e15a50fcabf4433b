import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

/** Where the guides' words are quoted. */
export const policyGuide = "Policy Service API guide, policies";
export const actionGuide = "Policy Service API guide, marketing actions";
export const labelGuide = "Policy Service API guide, labels";
export const policyReference = "Policy Service API reference";

const basis = "The reference lists the status, with the text of a missing `name` only.";

/** Policy Service has no codes here: the reference shows errors by `title` and `detail`. */
export const policyErrors = errorTable({
  notFound: {
    status: 404,
    code: "",
    title: "NotFound",
    madeUp: "text",
    behavior: documented(
      policyReference,
      "Returns 404 for a label, marketing action or policy that does not exist, with its address in `detail`.",
    ),
  },
  unparsable: {
    status: 400,
    code: "",
    title: "BadRequest",
    madeUp: "text",
    behavior: documented(
      policyReference,
      "A label, marketing action or policy without a required field, or with one of another type, returns 400 with the name of the field in `detail` (the text is the reference's for `name` only).",
    ),
  },
  invalid: {
    status: 400,
    code: "",
    title: "BadRequest",
    behavior: assumed(
      basis,
      "A policy with another `status` than the reference's, without a marketing action, or with a `deny` that is not either a label or an operator with operands, returns 400.",
    ),
  },
  otherName: {
    status: 400,
    code: "",
    title: "BadRequest",
    madeUp: "text",
    behavior: documented(
      actionGuide,
      "A PUT whose `name` is not the name in the path returns 400. The same is assumed of a label.",
    ),
  },
  referenced: {
    status: 400,
    code: "",
    title: "BadRequest",
    madeUp: "text",
    behavior: documented(
      actionGuide,
      "A marketing action that a policy refers to is not deleted: 400, with the ids of all such policies.",
    ),
  },
  unknownReference: {
    status: 400,
    code: "",
    title: "BadRequest",
    behavior: assumed(
      "No document says whether they have to exist.",
      "By assumption, a policy with a marketing action or a label that does not exist returns 400.",
      "policy-references",
    ),
  },
  nameTaken: {
    status: 400,
    code: "",
    title: "BadRequest",
    behavior: assumed(
      "The guide calls the name a display name, and the id unique.",
      "By assumption, a second policy of a name returns 400.",
      "policy-name",
    ),
  },
  badPatch: {
    status: 400,
    code: "",
    title: "BadRequest",
    madeUp: "text",
    behavior: documented(
      policyGuide,
      "A PATCH is JSON Patch with `add`, `remove` and `replace`; another one returns 400 (the text is made up).",
    ),
  },
  sandboxMissing: {
    status: 400,
    code: "",
    title: "BadRequest",
    behavior: assumed(
      "The reference requires the header.",
      "A call without x-sandbox-name returns 400.",
    ),
  },
  sandboxUnknown: {
    status: 404,
    code: "",
    title: "NotFound",
    behavior: assumed("The reference has no such response.", "An unknown sandbox returns 404."),
  },
});

/** An error in the form of the reference. */
export function policyError(kind: ErrorKind, detail: string): ApiError {
  const { status, title } = kind;
  return new ApiError(kind, { type: "/placeholder/type/uri", status, title, detail });
}
