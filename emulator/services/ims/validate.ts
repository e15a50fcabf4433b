import type { Call } from "../../common/service";
import { imsError, imsErrors } from "./errors";
import { areValidScopes } from "./scopes";

/**
 * Checks a token request, form-encoded or in the query, against the one credential that the emulator knows.
 * Throws the first error that IMS would return.
 */
export function checkTokenRequest({ raw, query, organization }: Call): void {
  const form = new URLSearchParams(raw.toString("utf8"));
  const value = (name: string): string => {
    const found = form.get(name) ?? query.get(name);
    if (found === null || found === "") {
      throw imsError(imsErrors.missing, `Parameter ${name} is missing`);
    }
    return found;
  };
  if (value("grant_type") !== "client_credentials") throw imsError(imsErrors.grant);
  const id = value("client_id");
  const secret = value("client_secret");
  const scopes = value("scope");
  const { credentials } = organization.settings;
  if (id !== credentials.clientId || secret !== credentials.clientSecret) {
    throw imsError(imsErrors.client);
  }
  if (!areValidScopes(scopes)) throw imsError(imsErrors.scope);
}
