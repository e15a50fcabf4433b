import type { Timing } from "../../../adobe/client";
import { runProbe, type Run, type RunOptions } from "../../../cli/probe/run";
import type { ProbeSettings } from "../../../cli/probe/settings";
import { EmulatorClient, emulatorCredentials, type EmulatorOptions } from "../../../emulator";

/** The sandbox that the probe works in: its name is in no other text, so a test can look for it. */
export const sandbox = "acme-sandbox-7";

/** A clock that a sleep moves, for the probe and the emulator together: nothing waits. */
export class Clock implements Timing {
  #now = Date.parse("2026-11-28T12:00:00Z");

  readonly now = (): number => this.#now;
  readonly random = (): number => 0.5;

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#now += ms;
    await Promise.resolve();
  }
}

/** An emulator in simulated time, and the probe's settings for it. */
export interface Simulation {
  readonly clock: Clock;
  readonly emulator: EmulatorClient;
  readonly settings: ProbeSettings;
  readonly probe: (more?: Partial<RunOptions>) => Promise<Run>;
  readonly close: () => Promise<void>;
}

export async function simulate(options: EmulatorOptions = {}): Promise<Simulation> {
  const clock = new Clock();
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
        timeoutMs: 10_000,
        union: true,
        signal: new AbortController().signal,
        progress: () => {},
        ...more,
      }),
    close: () => emulator.close(),
  };
}

export function settingsFor(url: string): ProbeSettings {
  const { orgId, clientId, clientSecret, scopes } = emulatorCredentials;
  return { orgId, clientId, clientSecret, scopes, sandbox, imsUrl: url, platformUrl: url };
}
