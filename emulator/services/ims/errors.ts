import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, reported } from "../../common/behavior";

const basis = "Adobe's guide shows no errors; this is OAuth 2's form, which IMS is seen to use.";

export const imsErrors = errorTable({
  missing: {
    status: 400,
    code: "invalid_request",
    title: "A required parameter is missing",
    behavior: assumed(
      basis,
      "Returns 400 invalid_request to a token request without one of its four parameters.",
    ),
  },
  grant: {
    status: 400,
    code: "unsupported_grant_type",
    title: "unsupported grant_type",
    behavior: assumed(
      basis,
      "Returns 400 unsupported_grant_type to a grant type other than client_credentials.",
    ),
  },
  client: {
    status: 401,
    code: "invalid_client",
    title: "invalid client_id or client_secret",
    behavior: assumed(basis, "Returns 401 invalid_client for a wrong client id or secret."),
  },
  scope: {
    status: 400,
    code: "invalid_scope",
    title: "the requested scope is not known",
    behavior: reported(
      "A token request. Of other grants it was seen: AdobeDocs/adobe-dev-console issue 54 and adobe/jwt-auth issue 6 (JWT), AdobeDocs/adobeio-auth issues 69 and 77 (code).",
      "Returns 400 invalid_scope for a scope that IMS does not know, and for a list without `openid` and `AdobeID`.",
    ),
  },
});

/** An error in OAuth 2's envelope. */
export function imsError(kind: ErrorKind, detail = kind.title): ApiError {
  return new ApiError(kind, { error: kind.code, error_description: detail });
}
