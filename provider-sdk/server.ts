import { fstatSync } from "node:fs";

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { EngineLog } from "./engineLog";
import { Operations } from "./operations";
import { service } from "./service";
import type { ProviderDefinition } from "./types";

/** The limit of Pulumi's own SDKs: the schema of many resources is larger than gRPC's default of 4 MB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** A provider that is listening. */
export interface ProviderServer {
  readonly port: number;
  /** Aborts the operations in flight and stops listening. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Where the engine listens, `127.0.0.1:port`. An engine that attaches or shakes hands says it again. */
  readonly engineAddress?: string | undefined;
  /** Port to listen on. Default 0: any free one. */
  readonly port?: number;
}

/** Serves a provider on 127.0.0.1, inside this process. */
export async function startServer(
  definition: ProviderDefinition,
  options: ServerOptions = {},
): Promise<ProviderServer> {
  const log = new EngineLog();
  log.connect(options.engineAddress);
  const operations = new Operations();
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(ResourceProviderService, service(definition, { operations, log }));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      `127.0.0.1:${options.port ?? 0}`,
      ServerCredentials.createInsecure(),
      (error, bound) => (error === null ? resolve(bound) : reject(error)),
    );
  });
  return {
    port,
    close: () => {
      operations.cancelAll("the provider is stopping");
      log.close();
      return new Promise((resolve) => {
        server.tryShutdown(() => resolve());
      });
    },
  };
}

/**
 * Runs a provider as a plugin, for as long as the process lives.
 *
 * Prints the port as the first line of stdout, which the engine expects within ten seconds. Ends
 * with its standard input where that is a pipe: the engine holds the other end of it, and a plugin that outlived
 * a killed engine would finish creates that no state records. A language host, which starts the plugins of a folder
 * with a `PulumiPlugin.yaml`, gives none and kills the plugin when the engine ends the call that started it.
 */
export async function serve(definition: ProviderDefinition): Promise<void> {
  const server = await startServer(definition, { engineAddress: engineAddress(process.argv) });
  process.stdout.write(`${server.port}\n`);
  const end = () => process.exit(0);
  if (isPipe(0)) process.stdin.once("end", end).once("close", end).once("error", end).resume();
  // The engine starts each plugin in its own process group, so a user's Ctrl-C does not arrive here
  // (the engine calls Cancel instead). SIGINT is how it ends a plugin that it no longer needs; it
  // waits ten seconds for one that does not end.
  process.once("SIGINT", end).once("SIGTERM", end);
}

/** Whether another process holds the other end of an open file. Node.js makes sockets for its own children. */
function isPipe(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isFIFO() || stat.isSocket();
}

/** The engine passes its address as the first argument that is not one of its own log flags. */
function engineAddress(argv: readonly string[]): string | undefined {
  const args = argv.slice(2);
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    if (arg === "--tracing") index++;
    else if (arg !== undefined && !arg.startsWith("-")) return arg;
  }
  return undefined;
}
