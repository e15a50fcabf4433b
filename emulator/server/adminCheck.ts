import type { IncomingHttpHeaders } from "node:http";

import { ApiError } from "../common/apiError";
import { hasBody, headerValue, mediaTypeOf } from "../common/headers";
import type { Method } from "../common/service";
import { isFromBrowser } from "./originCheck";

/** The header in which the emulator's page sends its secret. */
export const pageSecretHeader = "x-emulator-page";

/**
 * Checks a request to the admin API that changes something.
 *
 * It must be JSON: a web page cannot send that type to another site unless the site permits it, and the
 * emulator permits none. A DELETE without a body needs no type, because browsers treat it in the same way. A browser
 * must also send the secret that only the emulator's own page knows.
 *
 * @param pageSecret - the secret of this run
 * @throws ApiError 415 for another content type, 403 for a browser without the secret
 */
export function checkAdminRequest(
  method: Method,
  headers: IncomingHttpHeaders,
  pageSecret: string,
): void {
  if (method === "GET") return;
  const needsType = method !== "DELETE" || hasBody(headers);
  if (needsType && mediaTypeOf(headers) !== "application/json") {
    throw new ApiError(415, { error: "Send the header `content-type: application/json`." });
  }
  if (isFromBrowser(headers) && headerValue(headers[pageSecretHeader]) !== pageSecret) {
    throw new ApiError(403, {
      error:
        "Only the emulator's own page can change something from a browser. Reload the page after a restart of the emulator.",
    });
  }
}
