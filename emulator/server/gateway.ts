import type { IncomingHttpHeaders } from "node:http";

import { ApiError, errorTable, type ErrorKind } from "../common/apiError";
import { assumed, documented, seenByOthers } from "../common/behavior";
import { headerValue, mediaTypeOf } from "../common/headers";
import type { Reply } from "../common/service";
import type { Organization } from "../state/organization";
import type { Caller } from "../state/tokenIssuer";

const guide = "Experience Platform troubleshooting guide";

/** Errors of platform.adobe.io, returned before a service sees the request. */
export const gatewayErrors = errorTable({
  tokenMissing: {
    status: 403,
    code: "403010",
    title: "Oauth token is missing.",
    behavior: documented(
      guide,
      "Returns 403 with 403010 (not 401) to a request without a bearer token.",
    ),
  },
  tokenInvalid: {
    status: 401,
    code: "401013",
    title: "Oauth token is not valid",
    behavior: {
      ...documented(guide, "Returns 401 with 401013 for an unknown or expired token."),
      assumption: "gateway-token-error",
    },
  },
  keyMissing: {
    status: 403,
    code: "403000",
    title: "Api Key is required",
    behavior: documented(guide, "Returns 403 with 403000 to a request without x-api-key."),
  },
  keyInvalid: {
    status: 403,
    code: "403003",
    title: "Api Key is invalid",
    behavior: documented(
      guide,
      "Returns 403 with 403003 for an x-api-key that is not the token's client.",
    ),
  },
  organizationMissing: {
    status: 400,
    code: "400003",
    title: "Missing header: x-gw-ims-org-id",
    behavior: documented(guide, "Returns 400 with 400003 to a request without x-gw-ims-org-id."),
  },
  organizationNotEntitled: {
    status: 403,
    code: "403025",
    title: "Profile is not valid",
    behavior: documented(
      guide,
      "Returns 403 with 403025 for an organization the token is not entitled to.",
    ),
  },
  contentType: {
    status: 400,
    code: "",
    title: "BadRequestError",
    behavior: documented(
      guide,
      "Returns 400 `A valid content-type must be specified` to a body without a content type, or with one that the route does not take: application/json, for a dataset's PATCH also application/json-patch+json, for Flow Service also curl's own, which its guides use.",
    ),
  },
  malformed: {
    status: 400,
    code: "",
    title: "Bad Request",
    behavior: assumed(
      "No document shows it.",
      "Returns 400 to a body that is not JSON, for services that have no form of their own for it.",
    ),
  },
  tooLarge: {
    status: 413,
    code: "",
    title: "Payload Too Large",
    behavior: assumed(
      "No document shows it.",
      "Returns 413 to a body of more than 10 MB, for services that have no form of their own for it.",
    ),
  },
  badRequest: {
    status: 400,
    code: "400000",
    title: "The request could not be understood",
    madeUp: true,
    behavior: assumed(
      "The gateway's other errors have this envelope; no document shows this one.",
      "Returns 400 in the gateway's envelope to a path that is not a valid URL.",
    ),
  },
  noRoute: {
    status: 404,
    code: "",
    title: "404 Not Found",
    behavior: seenByOthers(
      "Focus-GTS/aep-mcp-server, live validation 2026-08-14",
      "Returns 404 with a page of HTML for a path that no service has: the request never reached one.",
    ),
  },
});

export function gatewayError(kind: ErrorKind): ApiError {
  return new ApiError(kind, { error_code: kind.code, message: kind.title });
}

/** The response to a body that is not JSON, where the service has none of its own. */
export function malformed(): ApiError {
  const { status, title } = gatewayErrors.malformed;
  return new ApiError(gatewayErrors.malformed, {
    status,
    title,
    detail: "The body is not valid JSON",
  });
}

/** The response to a body that is too large, where the service has none of its own. */
export function tooLarge(): ApiError {
  const { status, title } = gatewayErrors.tooLarge;
  return new ApiError(gatewayErrors.tooLarge, { status, title });
}

/** The response to a path that no service has: a page, as from a gateway that routes nowhere. */
export function noRouteResponse(): Reply {
  const { status, title } = gatewayErrors.noRoute;
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

/** Rejects a body with a content type that the route does not take. Its envelope differs from the other errors'. */
export function checkContentType(
  headers: IncomingHttpHeaders,
  allowed: readonly string[] = ["application/json"],
): void {
  if (allowed.includes(mediaTypeOf(headers) ?? "")) return;
  const { status, title } = gatewayErrors.contentType;
  throw new ApiError(gatewayErrors.contentType, {
    type: "/placeholder/type/uri",
    status,
    title,
    detail: "A valid content-type must be specified",
  });
}

/** The guide shows the code as a text; people met a number, with title and status next to it. */
function tokenInvalid({ assume }: Organization): ApiError {
  const { status, code, title } = gatewayErrors.tokenInvalid;
  return assume["gateway-token-error"] === "number"
    ? new ApiError(gatewayErrors.tokenInvalid, {
        title: "ErrInvalidOauthToken",
        status,
        error_code: Number(code),
        message: title,
      })
    : gatewayError(gatewayErrors.tokenInvalid);
}

/** Checks token, API key and organization. Throws the gateway's error. */
export function authenticate(organization: Organization, headers: IncomingHttpHeaders): Caller {
  const bearer = /^bearer +(\S+)$/iu.exec(headers.authorization ?? "")?.[1];
  if (bearer === undefined) throw gatewayError(gatewayErrors.tokenMissing);
  const key = headerValue(headers["x-api-key"]);
  if (key === undefined) throw gatewayError(gatewayErrors.keyMissing);
  const caller = organization.tokens.callerOf(bearer);
  if (caller === undefined) throw tokenInvalid(organization);
  if (key !== caller.clientId) throw gatewayError(gatewayErrors.keyInvalid);
  const orgId = headerValue(headers["x-gw-ims-org-id"]);
  if (orgId === undefined) throw gatewayError(gatewayErrors.organizationMissing);
  if (orgId !== caller.orgId) throw gatewayError(gatewayErrors.organizationNotEntitled);
  return caller;
}
