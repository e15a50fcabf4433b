import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { uuid } from "../../common/ids";
import { reportTime } from "./reportTime";
import { seenErrors } from "./seenErrors";
import { singleFieldErrors } from "./singleFieldErrors";

const guide = "XDM System troubleshooting guide";
const unnamed = "The condition is documented, its code is not; the form is the registry's own.";

export const registryErrors = errorTable({
  ...seenErrors,
  ...singleFieldErrors,
  acceptOfList: {
    status: 400,
    code: "XDM-1006-400",
    title: "Accept header invalid",
    behavior: {
      ...documented(
        guide,
        "A list without one of its Accept headers, or with a version in it, is rejected with XDM-1006-400.",
      ),
      assumption: "registry-accept",
    },
  },
  acceptOfLookup: {
    status: 400,
    code: "XDM-1007-400",
    title: "Accept header invalid",
    behavior: {
      ...documented(
        guide,
        "A lookup whose Accept names no known form is rejected with XDM-1007-400.",
      ),
      assumption: "registry-accept",
    },
  },
  acceptOfDescriptors: {
    status: 400,
    code: "XDM-1008-400",
    title: "Accept header invalid",
    behavior: {
      ...documented(
        guide,
        "A list of descriptors without one of its Accept headers is rejected with XDM-1008-400.",
      ),
      assumption: "registry-accept",
    },
  },
  acceptOfDescriptor: {
    status: 400,
    code: "XDM-1009-400",
    title: "Accept header invalid",
    behavior: {
      ...documented(
        "Schema Registry API reference",
        "The lookup of one descriptor needs no Accept; one of another resource's forms is rejected with XDM-1009-400.",
      ),
      assumption: "registry-accept",
    },
  },
  notAcceptable: {
    status: 406,
    code: "NotAcceptableError",
    title: "NotAcceptableError",
    behavior: {
      ...documented(
        "Older registry reference",
        "By assumption, a missing or wrong Accept returns 406 NotAcceptableError.",
      ),
      assumption: "registry-accept",
    },
  },
  versionUnknown: {
    status: 406,
    code: "XDM-1007-406",
    title: "Not acceptable",
    behavior: documented(
      "Schema Registry API reference",
      "A version that the resource does not have returns 406.",
    ),
  },
  notFound: {
    status: 404,
    code: "XDM-1010-404",
    title: "Resource not found",
    behavior: documented(
      guide,
      "A resource that does not exist returns 404 with one of XDM-1010-404 to XDM-1017-404; which is said for classes only, XDM-1010-404.",
    ),
  },
  notFoundByRpc: {
    status: 404,
    code: "XDM-1012-404",
    title: "Resource Not Found",
    behavior: documented(
      "Schema Registry API reference",
      "Sample data of a schema that does not exist returns 404 with XDM-1012-404.",
    ),
  },
  namespace: {
    status: 400,
    code: "XDM-1021-400",
    title: "Namespace validation error",
    behavior: documented(
      guide,
      "Custom fields outside `_{tenant}` are rejected with one of XDM-1020-400 to XDM-1024-400; the guide's example is XDM-1021-400.",
    ),
  },
  titleTaken: {
    status: 400,
    code: "XDM-1521-400",
    title: "Title not unique",
    behavior: {
      ...documented(
        guide,
        "A title that is taken is rejected with XDM-1521-400; the detail has the URI of the holder.",
      ),
      assumption: "title-scope",
    },
  },
  relationWithoutReference: {
    status: 400,
    code: "XDM-1526-400",
    title: "Union descriptor validation error",
    behavior: documented(
      guide,
      "A schema with an xdm:descriptorOneToOne on a field that has no xdm:descriptorReferenceIdentity cannot join the union.",
    ),
  },
  relationNamespace: {
    status: 400,
    code: "XDM-1527-400",
    title: "Union descriptor validation error",
    behavior: documented(
      guide,
      "When both ends of a relationship are in the union, the namespace of the reference identity must be that of the destination's primary identity.",
    ),
  },
  unionWithoutIdentity: {
    status: 400,
    code: "XDM-1528-400",
    title: "Union descriptor validation error",
    behavior: {
      ...documented(
        guide,
        "The union tag without a primary identity or an identityMap field group is rejected with XDM-1528-400.",
      ),
      assumption: "union-without-identity",
    },
  },
  merge: {
    status: 400,
    code: "XDM-1413-400",
    title: "Merge Schema Error",
    behavior: {
      ...documented(
        guide,
        "A path that two parts of a schema, or two Profile-enabled schemas, give different types is rejected with XDM-1413-400; date, date-time, map and the values of a map count as types.",
      ),
      assumption: "union-merge",
    },
  },
  mergeWidths: {
    status: 400,
    code: "XDM-1413-400",
    title: "Merge Schema Error",
    behavior: assumed(
      "byte, short, int and long are types of the field guide; no document says which of them cannot be merged.",
      "A path that is an integer of two widths is rejected with XDM-1413-400.",
      "union-merge",
    ),
  },
  descriptorSpelled: {
    status: 400,
    code: "XDM-1811-400",
    title: "Descriptor validation error",
    behavior: assumed(
      "aepp's release notes say that the case of a namespace is not kept; nobody wrote down such a second descriptor.",
      "A descriptor whose namespace, schema or field is only spelled in another way than that of one there, such as `phone` for `Phone`, is rejected with XDM-1811-400.",
    ),
  },
  notSpread: {
    status: 404,
    code: "XDM-1010-404",
    title: "Resource not found",
    behavior: assumed(
      "No document says when a new object is known; the code is that of one that does not exist.",
      "By assumption, a request for an object that was just made, or with a reference to it, returns 404 XDM-1010-404.",
      "new-object-visible",
    ),
  },
  breaking: {
    status: 400,
    code: "XDM-1700-400",
    title: "Breaking schema change",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "A retyped or narrowed field of a schema in use is rejected with 400; the code is made up.",
      "breaking-from",
    ),
  },
  inUse: {
    status: 400,
    code: "XDM-1701-400",
    title: "Resource is in use",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "Deleting a field group that a schema uses, or a schema that a dataset uses, or taking the class of such a schema from `meta:intendedToExtend`, is rejected with 400; the code is made up.",
      "schema-in-use",
    ),
  },
  badField: {
    status: 400,
    code: "XDM-1702-400",
    title: "Field validation error",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "A field whose name or type breaks the documented rules is rejected with 400; the code is made up.",
    ),
  },
  badResource: {
    status: 400,
    code: "XDM-1703-400",
    title: "Resource validation error",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "A resource without a documented required property is rejected with 400; the code is made up.",
    ),
  },
  unknownSchema: {
    status: 400,
    code: "XDM-1704-400",
    title: "Referenced resource not found",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "A descriptor of a schema that does not exist is rejected with 400; the code is made up.",
    ),
  },
  badDescriptor: {
    status: 400,
    code: "XDM-1706-400",
    title: "Descriptor validation error",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "A descriptor of an unknown type, on a field that the schema does not have, or a second primary identity, is rejected with 400; the code is made up.",
    ),
  },
  badRelational: {
    status: 400,
    code: "XDM-1719-400",
    title: "Schema validation error",
    madeUp: true,
    behavior: assumed(
      "The schemas guide says what a relational schema is made of, and not what becomes of another one.",
      "A schema that extends the relational behavior and a class or field group, or of another `meta:behaviorType` than record and time-series, is rejected with 400; the code is made up.",
    ),
  },
  badKey: {
    status: 400,
    code: "XDM-1720-400",
    title: "Descriptor validation error",
    madeUp: true,
    behavior: assumed(
      "The descriptor guide has the rules, and no code; it does not say that the registry checks them, nor what it does with a second primary key.",
      "A primary key, version or timestamp on a field that is not required, on a schema that is not relational, or where the schema has one already, is rejected with 400; the code is made up.",
    ),
  },
  readOnly: {
    status: 403,
    code: "XDM-1707-403",
    title: "The global container is read only",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "Changing what is Adobe's is rejected with 403; the code is made up.",
    ),
  },
  sandboxMissing: {
    status: 400,
    code: "XDM-1708-400",
    title: "Missing required header x-sandbox-name",
    madeUp: true,
    behavior: assumed(unnamed, "A call without x-sandbox-name returns 400; the code is made up."),
  },
  sandboxUnknown: {
    status: 403,
    code: "XDM-1709-403",
    title: "Sandbox not found",
    madeUp: true,
    behavior: assumed(
      unnamed,
      "The registry returns 403 for an unknown sandbox; the code is made up.",
    ),
  },
  badJson: {
    status: 400,
    code: "XDM-1710-400",
    title: "Malformed JSON",
    madeUp: true,
    behavior: assumed(unnamed, "A body that is not JSON returns 400; the code is made up."),
  },
});

/** The registry's envelope. */
export function registryError(
  kind: ErrorKind,
  detail: string,
  subErrors: readonly unknown[] = [],
): ApiError {
  return withReport(kind, detail, { "sub-errors": subErrors });
}

/** The envelope of a descriptor's errors: the reason is in `report.additionalDetails` only. */
export function descriptorError(kind: ErrorKind, errorReason: string): ApiError {
  return withReport(kind, kind.title, {
    "sub-errors": [],
    additionalDetails: [{ errorReason }],
  });
}

/** The envelope of a body without a property that it must have. */
export function missingPropertyError(property: string): ApiError {
  return withReport(registryErrors.missingProperty, "An error occurred validating the schema.", {
    "sub-errors": [
      {
        path: "$",
        type: "required",
        arguments: [property],
        message: `$.${property}: is missing but it is required`,
      },
    ],
  });
}

function withReport(kind: ErrorKind, detail: string, report: object): ApiError {
  return new ApiError(kind, {
    type: `http://ns.adobe.com/aep/errors/${kind.code}`,
    title: kind.title,
    status: kind.status,
    report: {
      registryRequestId: uuid(),
      timestamp: reportTime(new Date()),
      "detailed-message": detail,
      ...report,
    },
    detail,
  });
}
