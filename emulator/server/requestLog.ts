import type { FastifyRequest } from "fastify";

import { headerValue } from "../common/headers";
import type { Organization } from "../state/organization";
import { injectedFaultOf } from "./injection";
import { isOwn, pathOf } from "./requestPath";

/** Query parameters whose values the log redacts. */
const secretParameters = /(client_secret|access_token|code)=[^&]*/gu;

/** Adds a request to the log. Status 0 means that no response was sent. */
export function logRequest(
  organization: Organization,
  request: FastifyRequest,
  status: number,
  ms: number,
): void {
  const path = pathOf(request.url);
  if (isOwn(path)) return;
  const entry = {
    at: organization.now(),
    method: request.method,
    path,
    query: request.url.slice(path.length).replace(secretParameters, "$1=…"),
    status,
    ms: Math.round(ms * 10) / 10,
    sandbox: headerValue(request.headers["x-sandbox-name"]) ?? null,
    fault: injectedFaultOf(request)?.id ?? null,
  };
  organization.requests.push(entry);
  organization.events.emit("change");
}
