import http from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it reached the server. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A server in place of the emulator that returns what it receives. */
export class EchoServer {
  readonly received: Received[] = [];

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<EchoServer> {
    const server = http.createServer();
    const echo = new EchoServer(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const body = Buffer.concat(chunks).toString("utf8");
        const received = { method, url, headers, body };
        echo.received.push(received);
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify(received));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return echo;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
