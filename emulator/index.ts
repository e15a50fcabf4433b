import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createServer } from "./server/server";
import { emulatorSettings, type EmulatorOptions, type EmulatorSettings } from "./options";
import { allServices } from "./services";
import type * as DiskStore from "./state/diskStore";
import { memoryStore, type Store } from "./state/store";
import { Organization } from "./state/organization";

/** Loads the database only for an emulator that keeps its state: the start need not wait for it. */
const load = createRequire(__filename);

const storeOf = ({ data, keepRows }: EmulatorSettings): Store =>
  data === undefined
    ? memoryStore(keepRows)
    : (load("./state/diskStore") as typeof DiskStore).diskStore(data);

export { emulatorCredentials, emulatorTenant } from "./defaults";
export { AssumptionError, assumptions } from "./assumptions";
export type { EmulatorOptions } from "./options";

/** A running emulator. */
export interface Emulator {
  /** Where it listens, as `http://127.0.0.1:8787`: IMS, platform, inlets and control alike. */
  readonly url: string;
  /** Stops listening, ends open connections and closes the store. */
  close(): Promise<void>;
}

/** A port that somebody else has; the message is for the user. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
}

/**
 * Starts an emulator of Adobe Experience Platform on 127.0.0.1.
 *
 * Clients log in with `emulatorCredentials` at `<url>/ims/token/v3` and then speak to `<url>/data/…` and
 * `<url>/collection/…` as to the real thing. Beside it, for tests:
 * - `GET /_emulator/health`, `GET /_emulator/requests`, `POST /_emulator/reset`
 * - `GET /_emulator/datasets/{id}/rows` (`{rows, rejected, total}`), `…/profile` (a repeated `_id` once)
 * - `POST|GET|DELETE /_emulator/faults`: faults on demand, see `control/faultInjector.ts`
 * - `GET /_emulator/assumptions`: the assumptions in force, see `assumptions.ts`
 *
 * @throws AssumptionError for an unknown switch, PortTakenError when the port is not free,
 * DataDirectoryError when `data` cannot be used.
 */
export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const settings = emulatorSettings(options);
  const organization = new Organization(settings, storeOf(settings));
  const app = createServer(organization, allServices);
  try {
    await app.listen({ host: "127.0.0.1", port: settings.port });
  } catch (error) {
    await organization.close();
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new PortTakenError(
      `Port ${settings.port} on 127.0.0.1 is taken. Give another one, or 0 for any free one.`,
    );
  }
  const { port } = app.server.address() as AddressInfo;
  organization.origin = `http://127.0.0.1:${port}`;
  return {
    url: organization.origin,
    close: async () => {
      await app.close();
      await organization.close();
    },
  };
};
