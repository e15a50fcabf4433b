import type { FastifyRequest } from "fastify";
import type { InjectedFault } from "../admin/faultInjector";

const injected = new WeakMap<FastifyRequest, InjectedFault>();

/** The fault injected into a request, if any. */
export const injectedFaultOf = (request: FastifyRequest): InjectedFault | undefined =>
  injected.get(request);

/** Remembers the fault until the response is sent and logged. */
export const setInjectedFault = (request: FastifyRequest, fault: InjectedFault): void => {
  injected.set(request, fault);
};
