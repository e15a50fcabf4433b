import { ApiError, errorTable, headersOf, type ErrorKind } from "../../common/apiError";
import { assumed } from "../../common/behavior";

export const sandboxErrors = errorTable({
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
  return new ApiError(
    status,
    { type: `http://ns.adobe.com/aep/errors/${code}`, title, status, detail },
    headersOf(kind),
  );
}
