import type { JsonObject } from "../../common/json";
import type { Organization } from "../../state/organization";
import type { IssuedToken } from "../../state/tokenIssuer";

/** A token as IMS returns it. */
export function toResponse(
  { assume }: Organization,
  { token, lifetimeSeconds }: IssuedToken,
): JsonObject {
  return {
    access_token: token,
    token_type: "bearer",
    expires_in:
      assume["token-expires-in"] === "milliseconds" ? lifetimeSeconds * 1000 : lifetimeSeconds,
  };
}
