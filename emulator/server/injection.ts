import type { FastifyRequest } from "fastify";

import type { InjectedFault } from "../admin/faultInjector";

const injected = new WeakMap<FastifyRequest, InjectedFault>();

/** The fault injected into a request, if any. */
export function injectedFaultOf(request: FastifyRequest): InjectedFault | undefined {
  return injected.get(request);
}

/** Remembers the fault until the response is sent and logged. */
export function setInjectedFault(request: FastifyRequest, fault: InjectedFault): void {
  injected.set(request, fault);
}
