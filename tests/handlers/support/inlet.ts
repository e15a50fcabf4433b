import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What was posted to the streaming endpoint. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** The connection it came on, numbered. */
  readonly connection: number;
}

/** How the streaming endpoint responds to a request; the default accepts everything. */
export type Responder = (posted: Posted, response: ServerResponse) => void;

export interface Inlet {
  readonly url: string;
  readonly posted: Posted[];
  /** The largest number of requests in flight at the same time. */
  readonly most: () => number;
  respond: Responder;
  close(): Promise<void>;
}

export function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** As Adobe's endpoint: 200 for a single message, 207 for a batch, with one response for each message. */
export const takes: Responder = ({ path, body }, response) => {
  const { messages } = JSON.parse(body) as { messages?: unknown[] };
  if (path.includes("/batch/"))
    json(response, 207, {
      inletId: "inlet",
      responses: (messages ?? []).map((_, index) => ({ xactionId: `1:${index}` })),
    });
  else json(response, 200, { inletId: "inlet", xactionId: "1:1", receivedTimeMs: 1 });
};

/** Responds to the n-th message (`text n`) by the n-th of these; accepts all others. */
export function each(responders: Readonly<Record<number, Responder>>): Responder {
  return (posted, response) => {
    const { message = "" } = JSON.parse(posted.body) as { message?: string };
    (responders[Number(message.split(" ")[1])] ?? takes)(posted, response);
  };
}

export function status(
  code: number,
  headers = {},
  body: unknown = { status: code, title: "no" },
): Responder {
  return (_, response) => json(response, code, body, headers);
}

export const reset: Responder = (_, response) => response.destroy();
export const halfBody: Responder = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"inletId":"in');
  setImmediate(() => response.destroy());
};
export const html: Responder = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end("<html>sign in</html>");
};
export const hang: Responder = () => undefined;

/** A real HTTP server in place of AEP's streaming endpoint. */
export async function startInlet(): Promise<Inlet> {
  const posted: Posted[] = [];
  const sockets = new Map<Socket, number>();
  let inFlight = 0;
  let most = 0;
  // However long a test takes, the server closes no connection that the client may just be using again.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const connection = sockets.get(request.socket) ?? sockets.size + 1;
    sockets.set(request.socket, connection);
    inFlight += 1;
    most = Math.max(most, inFlight);
    response.on("close", () => (inFlight -= 1));
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url = "", headers } = request;
      const body = Buffer.concat(chunks).toString("utf8");
      const one = { path: url, headers, body, connection };
      posted.push(one);
      inlet.respond(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const inlet: Inlet = {
    url: `http://127.0.0.1:${port}/collection/abc`,
    posted,
    most: () => most,
    respond: takes,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
  return inlet;
}
