import type { FastifyRequest } from "fastify";

import { headerValue } from "../common/headers";
import { parseJson as parse } from "../common/json";
import type { Call, Reply, Route, Service } from "../common/service";
import type { Organization } from "../state/organization";
import type { Sandbox } from "../state/sandbox";
import type { Caller } from "../state/tokenIssuer";
import { errorResponse } from "./errors";
import { authenticate, malformed } from "./gateway";
import { injectedFaultOf } from "./injection";
import { pathOf } from "./requestPath";
import { checkSpread, doomed, noteSpread } from "./spreading";

/** The caller of a service that does not check tokens. */
const anonymous: Caller = { clientId: "", orgId: "", userId: "" };

/** Runs the handler of a route; an error becomes the service's error response. */
export async function handleRequest(
  organization: Organization,
  service: Service,
  route: Route,
  request: FastifyRequest,
): Promise<Reply> {
  const path = pathOf(request.url);
  try {
    const call = toCall(organization, service, route, request, path);
    checkSpread(service, route, call);
    const removed = doomed(service, route, call);
    const reply = await route.handle(call);
    noteSpread(service, route, call, reply, removed);
    return reply;
  } catch (error) {
    return errorResponse(error, service, path);
  }
}

function toCall(
  organization: Organization,
  service: Service,
  route: Route,
  request: FastifyRequest,
  path: string,
): Call {
  const { headers } = request;
  const user = service.access === "gateway" ? authenticate(organization, headers) : anonymous;
  // Only services that have sandboxes read `call.sandbox`.
  const name = headerValue(headers["x-sandbox-name"]);
  const sandbox = service.sandbox?.(organization, name, headers) as Sandbox;
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return {
    organization,
    sandbox,
    path,
    params: request.params as Record<string, string>,
    query: new URLSearchParams(request.url.slice(path.length + 1)),
    headers,
    raw,
    body: route.rawBody === true ? undefined : parseJson(service, raw, path),
    user,
    injectedFault: injectedFaultOf(request),
  };
}

function parseJson(service: Service, raw: Buffer, path: string): unknown {
  if (raw.length === 0) return undefined;
  try {
    return parse(raw.toString("utf8"));
  } catch {
    throw service.badBody?.("malformed", { path }) ?? malformed();
  }
}
