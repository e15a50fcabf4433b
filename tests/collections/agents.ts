import http, { type ClientRequestArgs } from "node:http";
import net from "node:net";
import { PassThrough, type Duplex } from "node:stream";

import { ProxyConfig } from "postman-collection";

/** Domains of Adobe's services. What is sent to any other host goes nowhere. */
const adobeDomains: readonly string[] = ["adobe.io", "adobelogin.com", "adobedc.net"];

/**
 * Whether requests to the host go to the emulator: it is Adobe's, or the emulator's own address.
 *
 * @param host - name and port; without a port at the default one of the protocol
 */
export function isEmulated(host: string, emulator: URL): boolean {
  if (host === emulator.host) return true;
  const name = host.toLowerCase().replace(/:\d+$/u, "");
  return adobeDomains.some((domain) => name.endsWith(`.${domain}`));
}

/** A request of a collection that has no place in the emulator. */
export class HostError extends Error {
  override readonly name = "HostError";

  constructor(host: string) {
    super(`${host} is not a host of Adobe's`);
  }
}

/**
 * Opens each connection to the emulator, whatever host and protocol the request names. So requests keep their URL as
 * the collection has it, also those that a script or a redirect makes, and none leaves the machine. A request to
 * another host than Adobe's fails with {@link HostError}.
 */
class EmulatorAgent extends http.Agent {
  constructor(
    private readonly emulator: URL,
    protocol: "http:" | "https:",
  ) {
    super();
    // Node.js rejects a request whose protocol is not that of its agent.
    Object.assign(this, { protocol });
  }

  override createConnection(
    { host, port }: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null {
    const isDefault = [80, 443].includes(Number(port));
    const address = isDefault ? (host ?? "") : `${host ?? ""}:${String(port)}`;
    if (isEmulated(address, this.emulator)) {
      return net.connect(Number(this.emulator.port), this.emulator.hostname);
    }
    callback?.(new HostError(address), new PassThrough());
    return null;
  }
}

/** A proxy that is none. It takes the place of one that a request or a script names, which would pass by the agents. */
class NoProxy extends ProxyConfig {
  constructor() {
    super({ match: "<all_urls>" });
  }

  override getProxyUrl(): string {
    return "";
  }
}

/** For a runner's option `proxies`: no request has one. */
export const noProxies: { resolve(url: string): ProxyConfig } = { resolve: () => new NoProxy() };

/** The agents for a runner's option `requester.agents`. */
export function emulatorAgents(url: string): { readonly http: object; readonly https: object } {
  const emulator = new URL(url);
  return {
    http: new EmulatorAgent(emulator, "http:"),
    https: new EmulatorAgent(emulator, "https:"),
  };
}
