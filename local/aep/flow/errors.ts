import { ApiError, errorTable, type ErrorKind } from "../core/apiError";
import { assumed, documented } from "../core/behaviour";
import { uuid } from "../core/ids";

const guide = "Flow Service error messages";
const kind = (
  status: number,
  code: string,
  title: string,
  says: string,
  assumption?: string,
): ErrorKind => ({
  status,
  code,
  title,
  about: { ...documented(guide, says), ...(assumption === undefined ? {} : { assumption }) },
});

export const flowErrors = errorTable({
  notFound: kind(
    404,
    "FLOW-1439-404",
    "Resource not found",
    "An object that is not there is answered 404 FLOW-1439-404.",
    "flow-not-found",
  ),
  notFoundOld: kind(
    404,
    "FLOW-1101-404",
    "Resource not found",
    "By switch an object that is not there is answered 404 FLOW-1101-404.",
    "flow-not-found",
  ),
  limitWithCount: kind(
    400,
    "FLOW-1401-400",
    "Invalid query parameters",
    "limit together with count=true is refused with 1401-400.",
  ),
  finalize: kind(
    400,
    "FLOW-1402-400",
    "Operation not allowed",
    "The action finalize is refused with 1402-400: it is for providers only.",
  ),
  etagMissing: kind(
    400,
    "FLOW-1403-400",
    "Etag missing",
    "A PATCH without If-Match is refused with 1403-400.",
  ),
  etagStale: kind(
    412,
    "FLOW-1404-412",
    "Precondition failed",
    "A PATCH with an If-Match that is not the object's etag is refused with 1404-412.",
  ),
  emptyBody: kind(
    400,
    "FLOW-1405-400",
    "Request body is empty",
    "A POST or PATCH without a body is refused with 1405-400.",
  ),
  stateInBody: kind(
    400,
    "FLOW-1410-400",
    "State not allowed",
    "`state` in the body of a new dataflow is refused with 1410-400.",
  ),
  mappingMissing: kind(
    400,
    "FLOW-1412-400",
    "Mapping not found",
    "A mapping set or version that is not there is refused with 1412-400.",
  ),
  badSpec: kind(
    400,
    "FLOW-1413-400",
    "Invalid spec",
    "An unknown connection or flow spec id is refused with 1413-400.",
  ),
  specFixed: kind(
    400,
    "FLOW-1414-400",
    "Connection spec cannot be changed",
    "Changing the connection spec of a connection is refused with 1414-400.",
  ),
  deleteState: kind(
    400,
    "FLOW-1416-400",
    "Cannot delete in this state",
    "Deleting a dataflow that is initializing is refused with 1416-400.",
  ),
  updateState: kind(
    400,
    "FLOW-1417-400",
    "Cannot update in this state",
    "Changing a dataflow that is initializing is refused with 1417-400.",
  ),
  baseInUse: kind(
    400,
    "FLOW-1418-400",
    "Connection is in use",
    "Deleting a base connection that dataflows use is refused with 1418-400.",
  ),
  mappingInvalid: kind(
    400,
    "FLOW-1419-400",
    "Mapping is invalid",
    "A mapping set that does not validate is refused with 1419-400.",
  ),
  disabling: kind(
    400,
    "FLOW-1420-400",
    "Flow is disabling",
    "Changing a dataflow that is disabling is refused with 1420-400.",
  ),
  enabling: kind(
    400,
    "FLOW-1421-400",
    "Flow is enabling",
    "Changing a dataflow that is enabling is refused with 1421-400.",
  ),
  updating: kind(
    400,
    "FLOW-1422-400",
    "Flow is updating",
    "Changing a dataflow that is updating is refused with 1422-400.",
  ),
  schemaDiffers: {
    ...kind(
      400,
      "FLOW-1425-400",
      "Schema mismatch",
      "Another schema in the mapping than in the target dataset is refused with 1425-400.",
      "mapping-schema-version",
    ),
  },
  badOperation: kind(
    400,
    "FLOW-1434-400",
    "Operation not supported",
    "A JSON Patch operation other than add, replace and remove is refused with 1434-400.",
  ),
  progress: kind(
    400,
    "FLOW-1436-400",
    "Invalid subOp",
    "subOp=PROGRESS with enable or disable is refused with 1436-400.",
  ),
  activeFlows: kind(
    400,
    "FLOW-1447-400",
    "Found active flows",
    "Deleting a source or target connection that a dataflow uses is refused with 1447-400.",
    "connection-in-use",
  ),
  missingField: kind(
    400,
    "FLOW-1455-400",
    "Missing field",
    "A patch of a field that is not there, or an object without a required one, is refused with 1455-400.",
  ),
  updateDeleting: kind(
    400,
    "FLOW-1457-400",
    "Flow is being deleted",
    "Changing a dataflow in delete-finalizing is refused with 1457-400.",
  ),
  deleteDeleting: kind(
    400,
    "FLOW-1458-400",
    "Flow is being deleted",
    "Deleting a dataflow in delete-finalizing is refused with 1458-400.",
  ),
  sandboxUnknown: kind(
    404,
    "FLOW-2100-404",
    "Sandbox not found",
    "An unknown sandbox is answered 404 with 2100-404.",
  ),
  sandboxMissing: kind(
    400,
    "FLOW-2105-400",
    "Sandbox header missing",
    "A call without x-sandbox-name is refused with 2105-400.",
    "flow-sandbox-header",
  ),
  sandboxId: kind(
    400,
    "FLOW-2110-400",
    "x-sandbox-id not allowed",
    "A call with x-sandbox-id and a technical account's token is refused with 2110-400.",
  ),
  badReference: {
    status: 400,
    code: "FLOW-1415-400",
    title: "Invalid reference",
    about: assumed(
      "That the connections must be there is plain, the code is not documented.",
      "A dataflow or connection that refers to what is not there is refused with 400; the code is made up.",
    ),
  },
  badTransformation: {
    status: 400,
    code: "FLOW-1440-400",
    title: "Invalid transformation",
    about: assumed(
      "The HTTP API tutorial says the name must be exactly `Mapping`; the code is not documented.",
      "A transformation of another name is refused with 400; the code is made up.",
    ),
  },
  badPatch: {
    status: 400,
    code: "FLOW-1441-400",
    title: "Invalid patch",
    about: assumed(
      "No document shows it.",
      "A patch of a path that cannot be changed is refused with 400; the code is made up.",
    ),
  },
  badAction: {
    status: 400,
    code: "FLOW-1442-400",
    title: "Invalid operation",
    about: assumed(
      "The reference lists the known operations.",
      "An unknown `op` of an action is refused with 400; the code is made up.",
    ),
  },
  badJson: {
    status: 400,
    code: "FLOW-1443-400",
    title: "Malformed JSON",
    about: assumed(
      "No document shows it.",
      "A body that is not JSON is refused with 400; the code is made up.",
    ),
  },
});

/** Flow Service's envelope. */
export const flowError = (error: ErrorKind, detail: string, type = "flows"): ApiError =>
  new ApiError(error.status, {
    type: `https://ns.adobe.com/aep/errors/${error.code}`,
    title: error.title,
    status: error.status,
    report: { "detailed-message": detail, id: uuid(), "request-id": uuid(), type },
    errorMessage: detail,
    errorDetails: detail,
  });
