import { ApiError, type ErrorKind, errorTable, sandboxErrorKinds } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

export const templateGuide = "Query Service API guide, query templates";
export const scheduleGuide = "Query Service API guide, schedules";
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
  scheduleNotFound: {
    status: 404,
    code: "",
    title: "Not Found",
    madeUp: "text",
    behavior: documented(queryReference, "Returns 404 for a schedule that does not exist."),
  },
  invalidSchedule: {
    status: 400,
    code: "",
    title: "Bad Request",
    madeUp: "text",
    behavior: documented(
      queryReference,
      "A schedule without `query` or `schedule`, without cron expression or start date, or with a field of another type returns 400.",
    ),
  },
  noEnd: {
    status: 400,
    code: "",
    title: "Bad Request",
    madeUp: "text",
    behavior: {
      ...documented(scheduleGuide, "A schedule has an end date: without one, it returns 400."),
      assumption: "query-schedule-end",
    },
  },
  invalidQuery: {
    status: 400,
    code: "",
    title: "Invalid query of a schedule",
    behavior: assumed(
      "The reference requires none of `sql` and `templateId`; one of them says what to run.",
      "A schedule with neither `sql` nor `templateId`, without `dbName`, or with a template that does not exist, returns 400. The SQL is not looked at.",
    ),
  },
  badPatch: {
    status: 400,
    code: "",
    title: "Invalid patch of a schedule",
    behavior: assumed(
      "The guide has `replace` operations of `/state` and `/schedule/schedule` in `body`; no document shows the error.",
      "A PATCH with another form, path or value returns 400.",
    ),
  },
  sameState: {
    status: 400,
    code: "",
    title: "Schedule already in the state request",
    behavior: documented(queryReference, "A schedule that has the state already returns 400."),
  },
  inactive: {
    status: 400,
    code: "",
    title: "Schedule is in Inactive state. Please try after sometime.",
    behavior: {
      ...documented(
        queryReference,
        "A schedule in the inactive state is not changed: here, one that is still being registered.",
      ),
      assumption: "query-schedule-disabled",
    },
  },
  notDisabled: {
    status: 400,
    code: "",
    title: "Please disable the schedule before requesting delete operation",
    behavior: documented(queryReference, "A schedule that is not disabled is not deleted."),
  },
  ...sandboxErrorKinds(basis),
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
