import { EmulatorClient, startEmulator } from "../../emulator";
import { startServices, type Services } from "../../local/services";
import { withPlugins } from "./stacks";

/** What a stack in direct mode runs against: the emulator, and services without AWS. */
export interface AdobeSide {
  readonly emulator: EmulatorClient;
  /** Of the emulator. */
  readonly url: string;
  readonly services: Services;
}

/** Runs with the plugins as they are installed, against an emulator of its own without delays. */
export function withEmulator<T>(work: (adobe: AdobeSide) => Promise<T>): Promise<T> {
  return withPlugins(async () => {
    const emulator = await startEmulator({ settleMs: 0 });
    const { adminSecret, url } = emulator;
    try {
      const services = await startServices({ aepUrl: url, adminSecret, ministack: false });
      try {
        return await work({ emulator: new EmulatorClient(url, emulator), url, services });
      } finally {
        await services.close();
      }
    } finally {
      await emulator.close();
    }
  });
}
