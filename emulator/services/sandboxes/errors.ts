import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, seenByOthers } from "../../common/behavior";

export const sandboxErrors = errorTable({
  forbidden: {
    status: 403,
    code: "SMS-2010-403",
    title: "Permission denied",
    behavior: seenByOthers(
      "Focus-GTS/aep-mcp-server, live validation 2026-08-12",
      "By assumption, returns 403 with SMS-2010-403 to a list or lookup of sandboxes by a credential without view-sandboxes; its own list stays open.",
      "sandbox-view",
    ),
  },
  notFound: {
    status: 404,
    code: "SANDBOX-404",
    title: "Sandbox not found",
    madeUp: true,
    behavior: assumed(
      "The reference lists 404 without a body.",
      "Returns 404 for an unknown sandbox.",
    ),
  },
});

/** An error in the envelope of sandbox management. */
export function sandboxError(kind: ErrorKind, detail: string): ApiError {
  const { status, code, title } = kind;
  return new ApiError(kind, {
    type: `http://ns.adobe.com/aep/errors/${code}`,
    title,
    status,
    detail,
  });
}
