import http from "node:http";
import type { AddressInfo } from "node:net";

import { forward } from "./forward";

/** A response that reports an error, as it passed the proxy. */
export interface RecordedError {
  readonly status: number;
  /** The parsed body, or its text when it is not JSON. */
  readonly body: unknown;
  /** What the emulator has made up about it; see emulator/common/apiError.ts. */
  readonly madeUp: string | undefined;
}

/** A proxy before the emulator that changes nothing and keeps what Adobe's side responds when it rejects. */
export interface RecordingProxy {
  readonly url: string;
  readonly errors: readonly RecordedError[];
  close(): Promise<void>;
}

export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const errors: RecordedError[] = [];
  const respond = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const upstream = await forward(request, target);
    const text = await upstream.text();
    const { status } = upstream;
    const madeUp = upstream.headers.get("x-emulator-made-up") ?? undefined;
    if (status >= 400) errors.push({ status, body: parsed(text), madeUp });
    const passed = ["content-type", "retry-after"].flatMap((name) => {
      const value = upstream.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    response.writeHead(status, Object.fromEntries(passed) as http.OutgoingHttpHeaders);
    response.end(text);
  };
  const server = http.createServer((request, response) => {
    respond(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    errors,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
