import type { FastifyRequest } from "fastify";
import { one } from "./gateway";
import type { World } from "../state/world";
import { isOwn, pathOf, strikeOf } from "./strikes";

/** Values that must not be repeated in the request log. */
const secretParameters = /(client_secret|access_token|code)=[^&]*/gu;

/** Writes the request into the log. `status` 0: no answer was given. */
export const logRequest = (
  world: World,
  request: FastifyRequest,
  status: number,
  ms: number,
): void => {
  const path = pathOf(request.url);
  if (isOwn(path)) return;
  const entry = {
    at: world.now(),
    method: request.method,
    path,
    query: request.url.slice(path.length).replace(secretParameters, "$1=…"),
    status,
    ms: Math.round(ms * 10) / 10,
    sandbox: one(request.headers["x-sandbox-name"]) ?? null,
    fault: strikeOf(request)?.id ?? null,
  };
  world.requests.push(entry);
  world.events.emit("request", entry);
};
