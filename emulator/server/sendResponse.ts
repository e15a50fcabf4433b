import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

import type { FastifyReply, FastifyRequest } from "fastify";

import type { FaultAction } from "../admin/faultRule";
import { madeUpHeader } from "../common/apiError";
import type { Reply } from "../common/service";
import type { Organization } from "../state/organization";
import { injectedFaultOf, setInjectedFault } from "./injection";
import { sandboxHeaders } from "./originCheck";
import { logRequest } from "./requestLog";
import { isOwn, pathOf } from "./requestPath";

/** Injects a fault into the request if a rule says so, and does the part of it that comes before the work. */
export async function injectBeforeWork(
  organization: Organization,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const path = pathOf(request.url);
  if (isOwn(path)) return undefined;
  const fault = organization.faults.inject(request.method, path);
  if (fault === undefined) return undefined;
  setInjectedFault(request, fault);
  const { action } = fault;
  if (action.delayMs !== undefined && !isWorkDone(action)) await wait(action.delayMs);
  if (action.expireTokens === true) organization.tokens.expireAll();
  if (action.staleEtag === true && request.headers["if-match"] !== undefined) {
    request.headers["if-match"] = '"stale-by-injected-fault"';
  }
  if (isWorkDone(action)) return undefined;
  return sendFault(organization, request, reply, action) ? reply : undefined;
}

/**
 * Waits before the work of a delayed request, once its body is there: as a real service, the emulator
 * then does the work although the client has gone meanwhile.
 */
export async function delayWork(request: FastifyRequest): Promise<void> {
  const action = injectedFaultOf(request)?.action;
  if (action?.delayMs !== undefined && isWorkDone(action)) await wait(action.delayMs);
}

/** Whether the request is processed, whatever becomes of the response. */
function isWorkDone({ afterWork, cut, hang, reset, status }: FaultAction): boolean {
  if (afterWork === true || cut === true) return true;
  return hang !== true && reset !== true && status === undefined;
}

/** Sends a service's response, or what a fault makes of it. */
export function sendResponse(
  organization: Organization,
  request: FastifyRequest,
  reply: FastifyReply,
  response: Reply,
): FastifyReply {
  const action = injectedFaultOf(request)?.action;
  if (action?.cut === true) return sendTruncated(organization, request, reply, response);
  if (action?.afterWork === true && sendFault(organization, request, reply, action)) return reply;
  const { payload, type } = serialized(response.body);
  reply.code(response.status);
  if (type !== undefined) reply.header("content-type", type);
  if (response.headers !== undefined) reply.headers(response.headers);
  return reply.send(payload);
}

function serialized(body: unknown): { payload?: string | Buffer | Readable; type?: string } {
  if (body === undefined) return {};
  if (typeof body === "string" || Buffer.isBuffer(body) || body instanceof Readable) {
    return { payload: body };
  }
  return { payload: JSON.stringify(body), type: "application/json; charset=utf-8" };
}

const plainText = "text/plain; charset=utf-8";

/**
 * Whether a browser would show content of this type as a document that may have scripts. A fault's content is
 * never one of the emulator's origin, from which a script could call the admin API.
 */
function isDocument(type: string): boolean {
  return /html|xml|multipart/iu.test(type);
}

/** Sends what the fault says, or nothing. Returns false when the fault does not replace the response. */
function sendFault(
  organization: Organization,
  request: FastifyRequest,
  reply: FastifyReply,
  action: FaultAction,
): boolean {
  if (action.hang === true || action.reset === true) {
    logRequest(organization, request, 0, reply.elapsedTime);
    reply.hijack();
    if (action.reset === true) request.raw.socket.resetAndDestroy();
    return true;
  }
  if (action.status === undefined) return false;
  const isMadeUp = action.body === undefined;
  const { payload, type } = serialized(
    isMadeUp ? { error_code: String(action.status), message: "Injected fault" } : action.body,
  );
  reply.code(action.status).header("content-type", type ?? plainText);
  if (isMadeUp) reply.header(madeUpHeader, "code");
  reply.headers(action.headers ?? {});
  if (isDocument(String(reply.getHeader("content-type")))) reply.header("content-type", plainText);
  // Set last: no header of a rule replaces them.
  reply.headers(sandboxHeaders).send(payload);
  return true;
}

/** Announces the whole body, sends half of it and closes the connection. */
function sendTruncated(
  organization: Organization,
  request: FastifyRequest,
  reply: FastifyReply,
  response: Reply,
): FastifyReply {
  const { payload } = serialized(response.body);
  const whole = payload instanceof Readable ? Buffer.alloc(0) : Buffer.from(payload ?? "");
  logRequest(organization, request, response.status, reply.elapsedTime);
  reply.hijack();
  reply.raw.writeHead(response.status, {
    "content-type": "application/json; charset=utf-8",
    ...response.headers,
    ...sandboxHeaders,
    // Half of an empty body is empty, so at least one byte is announced that is not sent.
    "content-length": Math.max(whole.length, 1),
  });
  reply.raw.write(whole.subarray(0, Math.floor(whole.length / 2)), () => {
    request.raw.socket.destroy();
  });
  return reply;
}
