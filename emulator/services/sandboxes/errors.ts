import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented, seenByOthers } from "../../common/behavior";

const guide = "Sandbox API guide";
const basis = "The reference lists the status without a body.";

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
  taken: {
    status: 409,
    code: "SANDBOX-409",
    title: "Sandbox name is in use",
    madeUp: true,
    behavior: assumed(
      "The guide says that a name must be unique, and the reference lists 409 without a body.",
      "A POST with the name of another sandbox returns 409; of a deleted one too, by assumption.",
      "sandbox-deleted-name",
    ),
  },
  limit: {
    status: 400,
    code: "SANDBOX-4001",
    title: "Sandbox limit reached",
    madeUp: true,
    behavior: assumed(
      "The overview says how many sandboxes a license has, and no document what one more returns.",
      "A POST of one more sandbox than there may be returns 400. Deleted ones do not count.",
      "sandbox-limit",
    ),
  },
  invalid: {
    status: 400,
    code: "SANDBOX-400",
    title: "Bad request",
    madeUp: true,
    behavior: assumed(
      basis,
      "A POST without name, title or type, or with a name or type that the guides rule out, a PATCH without title and a PUT without `action: reset` return 400.",
    ),
  },
  isDefault: {
    status: 400,
    code: "SANDBOX-4002",
    title: "The default production sandbox cannot be deleted",
    madeUp: true,
    behavior: documented(
      guide,
      "The default production sandbox is not deleted. Status and code are assumed.",
    ),
  },
  busy: {
    status: 400,
    code: "SANDBOX-4003",
    title: "Sandbox is not active",
    madeUp: true,
    behavior: assumed(
      "The documents do not say what a change meanwhile returns.",
      "A PATCH, PUT or DELETE of a sandbox that is being made, reset or deleted returns 400.",
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
