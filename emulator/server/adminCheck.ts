import type { IncomingHttpHeaders } from "node:http";

import { adminError } from "../common/apiError";
import { hasBody, headerValue, mediaTypeOf } from "../common/headers";
import type { Route } from "../common/service";
import { adminSecretHeader, adminSecretVariable } from "../defaults";
import { isSecret } from "./secret";

/**
 * Checks a request to the admin API.
 *
 * It must carry the secret of this run: the API shows all rows, deletes them and injects faults, and every program of
 * every user of the machine can reach the port. A request that changes something must also be JSON: a web page cannot
 * send that type to another site unless the site permits it, and the emulator permits none. A DELETE without a body
 * needs no type, because browsers treat it in the same way.
 *
 * @param adminSecret - the secret of this run
 * @throws ApiError 403 without the secret, 415 for another content type
 */
export function checkAdminRequest(
  { method, isPublic }: Route,
  headers: IncomingHttpHeaders,
  adminSecret: string,
): void {
  if (isPublic !== true && !isSecret(headerValue(headers[adminSecretHeader]), adminSecret)) {
    throw adminError(
      403,
      `Send the admin secret of this run in the header ${adminSecretHeader}. It is the value that ${adminSecretVariable} had when the emulator was started; without it, the emulator prints one.`,
    );
  }
  const needsType = method !== "GET" && (method !== "DELETE" || hasBody(headers));
  if (needsType && mediaTypeOf(headers) !== "application/json") {
    throw adminError(415, "Send the header `content-type: application/json`.");
  }
}
