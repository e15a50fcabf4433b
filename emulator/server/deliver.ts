import type { FastifyReply, FastifyRequest } from "fastify";
import { setTimeout as wait } from "node:timers/promises";
import { Readable } from "node:stream";
import type { FaultAction } from "../admin/faultRule";
import type { Reply } from "../common/service";
import type { World } from "../state/world";
import { logRequest } from "./requestLog";
import { isOwn, pathOf, setStrike, strikeOf } from "./strikes";

/** Looks whether a fault strikes the request and does what has to be done before the work. */
export const strikeFirst = async (
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> => {
  const path = pathOf(request.url);
  if (isOwn(path)) return undefined;
  const strike = world.faults.strike(request.method, path);
  if (strike === undefined) return undefined;
  setStrike(request, strike);
  const { action } = strike;
  if (action.delayMs !== undefined) await wait(action.delayMs);
  if (action.expireTokens === true) world.tokens.expireAll();
  if (action.staleEtag === true && request.headers["if-match"] !== undefined) {
    request.headers["if-match"] = '"stale-by-injected-fault"';
  }
  if (action.afterWork === true || action.cut === true) return undefined;
  return deliverStrike(world, request, reply, action) ? reply : undefined;
};

/** Sends a service's answer, or what a fault makes of it. */
export const deliver = (
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Reply,
): FastifyReply => {
  const action = strikeOf(request)?.action;
  if (action?.cut === true) return cut(world, request, reply, answer);
  if (action?.afterWork === true && deliverStrike(world, request, reply, action)) return reply;
  const { payload, type } = serialised(answer.body);
  reply.code(answer.status);
  if (type !== undefined) reply.header("content-type", type);
  if (answer.headers !== undefined) reply.headers(answer.headers);
  return reply.send(payload);
};

const serialised = (body: unknown): { payload?: string | Buffer | Readable; type?: string } => {
  if (body === undefined) return {};
  if (typeof body === "string" || Buffer.isBuffer(body) || body instanceof Readable) {
    return { payload: body };
  }
  return { payload: JSON.stringify(body), type: "application/json; charset=utf-8" };
};

/** Answers as the fault says, or not at all. False: this fault leaves the answer alone. */
const deliverStrike = (
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  action: FaultAction,
): boolean => {
  if (action.hang === true || action.reset === true) {
    logRequest(world, request, 0, reply.elapsedTime);
    reply.hijack();
    if (action.reset === true) request.raw.socket.resetAndDestroy();
    return true;
  }
  if (action.status === undefined) return false;
  const { payload, type } = serialised(
    action.body ?? { error_code: String(action.status), message: "Injected fault" },
  );
  reply.code(action.status).header("content-type", type ?? "text/plain; charset=utf-8");
  reply.headers(action.headers ?? {});
  reply.send(payload);
  return true;
};

/** Promises the whole body, sends half of it and closes the connection. */
const cut = (
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Reply,
): FastifyReply => {
  const { payload } = serialised(answer.body);
  const whole = payload instanceof Readable ? Buffer.alloc(0) : Buffer.from(payload ?? "");
  logRequest(world, request, answer.status, reply.elapsedTime);
  reply.hijack();
  reply.raw.writeHead(answer.status, {
    "content-type": "application/json; charset=utf-8",
    // A body of nothing cannot be cut, so at least one byte more is promised than sent.
    "content-length": Math.max(whole.length, 1),
  });
  reply.raw.write(whole.subarray(0, Math.floor(whole.length / 2)), () => {
    request.raw.socket.destroy();
  });
  return reply;
};
