import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";

const guide = "Identity Service API reference, namespaces";

const validation = "Namespace validation";

export const identityErrors = errorTable({
  notFound: {
    status: 404,
    code: "NAMESPACE_NOT_FOUND",
    title: validation,
    behavior: documented(
      guide,
      "Returns 404 for an unknown namespace, with NAMESPACE_NOT_FOUND in `error` and `report.code`.",
    ),
  },
  conflict: {
    status: 409,
    code: "INTEGRATION_CODE_EXISTS",
    title: "NAMESPACE_CODE_CONFLICT",
    behavior: documented(
      guide,
      "Returns 409 for a code that another namespace has, with NAMESPACE_CODE_CONFLICT in `title` and INTEGRATION_CODE_EXISTS in `report.code`.",
    ),
  },
  badRequest: {
    status: 400,
    code: "INVALID_REQUEST_PARAMS",
    title: validation,
    behavior: documented(
      guide,
      "Returns 400 with INVALID_REQUEST_PARAMS and the reason in `description` for a namespace without name, code or idType, with other characters than letters and digits in the code, or with an unknown idType.",
    ),
  },
  fixed: {
    status: 400,
    code: "INVALID_REQUEST_PARAMS",
    title: validation,
    behavior: documented(guide, "Returns 400 to a PUT that changes code or idType."),
  },
  standard: {
    status: 403,
    code: "NAMESPACE_NOT_EDITABLE",
    title: validation,
    madeUp: true,
    behavior: assumed(
      "Standard namespaces belong to Adobe.",
      "Returns 403 to a change of a standard namespace.",
    ),
  },
  sandbox: {
    status: 400,
    code: "SANDBOX_INVALID",
    title: validation,
    madeUp: true,
    behavior: assumed(
      "The header is documented as required.",
      "Returns 400 for a missing or unknown sandbox.",
    ),
  },
});

/** An error in Identity Service's envelope. */
export function identityError(kind: ErrorKind, description: string): ApiError {
  const { status, code, title } = kind;
  return new ApiError(kind, {
    timestamp: new Date().toISOString(),
    type: "http://ns.adobe.com/adobecloud/problem/namespacevalidation",
    status,
    title,
    error: code,
    description,
    report: { code },
  });
}
