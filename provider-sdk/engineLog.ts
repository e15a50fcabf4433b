import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Context } from "./types";

const severities = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/**
 * The way to the user's screen: the engine shows what goes through its Log call, while stdout and
 * stderr of a plugin are hidden once it runs.
 */
export class EngineLog {
  #client: EngineClient | undefined;
  #address: string | undefined;
  readonly #open = new Set<Promise<void>>();

  /** Where the engine listens, `127.0.0.1:port`; an empty address is ignored. */
  connect(address: string | undefined): void {
    if (!address || address === this.#address) return;
    this.#client?.close();
    this.#address = address;
    this.#client = new EngineClient(address, credentials.createInsecure());
  }

  /** Shows a line under the resource. A line that cannot be delivered never fails an operation. */
  write(severity: Parameters<Context["log"]>[0], urn: string, message: string): void {
    const client = this.#client;
    if (client === undefined) return;
    const request = new LogRequest();
    request.setSeverity(severities[severity]);
    request.setUrn(urn);
    request.setMessage(message);
    const sent = new Promise<void>((resolve) => {
      client.log(request, () => resolve());
    });
    this.#open.add(sent);
    void sent.then(() => this.#open.delete(sent));
  }

  /** Resolves when every line written so far has been taken: an answer must not overtake them. */
  async flush(): Promise<void> {
    await Promise.all(this.#open);
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
    this.#address = undefined;
  }
}
