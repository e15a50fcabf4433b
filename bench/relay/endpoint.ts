import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";

/** A streaming endpoint that accepts everything after a while, in a process of its own. */
export interface Endpoint {
  readonly url: string;
  readonly close: () => void;
}

function responseTo(path: string, text: string): object {
  if (!path.includes("/batch/")) return { inletId: "1", xactionId: "1:2:3", receivedTimeMs: 1 };
  const messages = text.split('"xdmEntity"').length - 1;
  return { responses: Array.from({ length: messages }, (_, index) => ({ xactionId: `${index}` })) };
}

/** @param delayMs milliseconds until it responds */
export async function startEndpoint(delayMs: number): Promise<Endpoint> {
  const child = fork(__filename, [String(delayMs)], { stdio: "inherit" });
  const [port] = (await once(child, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}/collection/1`,
    close: () => void child.kill(),
  };
}

function serve(delayMs: number): void {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      response.setHeader("content-type", "application/json");
      response.statusCode = path.includes("/batch/") ? 207 : 200;
      const body = JSON.stringify(responseTo(path, Buffer.concat(chunks).toString()));
      if (delayMs === 0) response.end(body);
      else setTimeout(() => response.end(body), delayMs);
    });
  });
  // Longer than any measurement of the rival: a connection that ends meanwhile would be an error of this program.
  server.keepAliveTimeout = 600_000;
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.(typeof address === "object" ? address?.port : undefined);
  });
  process.on("disconnect", () => process.exit());
}

if (require.main === module && process.send) serve(Number(process.argv[2]));
