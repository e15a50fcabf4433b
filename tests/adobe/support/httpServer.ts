import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** The response; `"reset"` closes the connection, `"hang"` never responds. */
export type Reply =
  { status?: number; headers?: Record<string, string>; body?: unknown } | "reset" | "hang";

/** A real server that responds by a script and records its requests. */
export async function startServer(reply: (request: Received, count: number) => Reply) {
  const received: Received[] = [];
  // However long a test takes, it closes no connection that a client may just be using again.
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Received = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(one);
      const scripted = reply(one, received.length);
      if (scripted === "hang") return;
      if (scripted === "reset") {
        request.socket.destroy();
        return;
      }
      response.writeHead(scripted.status ?? 200, {
        "content-type": "application/json",
        ...scripted.headers,
      });
      response.end(
        typeof scripted.body === "string" ? scripted.body : JSON.stringify(scripted.body ?? {}),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
