import http from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import { buffer } from "node:stream/consumers";

import { crossSiteProblem, sandboxHeaders } from "../../emulator/server/originCheck";
import { errorMessage } from "../toolchain/errors";

/** A TCP port that passes requests on to a service which listens on a Unix socket only. */
export interface Door {
  readonly port: number;
  /** For example `http://127.0.0.1:4566`. */
  readonly url: string;
  /** Stops listening and ends all connections. */
  close(): Promise<void>;
}

/** Says why a request must be rejected with 403; undefined when it may pass. */
export type Guard = (request: http.IncomingMessage) => string | undefined;

/** Longer than a client keeps a connection that it does not use; as MiniStack has it. */
const KEEP_ALIVE_MS = 75_000;

/** Headers that are about one connection, not about the message. */
const hopByHop = new Set(["connection", "expect", "keep-alive", "proxy-connection", "upgrade"]);

/**
 * Opens the only way to a service that cannot protect itself from web pages. Requests of other sites' pages get
 * 403, and so do those that the guard rejects; all others are passed on as they are. A browser shows nothing of the
 * service as a document that may have scripts.
 *
 * @param name - the service's name, for messages
 * @param socketPath - the Unix socket that the service listens on
 * @param options - `port`: a free one by default. `guard`: checks each request before its body is read; it need not
 * look for web pages
 * @returns the door, which listens on 127.0.0.1. It responds with 502 until the service does
 */
export async function openDoor(
  name: string,
  socketPath: string,
  { port = 0, guard }: { readonly port?: number | undefined; readonly guard?: Guard } = {},
): Promise<Door> {
  // An upload may take as long as it needs: all clients are on this machine.
  const settings = { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 };
  const server = http.createServer(settings, (request, response) => {
    const problem = crossSiteProblem(request.headers, request.socket.localPort) ?? guard?.(request);
    if (problem === undefined) void passOn(name, socketPath, request, response);
    else respond(response, 403, problem);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const { port: opened } = server.address() as AddressInfo;
  return {
    port: opened,
    url: `http://127.0.0.1:${opened}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Sends a request to the service once, on a connection of its own: on one that was used before, it could meet
 * the service closing it, and nobody would know whether the service has done the work.
 */
async function passOn(
  name: string,
  socketPath: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const body = await buffer(request).catch(() => undefined);
  if (body === undefined || response.destroyed) return; // the client has ended
  const { method = "GET", url = "/" } = request;
  const headers = endToEnd(request.rawHeaders);
  // The request says that the connection is kept, and the door ends it. A service that ends it right after its
  // response can do so before Node's last write; this write then fails, and the response is lost.
  const agent = new http.Agent({ keepAlive: true });
  const inner = http.request({ socketPath, method, path: url, headers, agent });
  let connected = false;
  inner.on("socket", (socket) => socket.on("connect", () => (connected = true)));
  inner.on("response", (result) => {
    const passed = [...endToEnd(result.rawHeaders), ...Object.entries(sandboxHeaders).flat()];
    response.writeHead(result.statusCode ?? 502, result.statusMessage, passed);
    pipeline(result, response, () => undefined); // an error ends both sides
  });
  inner.on("error", (error) => {
    if (response.headersSent) return; // the pipeline ends the response
    const sent = connected
      ? `The service got the request and may have done what it says. Look before you send it again.`
      : `The request was not sent.`;
    respond(response, 502, `${name} did not respond: ${errorMessage(error)}. ${sent}`);
  });
  // Also when the client ends before the service has responded.
  response.on("close", () => {
    inner.destroy();
    agent.destroy();
  });
  inner.end(body);
}

/** The headers of a message, without those of its connection. Names, order and repetitions stay. */
function endToEnd(raw: readonly string[]): string[] {
  return raw.filter(
    (_text, index) => !hopByHop.has((raw[index - (index % 2)] ?? "").toLowerCase()),
  );
}

function respond(response: http.ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, {
      ...sandboxHeaders,
      "content-type": "application/json",
      // The rest of the request's body is not read.
      connection: "close",
    })
    .end(JSON.stringify({ message }));
}
