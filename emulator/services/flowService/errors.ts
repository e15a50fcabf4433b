import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { documented } from "../../common/behavior";
import { uuid } from "../../common/ids";
import { assumedErrors } from "./assumedErrors";

const guide = "Flow Service error messages";
function kind(
  status: number,
  code: string,
  title: string,
  says: string,
  assumption?: string,
): ErrorKind {
  return {
    status,
    code,
    title,
    behavior: { ...documented(guide, says), ...(assumption === undefined ? {} : { assumption }) },
  };
}

export const flowErrors = errorTable({
  ...assumedErrors,
  notFound: kind(
    404,
    "FLOW-1439-404",
    "Resource not found",
    "An object that does not exist returns 404 FLOW-1439-404.",
    "flow-not-found",
  ),
  notFoundOld: kind(
    404,
    "FLOW-1101-404",
    "Resource not found",
    "By assumption, an object that does not exist returns 404 FLOW-1101-404.",
    "flow-not-found",
  ),
  limitWithCount: kind(
    400,
    "FLOW-1401-400",
    "Invalid request",
    "limit together with count=true is rejected with 1401-400.",
  ),
  finalize: kind(
    400,
    "FLOW-1402-400",
    "Invalid request",
    "The action finalize is rejected with 1402-400: it is for providers only.",
  ),
  etagMissing: kind(
    400,
    "FLOW-1403-400",
    "Header is missing",
    "A PATCH without If-Match is rejected with 1403-400.",
  ),
  etagStale: kind(
    412,
    "FLOW-1404-412",
    "Version not matching",
    "A PATCH with an If-Match that is not the object's etag is rejected with 1404-412.",
  ),
  emptyBody: kind(
    400,
    "FLOW-1405-400",
    "Invalid request",
    "A POST or PATCH without a body is rejected with 1405-400.",
  ),
  stateInBody: kind(
    400,
    "FLOW-1410-400",
    "Invalid request",
    "`state` in the body of a new dataflow is rejected with 1410-400.",
  ),
  mappingMissing: kind(
    400,
    "FLOW-1412-400",
    "Invalid request",
    "A mapping set or version that does not exist is rejected with 1412-400.",
  ),
  badSpec: kind(
    400,
    "FLOW-1413-400",
    "Invalid request",
    "An unknown connection or flow spec id is rejected with 1413-400.",
  ),
  badAuthSpec: kind(
    400,
    "FLOW-1415-400",
    "Invalid request",
    "A base connection with an auth spec that its connection spec does not have is rejected with 1415-400.",
  ),
  specFixed: kind(
    400,
    "FLOW-1414-400",
    "Invalid request",
    "Changing the connection spec of a connection is rejected with 1414-400.",
  ),
  deleteState: kind(
    400,
    "FLOW-1416-400",
    "Invalid request",
    "Deleting a dataflow that is enabling, disabling or updating is rejected with 1416-400.",
  ),
  initializing: kind(
    400,
    "FLOW-1417-400",
    "Invalid request",
    "Changing or deleting a dataflow that is initializing is rejected with 1417-400.",
  ),
  baseInUse: kind(
    400,
    "FLOW-1418-400",
    "Invalid request",
    "Deleting a base connection that dataflows use is rejected with 1418-400.",
  ),
  mappingInvalid: kind(
    400,
    "FLOW-1419-400",
    "Invalid request",
    "A mapping set that does not validate is rejected with 1419-400.",
  ),
  updateState: kind(
    400,
    "FLOW-1420-400",
    "Invalid request",
    "Changing a dataflow that is enabling, disabling or updating is rejected with 1420-400.",
  ),
  updatingAction: kind(
    400,
    "FLOW-1421-400",
    "Invalid request",
    "An action on a dataflow that is updating is rejected with 1421-400.",
  ),
  actionState: kind(
    400,
    "FLOW-1422-400",
    "Invalid request",
    "An action on a dataflow in another transitional state is rejected with 1422-400.",
  ),
  schemaDiffers: {
    ...kind(
      400,
      "FLOW-1425-400",
      "Invalid request",
      "Another schema in the mapping than in the target dataset is rejected with 1425-400.",
      "mapping-schema-version",
    ),
  },
  badOperation: kind(
    400,
    "FLOW-1434-400",
    "Invalid request",
    "A JSON Patch operation other than add, replace and remove is rejected with 1434-400.",
  ),
  badOrder: kind(
    400,
    "FLOW-1433-400",
    "Invalid request",
    "A field in orderby that can be none is rejected with 1433-400.",
  ),
  likeOperator: kind(
    400,
    "FLOW-1440-400",
    "Invalid request",
    "The operator ~ in property is rejected with 1440-400.",
  ),
  manyValues: kind(
    400,
    "FLOW-1443-400",
    "Invalid request",
    "<, >, <= and >= with several values are rejected with 1443-400.",
  ),
  unorderedField: kind(
    400,
    "FLOW-1448-400",
    "Invalid request",
    "<, >, <= and >= on the field id are rejected with 1448-400.",
  ),
  badOperator: kind(
    400,
    "FLOW-1450-400",
    "Invalid request",
    "An unknown operator in property, as !>, is rejected with 1450-400.",
  ),
  badParameter: kind(
    400,
    "FLOW-1451-400",
    "Invalid request",
    "A query parameter that lists do not have is rejected with 1451-400.",
  ),
  badValue: kind(
    400,
    "FLOW-1452-400",
    "Invalid request",
    "A value of createdAt or updatedAt that is not one number is rejected with 1452-400.",
  ),
  emptyValue: kind(
    400,
    "FLOW-1453-400",
    "Invalid request",
    "An operator in property with no value is rejected with 1453-400.",
  ),
  progress: kind(
    400,
    "FLOW-1436-400",
    "Invalid request",
    "subOp=PROGRESS with enable or disable is rejected with 1436-400.",
  ),
  activeFlows: kind(
    400,
    "FLOW-1447-400",
    "Invalid request",
    "Deleting a source or target connection that a dataflow uses is rejected with 1447-400.",
    "connection-in-use",
  ),
  missingField: kind(
    400,
    "FLOW-1455-400",
    "Invalid request",
    "A patch of a field that does not exist, or that such an object does not have, is rejected with 1455-400.",
  ),
  updateDeleting: kind(
    400,
    "FLOW-1457-400",
    "Invalid request",
    "Changing a dataflow in delete-finalizing is rejected with 1457-400.",
  ),
  deleteDeleting: kind(
    400,
    "FLOW-1458-400",
    "Invalid request",
    "Deleting a dataflow in delete-finalizing is rejected with 1458-400.",
  ),
  sandboxUnknown: kind(
    404,
    "FLOW-2100-404",
    "Sandbox not found",
    "An unknown sandbox returns 404 with 2100-404.",
  ),
  sandboxMissing: kind(
    400,
    "FLOW-2105-400",
    "Header is missing",
    "A call without x-sandbox-name is rejected with 2105-400.",
    "flow-sandbox-header",
  ),
  sandboxStar: kind(
    403,
    "FLOW-2111-403",
    "Headers with value restricted",
    "x-sandbox-name: * with a technical account's token is rejected with 2111-403.",
  ),
  sandboxId: kind(
    400,
    "FLOW-2110-400",
    "Headers not allowed",
    "A call with x-sandbox-id and a technical account's token is rejected with 2110-400.",
  ),
});

/** Flow Service's envelope. */
export function flowError(error: ErrorKind, detail: string, type = "flows"): ApiError {
  return new ApiError(error, {
    type: `https://ns.adobe.com/aep/errors/${error.code}`,
    title: error.title,
    status: error.status,
    report: { "detailed-message": detail, id: uuid(), "request-id": uuid(), type },
    errorMessage: detail,
    errorDetails: detail,
  });
}
