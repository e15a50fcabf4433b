import { createClient, type AdobeClient } from "../adobe/client";
import { readAdobeSettings, type SettingsOptions } from "./adobeSettings";

/** Longest wait for one response of Adobe, in milliseconds. */
const TIMEOUT_MS = 20_000;

/**
 * Runs work with a client for the stack's organization and sandbox.
 *
 * @throws UserError when credential or sandbox are missing, AdobeError when Adobe rejects a request
 */
export async function withAdobe<T>(
  options: SettingsOptions,
  work: (client: AdobeClient) => Promise<T>,
): Promise<T> {
  const settings = await readAdobeSettings({ ...options, selected: true }, process.env);
  const client = createClient({ ...settings, timeoutMs: TIMEOUT_MS });
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
