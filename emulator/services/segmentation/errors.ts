import { ApiError, type ErrorKind, errorTable, sandboxErrorKinds } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { uuid } from "../../common/ids";

const guide = "Segmentation API guide, segment definitions";
const reference = "Segmentation API reference";
const basis = "The reference lists the status without a body, and no document shows the text.";

/** The errors of segment definitions have no code here: the documents show codes of audiences only. */
export const segmentErrors = errorTable({
  notFound: {
    status: 404,
    code: "",
    title: "Segment definition not found",
    madeUp: "text",
    behavior: documented(reference, "Returns 404 for a segment definition that does not exist."),
  },
  invalid: {
    status: 400,
    code: "",
    title: "Invalid segment definition",
    madeUp: "text",
    behavior: documented(
      reference,
      "A segment definition without `name`, `schema` or `expression`, or with a field of another type or value, returns 400.",
    ),
  },
  syntax: {
    status: 400,
    code: "",
    title: "Invalid expression",
    behavior: assumed(
      "The guide says that an expression has to conform to its format.",
      "An expression whose brackets do not match, with a text that does not end, or that is empty, returns 400; so does `pql/json` without JSON. Nothing else of PQL is checked.",
    ),
  },
  unknownClass: {
    status: 400,
    code: "",
    title: "Invalid segment definition",
    behavior: assumed(
      "The reference calls `schema.name` the id of a class; every example has one as `_xdm.context.profile`.",
      "A `schema.name` that is the `meta:altId` of no class returns 400.",
    ),
  },
  unknownPolicy: {
    status: 400,
    code: "",
    title: "Invalid segment definition",
    behavior: assumed(
      "The reference calls `mergePolicyId` the id of the merge policy.",
      "A `mergePolicyId` that does not exist, or is of another class, returns 400.",
    ),
  },
  notOnEdge: {
    status: 400,
    code: "",
    title: "Merge policy is not active on edge",
    behavior: assumed(
      "The guides require it for streaming and edge, and do not show what happens otherwise.",
      "By assumption, a streaming or edge segment definition by another merge policy returns 400.",
      "segment-edge",
    ),
  },
  nameTaken: {
    status: 422,
    code: "",
    title: "Segment definition already exists",
    madeUp: "text",
    behavior: {
      ...documented(
        reference,
        "Returns 422 for a segment definition that exists already: here, by its name.",
      ),
      assumption: "segment-name",
    },
  },
  inUse: {
    status: 400,
    code: "",
    title: "The segment definition cannot be deleted",
    behavior: assumed(
      "The reference says it of audiences on which others depend.",
      "By assumption, a segment definition that another one names by `inSegment` is not deleted.",
      "segment-dependents",
    ),
  },
  exported: {
    status: 400,
    code: "",
    title: "The segment definition cannot be deleted",
    madeUp: "text",
    behavior: documented(
      guide,
      "A segment definition that a destination uses is not deleted. The status is that of the reference for a bad request.",
    ),
  },
  badBulk: {
    status: 400,
    code: "",
    title: "Invalid request",
    madeUp: "text",
    behavior: documented(
      `${reference}, audiences`,
      "A bulk-get needs `ids`, a list of 1 to 100 objects with `id`; another one returns 400.",
    ),
  },
  ...sandboxErrorKinds(basis),
});

/** Where the guide's words are quoted. */
export const segmentGuide = guide;
export const segmentReference = reference;

/** An error in the form that the reference shows of audiences. */
export function segmentError(kind: ErrorKind, detail: string): ApiError {
  const { status, title } = kind;
  return new ApiError(kind, {
    requestId: uuid(),
    errors: { [status]: [{ code: status, message: detail }] },
    type: "https://ns.adobe.com/aep/errors",
    title,
    status,
  });
}
