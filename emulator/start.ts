import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { loaderOf } from "./common/lazy";
import { emulatorSettings, type EmulatorOptions, type EmulatorSettings } from "./options";
import { createServer } from "./server/server";
import { allServices } from "./services";
import type * as DiskStore from "./state/diskStore";
import { Organization } from "./state/organization";
import { memoryStore, type Store } from "./state/store";

/** A running emulator. */
export interface Emulator {
  /** Its only URL, for example `http://127.0.0.1:8787`: IMS, platform, streaming endpoints and admin API. */
  readonly url: string;
  /** What requests to the admin API must send in the header `x-emulator-secret`. */
  readonly adminSecret: string;
  /** Stops listening, closes open connections and the store. */
  close(): Promise<void>;
}

/** The port is in use. The message is for the user. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
}

const load = loaderOf(__filename);

/** The database is loaded only for an emulator that keeps its state, because loading it takes time. */
function openStore({ data, keepRows }: EmulatorSettings): Store {
  if (data === undefined) return memoryStore(keepRows);
  const { diskStore } = load("./state/diskStore") as typeof DiskStore;
  return diskStore(data);
}

/**
 * Starts an emulator of Adobe Experience Platform in this process, on 127.0.0.1.
 *
 * Clients log in with `emulatorCredentials` at `<url>/ims/token/v3` and then call `<url>/data/…` and
 * `<url>/collection/…` as they call Adobe. The admin API is below `<url>/_emulator/`; `EmulatorClient`
 * calls it.
 *
 * @param options - everything has a default; see {@link EmulatorOptions}
 * @returns the emulator, which listens already
 * @throws AssumptionError for an unknown assumption or value, AdminSecretError for a bad `adminSecret`, PortTakenError when the port is in use,
 * DataDirectoryError when `data` is not a usable directory, is in use by another process, or is damaged
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = emulatorSettings(options);
  const organization = new Organization(settings, openStore(settings));
  const server = await createServer(organization, allServices);
  try {
    server.listen({ host: "127.0.0.1", port: settings.port });
    await once(server, "listening");
  } catch (error) {
    await organization.close();
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new PortTakenError(
      `Port ${settings.port} on 127.0.0.1 is in use. Use another port, or 0 for any free one.`,
      { cause: error },
    );
  }
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  organization.origin = `http://127.0.0.1:${port}`;
  return {
    url: organization.origin,
    adminSecret: settings.adminSecret,
    close: () => (closed ??= close(server, organization)),
  };
}

async function close(server: Server, organization: Organization): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
  await organization.close();
}
