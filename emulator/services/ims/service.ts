import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { ok, type Call, type Service } from "../../common/service";

const guide = "Developer Console, OAuth Server-to-Server implementation guide";
const basis = "Adobe's guide shows no errors; this is OAuth 2's form, which IMS is seen to use.";

const errors = errorTable({
  missing: {
    status: 400,
    code: "invalid_request",
    title: "A required parameter is missing",
    behavior: assumed(
      basis,
      "A token request without one of its four parameters is answered 400 invalid_request.",
    ),
  },
  grant: {
    status: 400,
    code: "unsupported_grant_type",
    title: "unsupported grant_type",
    behavior: assumed(
      basis,
      "A grant type other than client_credentials is answered 400 unsupported_grant_type.",
    ),
  },
  client: {
    status: 401,
    code: "invalid_client",
    title: "invalid client_id or client_secret",
    behavior: assumed(basis, "A wrong client id or secret is answered 401 invalid_client."),
  },
  scope: {
    status: 400,
    code: "invalid_scope",
    title: "the requested scope is not known",
    behavior: assumed(
      basis,
      "A scope list without `openid` and `AdobeID` is answered 400 invalid_scope.",
    ),
  },
});

const imsError = (kind: ErrorKind, detail = kind.title): ApiError =>
  new ApiError(kind.status, { error: kind.code, error_description: detail });

const token = (call: Call): ReturnType<Service["routes"][number]["handle"]> => {
  const form = new URLSearchParams(call.raw.toString("utf8"));
  const value = (name: string): string => {
    const found = form.get(name) ?? call.query.get(name);
    if (found === null || found === "") {
      throw imsError(errors.missing, `Parameter ${name} is missing`);
    }
    return found;
  };
  if (value("grant_type") !== "client_credentials") throw imsError(errors.grant);
  const id = value("client_id");
  const secret = value("client_secret");
  const scopes = value("scope").split(/[\s,]+/u);
  const { credentials } = call.organization.settings;
  if (id !== credentials.clientId || secret !== credentials.clientSecret) {
    throw imsError(errors.client);
  }
  if (!["openid", "AdobeID"].every((scope) => scopes.includes(scope))) throw imsError(errors.scope);
  const issued = call.organization.tokens.issue();
  const inMilliseconds = call.organization.assume["token-expires-in"] === "milliseconds";
  return ok({
    access_token: issued.token,
    token_type: "bearer",
    expires_in: inMilliseconds ? issued.seconds * 1000 : issued.seconds,
  });
};

/** Adobe's identity service: the one that gives out access tokens. */
export const ims: Service = {
  name: "IMS",
  base: "/ims",
  access: "open",
  errors,
  routes: [
    {
      method: "POST",
      path: "/token/v3",
      rawBody: true,
      behavior: {
        ...documented(
          guide,
          "client_credentials with client_id, client_secret and scope, form-encoded or in the query, gives a bearer token; expires_in in seconds.",
        ),
        assumption: "token-expires-in",
      },
      handle: token,
    },
  ],
};
