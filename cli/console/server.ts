import path from "node:path";

import fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import * as z from "zod";

import { AdobeError } from "../../adobe/client";
import { crossSiteProblem, sandboxHeaders } from "../../emulator/server/originCheck";
import { pageFile, uiDirectory, uiFiles } from "../../emulator/server/pageFile";
import { isSecret } from "../../emulator/server/secret";
import { isLogId } from "../functionLogs";
import { printError } from "../terminal";
import { UserError } from "../userError";
import type { ConsoleStack } from "./consoleStack";
import { stateOf } from "./state";

const pageDirectory = path.join(__dirname, "page");
const pageFiles = ["app.js", "charts.js", "console.css", "deadLetters.js", "dialog.js"];
const morePageFiles = ["events.js", "operate.js", "path.js", "times.js"];

/** Request header with the secret of the run. */
export const secretHeader = "x-console-secret";

/** The largest request: a list of a thousand ids. */
const BODY_LIMIT = 256 * 1024;

/**
 * The console's server: the page, which everybody on this machine may load and which has nothing in it, and its API,
 * which needs the secret of the run. Requests of other web pages get 403 before anything is read.
 */
export function createConsoleServer(stack: ConsoleStack, secret: string): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  app.addHook("onRequest", (request, reply, done) => {
    const problem = crossSiteProblem(request.headers, request.socket.localPort);
    if (problem === undefined) done();
    else void reply.code(403).headers(sandboxHeaders).send({ error: problem });
  });
  app.setErrorHandler((error, _request, reply) => sendError(error, reply));
  addPage(app);
  void app.register((api, _options, done) => {
    api.addHook("onRequest", (request, reply, next) => {
      const given = request.headers[secretHeader];
      void reply.headers({ ...sandboxHeaders, "cache-control": "no-store" });
      if (typeof given === "string" && isSecret(given, secret)) next();
      else {
        const text = "Open the address that the command printed: it has the secret of this run.";
        void reply.code(403).send({ error: text });
      }
    });
    addApi(api, stack);
    done();
  });
  return app;
}

/** A path of a file is that in the tree, so that the page's imports mean the same in the browser. */
function addPage(app: FastifyInstance): void {
  const add = (url: string, directory: string, name: string) =>
    app.get(url, (_request, reply) => {
      const { body, headers } = pageFile(directory, name);
      return reply.headers(headers).send(body);
    });
  add("/", pageDirectory, "index.html");
  for (const name of [...pageFiles, ...morePageFiles])
    add(`/cli/console/page/${name}`, pageDirectory, name);
  for (const name of uiFiles) add(`/emulator/ui/${name}`, uiDirectory, name);
}

const id = z.string().min(1).max(200);
const oneId = z.strictObject({ id });
const planned = z.strictObject({ plan: z.uuid() });
const selection = z.strictObject({
  ids: z.array(id).max(1_000).optional(),
  reason: z.string().max(200).optional(),
});

function addApi(api: FastifyInstance, stack: ConsoleStack): void {
  api.get("/api/state", async () => stateOf(await stack.look(), Date.now()));
  api.post("/api/find", async ({ body }) => {
    const wanted = oneId.parse(body).id;
    if (!isLogId(wanted)) throw new UserError("This is neither a request id nor an _id.");
    return { found: null, ...(await stack.find(wanted)) };
  });
  api.post("/api/dlq/show", async ({ body }) => {
    return { content: await stack.deadLetters.show(oneId.parse(body).id) };
  });
  api.post("/api/dlq/again", () => {
    stack.readDeadLettersAgain();
    return {};
  });
  api.post("/api/redrive/plan", ({ body }) => {
    const { ids = [], reason } = selection.parse(body);
    if (ids.length === 0 && reason === undefined)
      throw new UserError("Say which messages to send again.");
    return stack.deadLetters.plan({ ids, ...(reason !== undefined && { reason }) });
  });
  api.post("/api/redrive", async ({ body }) => {
    const done = await stack.deadLetters.redrive(planned.parse(body).plan);
    stack.readDeadLettersAgain();
    return done;
  });
  api.post("/api/drift", () => {
    stack.startDrift();
    return {};
  });
}

/** An error that the user can fix is shown in the page; any other is a bug, whose origin the terminal gets. */
function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof UserError || error instanceof AdobeError)
    return reply.code(422).send({ error: error.message });
  if (error instanceof z.ZodError) return reply.code(400).send({ error: "Invalid request." });
  const { message, stack, statusCode = 500 } = error as Error & { statusCode?: number };
  if (statusCode < 500) return reply.code(statusCode).send({ error: message });
  printError(`${stack ?? message}\n`);
  return reply.code(500).send({ error: `This is a bug: ${message}` });
}
