import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { ApiError } from "../common/apiError";
import type { Call, Reply, Route, Service } from "../common/service";
import type { Caller } from "../state/tokenIssuer";
import { hasBody, mediaTypeOf } from "../common/mediaType";
import { checkContentType, gatewayError, gatewayErrors, one, passGateway } from "./gateway";
import type { Sandbox } from "../state/sandbox";
import type { Organization } from "../state/organization";
import { sendResponse, injectBeforeWork } from "./sendResponse";
import { logRequest } from "./requestLog";
import { injectedFaultOf } from "./injection";

const defaultBodyLimit = 10 * 1024 * 1024;

/** Path and query of a request as it came in. */
const split = (request: FastifyRequest): { path: string; query: string } => {
  const at = request.url.indexOf("?");
  return at < 0
    ? { path: request.url, query: "" }
    : { path: request.url.slice(0, at), query: request.url.slice(at + 1) };
};

/**
 * An HTTP server that speaks for the given services. Bodies are read as bytes and parsed by the service,
 * because each of Adobe's services has its own answer to a bad one.
 */
export const createServer = (
  organization: Organization,
  services: readonly Service[],
): FastifyInstance => {
  const app = fastify({
    bodyLimit: defaultBodyLimit,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // A path that is no URL meets no hook.
    frameworkErrors: (error, request, reply) => {
      reply.header("x-request-id", randomUUID());
      const answer = answerTo(error, undefined, split(request).path);
      logRequest(organization, request, answer.status, 0);
      void sendResponse(organization, request, reply, answer);
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", randomUUID());
    // Each service says itself what it makes of a content type; the framework would give up.
    if (mediaTypeOf(request.headers) === undefined) delete request.headers["content-type"];
  });
  app.addHook("onRequest", (request, reply) => injectBeforeWork(organization, request, reply));
  app.addHook("onResponse", (request, reply) => {
    logRequest(organization, request, reply.statusCode, reply.elapsedTime);
    return Promise.resolve();
  });
  for (const service of services) {
    for (const route of service.routes) register(app, organization, service, route);
  }
  app.setNotFoundHandler((request, reply) => {
    const { status, body } = gatewayError(gatewayErrors.noRoute);
    return sendResponse(organization, request, reply, { status, body });
  });
  app.setErrorHandler((error, request, reply) => {
    const { service } = request.routeOptions.config as { service?: Service };
    return sendResponse(
      organization,
      request,
      reply,
      answerTo(error, service, split(request).path),
    );
  });
  return app;
};

const register = (
  app: FastifyInstance,
  organization: Organization,
  service: Service,
  route: Route,
): void => {
  app.route({
    method: route.method,
    url: `${service.base}${route.path}`,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    config: { service },
    // Before the body is read: who may not call, or sends what cannot be read, need not be waited for.
    onRequest: (request, _reply, done) => {
      if (service.access === "gateway") {
        passGateway(organization, request.headers);
        if (hasBody(request.headers)) checkContentType(request.headers, route.contentTypes);
      }
      done();
    },
    handler: async (request, reply) => {
      const answer = await answerOf(organization, service, route, request);
      return sendResponse(organization, request, reply, answer);
    },
  });
};

const nobody: Caller = { clientId: "", orgId: "", userId: "" };

const answerOf = async (
  organization: Organization,
  service: Service,
  route: Route,
  request: FastifyRequest,
): Promise<Reply> => {
  const { path, query } = split(request);
  try {
    const user = service.access === "gateway" ? passGateway(organization, request.headers) : nobody;
    // Only services that have sandboxes look at `call.sandbox`.
    const { headers } = request;
    const sandbox = service.sandbox?.(
      organization,
      one(headers["x-sandbox-name"]),
      headers,
    ) as Sandbox;
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const call: Call = {
      organization,
      sandbox,
      path,
      params: request.params as Record<string, string>,
      query: new URLSearchParams(query),
      headers: request.headers,
      raw,
      body: route.rawBody === true ? undefined : parsed(service, raw, path),
      user,
      injectedFault: injectedFaultOf(request),
    };
    return await route.handle(call);
  } catch (error) {
    return answerTo(error, service, path);
  }
};

const parsed = (service: Service, raw: Buffer, path: string): unknown => {
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString("utf8")) as unknown;
  } catch {
    const { status, body } = service.badBody?.("malformed", { path }) ?? {
      status: 400,
      body: { status: 400, title: "Bad Request", detail: "The body is not valid JSON" },
    };
    throw new ApiError(status, body);
  }
};

const answerTo = (error: unknown, service: Service | undefined, path: string): Reply => {
  if (error instanceof ApiError) {
    return { status: error.status, body: error.body, headers: error.headers };
  }
  const { code, message, statusCode } = error as {
    code?: string;
    message?: string;
    statusCode?: number;
  };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return (
      service?.badBody?.("too-large", { path }) ?? {
        status: 413,
        body: { status: 413, title: "Payload Too Large" },
      }
    );
  }
  if (statusCode !== undefined && statusCode < 500) {
    const { status, body } = gatewayError(gatewayErrors.badRequest);
    return { status, body };
  }
  return {
    status: 500,
    body: {
      title: "The emulator failed: this is a fault of the emulator, not an answer of Adobe's",
      detail: message,
    },
  };
};
