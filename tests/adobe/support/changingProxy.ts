import http from "node:http";
import type { AddressInfo } from "node:net";

import { forward } from "./forward";

/** A proxy before the emulator that changes the JSON of responses; tokens pass as they are. */
export interface ChangingProxy {
  readonly url: string;
  /** Requests since the start, tokens left out. */
  requests(): number;
  /** How the body of each response is changed from now on. */
  change: (body: unknown) => unknown;
  close(): Promise<void>;
}

export async function startChangingProxy(target: string): Promise<ChangingProxy> {
  let requests = 0;
  const respond = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const upstream = await forward(request, target);
    const text = await upstream.text();
    response.writeHead(upstream.status, { "content-type": "application/json" });
    if (request.url?.startsWith("/ims") === true || text === "") {
      response.end(text);
      return;
    }
    requests++;
    response.end(JSON.stringify(proxy.change(JSON.parse(text))));
  };
  const server = http.createServer((request, response) => {
    respond(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: ChangingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    change: (body) => body,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
