import { Server, ServerCredentials } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** A line the user would see. */
export interface Line {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly urn: string;
  readonly message: string;
}

const severities = ["debug", "info", "warning", "error"] as const;

/**
 * The engine's end of its Log call.
 *
 * @param address - Default: a free port
 */
export async function startEngineLog(address = "127.0.0.1:0") {
  const lines: Line[] = [];
  const server = new Server();
  server.addService(EngineService, {
    log: (
      call: { request: LogRequest },
      callback: (error: null, response: Empty) => void,
    ): void => {
      const severity = severities[call.request.getSeverity()];
      lines.push({ severity, urn: call.request.getUrn(), message: call.request.getMessage() });
      callback(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, lines, close: () => server.forceShutdown() };
}
