import type { AdobeSettings } from "../../../cli/adobeSettings";
import { runProbe, type Run, type RunOptions } from "../../../cli/probe/run";
import { EmulatorClient, emulatorCredentials, type EmulatorOptions } from "../../../emulator";
import { Clock } from "./clock";

/** The sandbox that the probe works in: its name is in no other text, so a test can look for it. */
export const sandbox = "acme-sandbox-7";

/** An emulator in simulated time, and the probe's settings for it. */
export interface Simulation {
  readonly clock: Clock;
  readonly emulator: EmulatorClient;
  readonly settings: AdobeSettings;
  readonly probe: (more?: Partial<RunOptions>) => Promise<Run>;
  readonly close: () => Promise<void>;
}

/** @param latencyMs - how long each request takes */
export async function simulate(options: EmulatorOptions = {}, latencyMs = 0): Promise<Simulation> {
  const clock = new Clock(latencyMs);
  const emulator = await EmulatorClient.start({ sandboxes: [sandbox], now: clock.now, ...options });
  const settings = settingsFor(emulator.url);
  return {
    clock,
    emulator,
    settings,
    probe: (more = {}) =>
      runProbe({
        settings,
        timing: clock,
        fetch: clock.fetch,
        timeoutMs: 10_000,
        union: true,
        signal: new AbortController().signal,
        progress: () => {},
        ...more,
      }),
    close: () => emulator.close(),
  };
}

export function settingsFor(url: string): AdobeSettings {
  const { orgId, clientId, clientSecret, scopes } = emulatorCredentials;
  return { orgId, clientId, clientSecret, scopes, sandbox, imsUrl: url, platformUrl: url };
}
