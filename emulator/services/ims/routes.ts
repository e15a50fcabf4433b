import { assumed, documented, reported } from "../../common/behavior";
import { ok, type Call, type Reply, type Service } from "../../common/service";
import { imsErrors } from "./errors";
import { toResponse } from "./responses";
import { checkTokenRequest } from "./validate";

const guide = "Developer Console, OAuth Server-to-Server implementation guide";

function issueToken(call: Call): Reply {
  checkTokenRequest(call);
  return ok(toResponse(call.organization, call.organization.tokens.issue()));
}

/** Adobe's Identity Management System: it issues the access tokens. */
export const ims: Service = {
  name: "IMS",
  base: "/ims",
  access: "open",
  errors: imsErrors,
  notes: [
    assumed(
      "Adobe has no whole list; these are the names in its guides and in the token requests of its clients and of others.",
      "Knows each scope by its whole name; one that is nowhere named, such as `acp_nonsense`, is unknown.",
    ),
  ],
  routes: [
    {
      method: "POST",
      path: "/token/v3",
      rawBody: true,
      behavior: {
        ...documented(
          guide,
          "Returns a bearer token, with expires_in in seconds, for client_credentials with client_id, client_secret and scope, form-encoded or in the query.",
        ),
        assumption: "token-expires-in",
      },
      handle: issueToken,
    },
    {
      method: "POST",
      path: "/token/v2",
      rawBody: true,
      behavior: reported(
        "A request of adobe/experience-platform-postman-samples (apis/ims/Identity Management Service.postman_collection.json), without its response.",
        "The older version of the endpoint issues the same tokens.",
      ),
      handle: issueToken,
    },
  ],
};
