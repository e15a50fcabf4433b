import { AdobeError, createClient, type AdobeClient } from "../adobe/client";
import { sandboxHint } from "../adobe/client/hints";
import { readAdobeSettings, type SettingsOptions } from "./adobeSettings";
import { UsageError } from "./userError";

/** Longest wait for one response of Adobe, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Runs work with a client for the stack's organization and sandbox. */
export type UseAdobe = <T>(work: (client: AdobeClient) => Promise<T>) => Promise<T>;

/**
 * Runs work with a client for the stack's organization and sandbox.
 *
 * @throws UsageError when credential or sandbox are not named, or Adobe has no such sandbox for the credential; AdobeError
 * when Adobe rejects a request for another reason
 */
export async function withAdobe<T>(
  options: SettingsOptions,
  work: (client: AdobeClient) => Promise<T>,
): Promise<T> {
  const client = await openClient(options);
  try {
    return await work(client);
  } catch (error) {
    const isSandbox = error instanceof AdobeError && error.details.hint === sandboxHint;
    throw isSandbox ? new UsageError(error.message) : error;
  } finally {
    client.close();
  }
}

/**
 * A client for a command that runs for long: it is made with the first work, and kept. When the settings cannot be read,
 * the next work tries again.
 */
export function keepAdobe(options: SettingsOptions): { use: UseAdobe; close: () => void } {
  let kept: Promise<AdobeClient> | undefined;
  return {
    use: async (work) => {
      kept ??= openClient(options).catch((error: unknown) => {
        kept = undefined;
        throw error;
      });
      return work(await kept);
    },
    close: () => void kept?.then((client) => client.close()),
  };
}

async function openClient(options: SettingsOptions): Promise<AdobeClient> {
  const settings = await readAdobeSettings({ ...options, selected: true }, process.env);
  return createClient({ ...settings, timeoutMs: TIMEOUT_MS });
}
