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

/** Longer than a client keeps a connection that it does not use; as MiniStack has it. */
const KEEP_ALIVE_MS = 75_000;

/**
 * A connection of its own for each request, so that none meets one that was just closed. The request asks to
 * keep it, and the door ends it: a service that ends it itself right after its response makes Node's last write
 * fail, the response is lost, and the client repeats what has been done.
 */
const ownConnections = new http.Agent({ keepAlive: true, maxFreeSockets: 0 });

/** Headers that are about one connection, not about the message. */
const hopByHop = new Set(["connection", "expect", "keep-alive", "proxy-connection", "upgrade"]);

/**
 * Opens the only way to a service that cannot protect itself from web pages. Requests of other sites' pages get
 * 403; all others are passed on as they are. A browser shows nothing of the service as a
 * document that may have scripts.
 *
 * @param name - the service's name, for messages
 * @param socketPath - the Unix socket that the service listens on
 * @param port - a free one when undefined
 * @returns the door, which listens on 127.0.0.1. It responds with 502 until the service does
 */
export async function openDoor(name: string, socketPath: string, port = 0): Promise<Door> {
  // An upload may take as long as it needs: all clients are on this machine.
  const settings = { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 };
  const server = http.createServer(settings, (request, response) => {
    const problem = crossSiteProblem(request.headers, request.socket.localPort);
    if (problem === undefined) passOn(name, socketPath, request, response);
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

function passOn(
  name: string,
  socketPath: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const { method = "GET", url = "/" } = request;
  const headers = endToEnd(request.rawHeaders);
  const inner = http.request({ socketPath, method, path: url, headers, agent: ownConnections });
  inner.on("response", (result) => {
    const passed = [...endToEnd(result.rawHeaders), ...Object.entries(sandboxHeaders).flat()];
    response.writeHead(result.statusCode ?? 502, result.statusMessage, passed);
    pipeline(result, response, () => undefined); // an error ends both sides
  });
  inner.on("error", (error) => {
    if (response.headersSent) response.destroy();
    else respond(response, 502, `${name} did not respond: ${errorMessage(error)}`);
  });
  // The client may end before the service has responded.
  response.on("close", () => inner.destroy());
  void buffer(request).then(
    (body) => inner.end(body),
    () => inner.destroy(),
  );
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
