import { randomUUID } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type Server } from "node:http";

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";

import { hasBody, mediaTypeOf } from "../common/headers";
import type { Route, Service } from "../common/service";
import type { Organization } from "../state/organization";
import { checkAdminRequest } from "./adminCheck";
import { errorResponse } from "./errors";
import { authenticate, checkContentType, noRouteResponse } from "./gateway";
import { handleRequest } from "./handleRequest";
import { crossSiteProblem, sandboxHeaders } from "./originCheck";
import { logRequest } from "./requestLog";
import { pathOf, withoutEmptyParts } from "./requestPath";
import { delayWork, injectBeforeWork, sendResponse } from "./sendResponse";

const defaultBodyLimit = 10 * 1024 * 1024;

/** Which emulator a request has come to. */
const organizations = new WeakMap<IncomingMessage, Organization>();

function organizationOf({ raw }: FastifyRequest): Organization {
  const organization = organizations.get(raw);
  if (organization === undefined) throw new Error("The request has come to no emulator.");
  return organization;
}

/** What handles the requests to services, by these. */
const apps = new WeakMap<readonly Service[], Promise<FastifyInstance>>();

/**
 * An HTTP server for the given services. Bodies are read as bytes and parsed by the service, because each of
 * Adobe's services has its own response to a malformed one.
 *
 * The services' routes are set up with the first server of a process: that takes longer than all else of the start of an
 * emulator, and tests start hundreds.
 */
export async function createServer(
  organization: Organization,
  services: readonly Service[],
): Promise<Server> {
  const ready = apps.get(services) ?? readyApp(services);
  apps.set(services, ready);
  const app = await ready;
  const server = createHttpServer((request, response) => {
    organizations.set(request, organization);
    app.server.emit("request", request, response);
  });
  const { keepAliveTimeout, requestTimeout, timeout } = app.server;
  Object.assign(server, { keepAliveTimeout, requestTimeout, timeout });
  server.on("clientError", (error, socket) => app.server.emit("clientError", error, socket));
  return server;
}

async function readyApp(services: readonly Service[]): Promise<FastifyInstance> {
  const app = createApp();
  addHooks(app);
  for (const service of services) {
    for (const route of service.routes) addRoute(app, service, route);
  }
  addFallbacks(app);
  await app.ready();
  return app;
}

function createApp(): FastifyInstance {
  const app = fastify({
    bodyLimit: defaultBodyLimit,
    exposeHeadRoutes: false,
    // Fastify runs no hook for a path that is not a valid URL, so this does what the hooks do.
    frameworkErrors: (error, request, reply) => {
      if (rejectCrossSite(request, reply)) return;
      reply.header("x-request-id", randomUUID());
      const organization = organizationOf(request);
      const response = errorResponse(error, undefined, pathOf(request.url));
      logRequest(organization, request, response.status, 0);
      void sendResponse(organization, request, reply, response);
    },
    rewriteUrl: ({ url = "/" }) => withoutEmptyParts(url),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  return app;
}

/** Sends 403 to a web page of another site. */
function rejectCrossSite(request: FastifyRequest, reply: FastifyReply): boolean {
  const problem = crossSiteProblem(request.headers, request.socket.localPort);
  if (problem === undefined) return false;
  void reply.code(403).headers(sandboxHeaders).send({ error: problem });
  return true;
}

function addHooks(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    if (!rejectCrossSite(request, reply)) done();
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", randomUUID());
    // Fastify rejects a malformed content type; here each service decides what to do with it.
    if (mediaTypeOf(request.headers) === undefined) delete request.headers["content-type"];
  });
  app.addHook("onRequest", (request, reply) =>
    injectBeforeWork(organizationOf(request), request, reply),
  );
  app.addHook("preHandler", (request) => delayWork(request));
  app.addHook("onResponse", (request, reply) => {
    logRequest(organizationOf(request), request, reply.statusCode, reply.elapsedTime);
    return Promise.resolve();
  });
}

function addRoute(app: FastifyInstance, service: Service, route: Route): void {
  app.route({
    method: route.method,
    url: `${service.base}${route.path}`,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    config: { service },
    // Runs before the body is read: an unauthenticated caller need not send it.
    onRequest: (request, _reply, done) => {
      if (service.access === "gateway") {
        authenticate(organizationOf(request), request.headers);
        if (hasBody(request.headers)) checkContentType(request.headers, route.contentTypes);
      }
      if (service.access === "admin") {
        const { adminSecret } = organizationOf(request).settings;
        checkAdminRequest(route, request.headers, adminSecret);
      }
      done();
    },
    handler: async (request, reply) => {
      const organization = organizationOf(request);
      const response = await handleRequest(organization, service, route, request);
      return sendResponse(organization, request, reply, response);
    },
  });
}

function addFallbacks(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    return sendResponse(organizationOf(request), request, reply, noRouteResponse());
  });
  app.setErrorHandler((error, request, reply) => {
    const { service } = request.routeOptions.config as { service?: Service };
    const response = errorResponse(error, service, pathOf(request.url));
    return sendResponse(organizationOf(request), request, reply, response);
  });
}
