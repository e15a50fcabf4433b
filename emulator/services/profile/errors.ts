import { ApiError, type ErrorKind, errorTable, sandboxErrorKinds } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { uuid } from "../../common/ids";

const guide = "Profile API guide, merge policies";
const basis = "The reference lists the status without a body, and no document shows the text.";

/** Profile's errors have no code here: no document shows one of the merge policies' own. */
export const profileErrors = errorTable({
  notFound: {
    status: 404,
    code: "",
    title: "Merge policy not found",
    madeUp: "text",
    behavior: documented(guide, "Returns 404 for a merge policy that does not exist."),
  },
  activeOnEdge: {
    status: 400,
    code: "",
    title: "Merge policy is active on edge",
    madeUp: "text",
    behavior: documented(
      guide,
      "A merge policy with `isActiveOnEdge` is not deleted (the status is assumed); a PATCH or PUT that sets it to false comes first.",
    ),
  },
  invalid: {
    status: 400,
    code: "",
    title: "Invalid merge policy",
    behavior: assumed(
      basis,
      "A merge policy without `schema`, `identityGraph` or `attributeMerge`, with an unknown type in one of them, with `dataSetPrecedence` and no `order`, or with a field of another type than the reference's, returns 400.",
    ),
  },
  unknownClass: {
    status: 400,
    code: "",
    title: "Invalid merge policy",
    behavior: assumed(
      "The guide says that `schema.name` is the name of a class; every example has one as `_xdm.context.profile`.",
      "A `schema.name` that is the `meta:altId` of no class returns 400.",
    ),
  },
  unknownDataset: {
    status: 400,
    code: "",
    title: "Invalid merge policy",
    behavior: assumed(
      "The guide says that `order` has the ids of datasets.",
      "An `order` with a dataset that does not exist returns 400.",
    ),
  },
  lastDefault: {
    status: 400,
    code: "",
    title: "Default merge policy",
    behavior: assumed(
      "The guide says how another policy becomes the default, not how a class would be without one.",
      "By assumption, the default of a class is not deleted, and does not stop to be the default but by another one.",
      "merge-policy-default",
    ),
  },
  edgeTaken: {
    status: 400,
    code: "",
    title: "Another merge policy is active on edge",
    behavior: assumed(
      "The guide says that there is one, and not what a second one does.",
      "By assumption, a second policy that is to be active on edge returns 400.",
      "merge-policy-edge",
    ),
  },
  badPatch: {
    status: 400,
    code: "",
    title: "Invalid patch",
    behavior: assumed(
      basis,
      "A PATCH that is not a list of `add` operations with the paths of the guide (or one of them) returns 400.",
    ),
  },
  badBulk: {
    status: 400,
    code: "",
    title: "Invalid request",
    behavior: assumed(basis, "A bulk-get without a list `ids` of objects with `id` returns 400."),
  },
  ...sandboxErrorKinds(basis),
});

/** An error in the form of Profile's guides: a problem object. */
export function profileError(kind: ErrorKind, detail: string): ApiError {
  const { status, title } = kind;
  return new ApiError(kind, {
    type: "http://ns.adobe.com/adobecloud/problem/profile",
    title,
    status,
    detail,
    report: { requestId: uuid() },
  });
}
