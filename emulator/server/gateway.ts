import type { IncomingHttpHeaders } from "node:http";
import { ApiError, errorTable, type ErrorKind } from "../common/apiError";
import { assumed, documented } from "../common/behavior";
import { mediaTypeOf } from "../common/mediaType";
import type { Caller } from "../state/tokenIssuer";
import type { Organization } from "../state/organization";

const guide = "Experience Platform troubleshooting guide";

/** What platform.adobe.io answers before a service sees the request. */
export const gatewayErrors = errorTable({
  tokenMissing: {
    status: 403,
    code: "403010",
    title: "Oauth token is missing.",
    behavior: documented(
      guide,
      "A call without a bearer token is answered 403 with 403010 (not 401).",
    ),
  },
  tokenInvalid: {
    status: 401,
    code: "401013",
    title: "Oauth token is not valid",
    behavior: documented(guide, "An unknown or expired token is answered 401 with 401013."),
  },
  keyMissing: {
    status: 403,
    code: "403000",
    title: "Api Key is required",
    behavior: documented(guide, "A call without x-api-key is answered 403 with 403000."),
  },
  keyInvalid: {
    status: 403,
    code: "403003",
    title: "Api Key is invalid",
    behavior: documented(
      guide,
      "An x-api-key that is not the token's client is answered 403 with 403003.",
    ),
  },
  organizationMissing: {
    status: 400,
    code: "400003",
    title: "Missing header: x-gw-ims-org-id",
    behavior: documented(guide, "A call without x-gw-ims-org-id is answered 400 with 400003."),
  },
  organizationForeign: {
    status: 403,
    code: "403025",
    title: "Profile is not valid",
    behavior: documented(
      guide,
      "An organization the token is not entitled for is answered 403 with 403025.",
    ),
  },
  contentType: {
    status: 400,
    code: "",
    title: "BadRequestError",
    behavior: documented(
      guide,
      "A body without a content type, or with another than the call takes (application/json, of a dataset's PATCH application/json-patch+json too, of Flow Service's curl's own, which its guides leave in), is answered 400 `A valid content-type must be specified`.",
    ),
  },
  badRequest: {
    status: 400,
    code: "400000",
    title: "The request could not be understood",
    behavior: assumed(
      "The gateway's other errors have this form; no document shows this one.",
      "A path that is no valid URL is answered 400 in the gateway's own form.",
    ),
  },
  noRoute: {
    status: 404,
    code: "404000",
    title: "The requested resource could not be found",
    behavior: assumed(
      "The gateway's other errors have this form; no document shows its 404.",
      "A path or method no service has is answered 404 in the gateway's own form.",
    ),
  },
});

export const gatewayError = (kind: ErrorKind): ApiError =>
  new ApiError(kind.status, { error_code: kind.code, message: kind.title });

/** Refuses a body with a content type the call does not take. The form is not that of the other errors. */
export const checkContentType = (
  headers: IncomingHttpHeaders,
  accepted: readonly string[] = ["application/json"],
): void => {
  if (accepted.includes(mediaTypeOf(headers) ?? "")) return;
  const { status, title } = gatewayErrors.contentType;
  throw new ApiError(status, {
    type: "/placeholder/type/uri",
    status,
    title,
    detail: "A valid content-type must be specified",
  });
};

/** Lets a request through or throws the gateway's error. */
export const passGateway = (organization: Organization, headers: IncomingHttpHeaders): Caller => {
  const bearer = /^bearer +(\S+)$/iu.exec(headers.authorization ?? "")?.[1];
  if (bearer === undefined) throw gatewayError(gatewayErrors.tokenMissing);
  const key = one(headers["x-api-key"]);
  if (key === undefined) throw gatewayError(gatewayErrors.keyMissing);
  const caller = organization.tokens.callerOf(bearer);
  if (caller === undefined) throw gatewayError(gatewayErrors.tokenInvalid);
  if (key !== caller.clientId) throw gatewayError(gatewayErrors.keyInvalid);
  const orgId = one(headers["x-gw-ims-org-id"]);
  if (orgId === undefined) throw gatewayError(gatewayErrors.organizationMissing);
  if (orgId !== caller.orgId) throw gatewayError(gatewayErrors.organizationForeign);
  return caller;
};

/** The first value of a header that must not be empty. */
export const one = (header: string | readonly string[] | undefined): string | undefined => {
  const value = typeof header === "string" ? header : header?.[0];
  return value === undefined || value.trim() === "" ? undefined : value.trim();
};
