import type { Call } from "../../common/service";
import { imsError, imsErrors } from "./errors";

const plainScopes: readonly string[] = [
  "openid",
  "AdobeID",
  "session",
  "read_organizations",
  "adobeio_api",
  "acp.foundation",
  "acp.core.pipeline",
  "event_receiver_api",
  "target_sdk",
  "reactor_admin",
  "reactor_approver",
  "reactor_developer",
  "reactor_extension_developer",
  "reactor_publisher",
];

/** Whether a project can have the scope: one that a guide lists, or of a family that they show. */
function isScope(scope: string): boolean {
  return (
    plainScopes.includes(scope) ||
    /^(?:additional_info|acp|read_pc|update_profile|ee|cjds|ajo|dps|creative|firefly)[._][\w.]+$/u.test(
      scope,
    )
  );
}

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
  const scopes = value("scope").split(/[\s,]+/u);
  const { credentials } = organization.settings;
  if (id !== credentials.clientId || secret !== credentials.clientSecret) {
    throw imsError(imsErrors.client);
  }
  const unknown = scopes.find((scope) => scope !== "" && !isScope(scope));
  if (unknown !== undefined || !["openid", "AdobeID"].every((scope) => scopes.includes(scope))) {
    throw imsError(imsErrors.scope);
  }
}
