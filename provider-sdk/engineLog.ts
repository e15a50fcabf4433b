import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

import { forUser } from "./limits";
import type { Severity } from "./types";

const severities: Record<Severity, LogSeverity> = {
  debug: LogSeverity.DEBUG,
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/**
 * Clients of one process share what they know of an address. A served plugin meets many engines, and the system may give
 * one the port of another that has ended, at which a shared connection waits before it tries again.
 */
const ownConnection = { "grpc.use_local_subchannel_pool": 1 };

/**
 * Shows lines on the user's screen through the engine's `Log` call. The engine hides what a running
 * plugin prints to stdout and stderr.
 */
export class EngineLog {
  #client: EngineClient | undefined;
  #address: string | undefined;
  readonly #inFlight = new Set<Promise<void>>();

  /**
   * Connects to the engine.
   *
   * @param address - `127.0.0.1:port`; an empty one is ignored
   */
  connect(address: string | undefined): void {
    if (!address || address === this.#address) return;
    this.#client?.close();
    this.#address = address;
    this.#client = new EngineClient(address, credentials.createInsecure(), ownConnection);
  }

  /** Shows a line under the resource, at most {@link MAX_MESSAGE} characters of it. A line that cannot be delivered never fails an operation. */
  write(severity: Severity, urn: string, message: string): void {
    const client = this.#client;
    if (client === undefined) return;
    const request = new LogRequest();
    request.setSeverity(severities[severity]);
    request.setUrn(urn);
    request.setMessage(forUser(message));
    const sent = new Promise<void>((resolve) => {
      client.log(request, () => resolve());
    });
    this.#inFlight.add(sent);
    void sent.then(() => this.#inFlight.delete(sent));
  }

  /** Resolves when the engine has all lines written so far, so that no response overtakes them. */
  async flush(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
    this.#address = undefined;
  }
}
