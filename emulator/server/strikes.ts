import type { FastifyRequest } from "fastify";
import type { Strike } from "../admin/faultBook";

const strikes = new WeakMap<FastifyRequest, Strike>();

/** The fault that strikes a request, if any. */
export const strikeOf = (request: FastifyRequest): Strike | undefined => strikes.get(request);

export const setStrike = (request: FastifyRequest, strike: Strike): void => {
  strikes.set(request, strike);
};

export const pathOf = (url: string): string => url.split("?", 1)[0] ?? url;

/** The emulator's own pages and controls: neither logged nor struck by faults. */
export const isOwn = (path: string): boolean =>
  path === "/" || path.startsWith("/_emulator/") || path.startsWith("/page/");
