import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engineLog";
import { Operations } from "./operations";
import { service } from "./service";
import type { ProviderDefinition } from "./types";

/** As Pulumi's own SDKs: a schema with many resources is larger than gRPC's 4 MB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** A provider that is listening. */
export interface ProviderServer {
  readonly port: number;
  /** Aborts what is running and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves a provider on 127.0.0.1.
 *
 * @param options - `engineAddress`: where the engine listens (the plugin's first argument); `port`:
 *   0, the default, takes a free one.
 */
export async function startServer(
  definition: ProviderDefinition,
  options: { readonly engineAddress?: string | undefined; readonly port?: number } = {},
): Promise<ProviderServer> {
  const log = new EngineLog();
  log.connect(options.engineAddress);
  const operations = new Operations();
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(ResourceProviderService, { ...service(definition, { operations, log }) });
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
 * The whole life of a plugin process: prints the port as the first line of stdout, as the engine
 * expects within ten seconds, and ends with its standard input. The engine holds the other end of
 * that pipe; it closes when the engine is killed, and a plugin that went on would finish creates
 * that nobody records.
 */
export async function serve(definition: ProviderDefinition): Promise<void> {
  const server = await startServer(definition, { engineAddress: engineAddress(process.argv) });
  process.stdout.write(`${server.port}\n`);
  const end = () => process.exit(0);
  process.stdin.once("end", end).once("close", end).once("error", end).resume();
  // The engine starts each plugin in a process group of its own, so a user's Ctrl-C does not come
  // here (the engine calls Cancel); SIGINT is how it ends a plugin it no longer needs. One that
  // does not go is waited for ten seconds.
  process.once("SIGINT", end).once("SIGTERM", end);
}

/** The engine passes its address as the first argument that is not one of its own log flags. */
export function engineAddress(argv: readonly string[]): string | undefined {
  const args = argv.slice(2);
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    if (arg === "--tracing") index++;
    else if (arg !== undefined && !arg.startsWith("-")) return arg;
  }
  return undefined;
}
