import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented, reported, seenByOthers, seenInClient } from "../../common/behavior";
import { uuid } from "../../common/ids";

const lab = "adampadobe/AEP-Orchestration-Lab, functions/profileInfraFactory.js";
const basis = "Catalog's error envelope is not documented beyond `status` and `title`.";

export const catalogErrors = errorTable({
  notFound: {
    status: 404,
    code: "3000-404",
    title: "NotFoundError",
    madeUp: true,
    behavior: seenInClient(
      "aepp FlowManager",
      "An object that does not exist returns 404 with `status` in the body.",
    ),
  },
  stale: {
    status: 412,
    code: "3012-412",
    title: "PreconditionFailedError",
    madeUp: true,
    behavior: documented(
      "Catalog API guide, appendix",
      "If-Match with neither the version nor the time of the last change of the object, or If-None-Match with one of them, returns 412.",
    ),
  },
  profileSchema: {
    status: 422,
    code: "3010-422",
    title: "UnprocessableEntityError",
    madeUp: true,
    behavior: seenByOthers(
      lab,
      "Switching a dataset on for Profile whose schema is not in the union returns 422; an older guide says 400.",
    ),
  },
  relationalSchema: {
    status: 400,
    code: "3018-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: reported(
      "Two pipelines that make relational schemas create the descriptors first, because Catalog wants them; neither has the response.",
      "A dataset of a relational schema without a primary key or a version is rejected; status and code are made up.",
    ),
  },
  formatMissing: {
    status: 422,
    code: "3017-422",
    title: "UnprocessableEntityError",
    madeUp: true,
    behavior: seenByOthers(
      lab,
      "A PATCH that leaves a dataset without the tag `adobe/siphon/table/format`, as whole `tags` do, returns 422; a new dataset has the tag with `delta`.",
    ),
  },
  unionSpreading: {
    status: 422,
    code: "3016-422",
    title: "UnprocessableEntityError",
    madeUp: true,
    behavior: assumed(
      "People who automate AEP see it for up to two minutes after a schema has joined the union.",
      "By assumption, Profile for a dataset whose schema has just joined the union is rejected with 422.",
      "union-visible",
    ),
  },
  invalid: {
    status: 400,
    code: "3001-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(
      basis,
      "A dataset without schemaRef, or for a schema that does not exist, returns 400.",
      "dataset-without-schema",
    ),
  },
  nameTaken: {
    status: 400,
    code: "3002-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(
      "Uniqueness of names is not documented.",
      "Where names must be unique, a taken one returns 400.",
      "dataset-name",
    ),
  },
  schemaFixed: {
    status: 400,
    code: "3003-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(
      "No document shows it possible.",
      "Giving a dataset another schema returns 400.",
    ),
  },
  inUse: {
    status: 400,
    code: "3004-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(
      "Adobe's client deletes datasets that dataflows target.",
      "Where a dataset in use cannot be deleted it returns 400.",
      "dataset-in-use",
    ),
  },
  badPatch: {
    status: 400,
    code: "3006-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(basis, "A JSON Patch that does not fit returns 400."),
  },
  badField: {
    status: 400,
    code: "3005-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(
      "The reference gives the types of the fields, not the response to others.",
      "A dataset that is not an object, or a field of it of another type than the reference's (null too), returns 400.",
    ),
  },
  badTtl: {
    status: 400,
    code: "3007-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(
      basis,
      "A retention that is not an ISO duration, shorter than the least, or on a dataset that is not a time series, returns 400.",
    ),
  },
  badPage: {
    status: 400,
    code: "3013-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: documented(
      "Catalog API guide, filtering",
      "A limit that is not from 1 to 100, 0 too, returns 400 with the range.",
    ),
  },
  badMulti: {
    status: 400,
    code: "3014-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(
      basis,
      "A multi-request without requests, without method or resource, or with an unknown `<<…>>`, returns 400.",
    ),
  },
  reverted: {
    status: 424,
    code: "3015-424",
    title: "FailedDependencyError",
    madeUp: true,
    behavior: assumed(
      "That all changes revert is documented, what the responses to them say then is not.",
      "In a multi-request whose changes were reverted, the others have code 424; the call itself succeeds.",
    ),
  },
  sandboxMissing: {
    status: 400,
    code: "3008-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(basis, "A call without x-sandbox-name returns 400."),
  },
  sandboxUnknown: {
    status: 404,
    code: "3009-404",
    title: "NotFoundError",
    madeUp: true,
    behavior: assumed(basis, "An unknown sandbox returns 404."),
  },
  badJson: {
    status: 400,
    code: "3011-400",
    title: "BadRequestError",
    madeUp: true,
    behavior: assumed(basis, "A body that is not JSON returns 400."),
  },
});

export function catalogError(kind: ErrorKind, detail: string): ApiError {
  return new ApiError(kind, {
    type: "/placeholder/type/uri",
    status: kind.status,
    title: kind.title,
    detail,
    report: { code: kind.code, requestId: uuid() },
  });
}
