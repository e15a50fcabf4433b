import { createClient } from "../../../adobe/client";
import { emulatorCredentials } from "../../../emulator";
import { startHarness } from "../support/harness";
import { ProviderError } from "../support/provider";
import { startRecordingProxy } from "../support/recordingProxy";
import { CheckFailed } from "../support/stack";
import type { FrequentFailure } from "./failure";
import { steady, steadyText } from "./steady";

interface Rejection {
  readonly status: number;
  readonly body: unknown;
}

/** How a failure ended, the same in every run. */
export interface Outcome {
  /** Adobe's last response that rejects something; undefined when the provider rejects it by itself. */
  readonly adobe: Rejection | undefined;
  /** Adobe's response to the same by hand, where the provider rejects it by itself. */
  readonly byHand?: Rejection | undefined;
  /** What the emulator has made up about the response: `code`, `use` or `text`. */
  readonly madeUp: string | undefined;
  /** What the user sees. */
  readonly message: string;
}

/** Runs one failure against an emulator of its own. */
export async function outcomeOf(failure: FrequentFailure): Promise<Outcome> {
  const harness = await startHarness(failure.emulator);
  const proxy = await startRecordingProxy(harness.url);
  const urls = { imsUrl: proxy.url, platformUrl: proxy.url };
  try {
    // What is there before has been made with a working configuration.
    const working = await harness.another(urls);
    const prepared = (await failure.prepare?.({
      harness,
      ui: harness.ui,
      provider: working,
    })) as never;
    if (failure.fault !== undefined) {
      await harness.fault({ match: failure.fault.match, do: failure.fault.do });
    }
    const before = proxy.errors.length;
    const message = await messageOf(async () => {
      const provider = await harness.another({ ...urls, ...failure.config });
      await failure.provoke({ harness, ui: harness.ui, provider }, prepared);
    });
    const rejected = proxy.errors.slice(before).at(-1);
    const hand = rejected === undefined ? failure.byHand : undefined;
    if (hand !== undefined) {
      const ui = createClient({
        ...emulatorCredentials,
        imsUrl: proxy.url,
        platformUrl: proxy.url,
        sandbox: failure.handSandbox ?? emulatorCredentials.sandbox,
      });
      await hand(ui, prepared).catch(() => undefined);
      ui.close();
    }
    const last = proxy.errors.slice(before).at(-1);
    if (hand !== undefined && last === undefined) throw new Error("nothing is rejected by hand");
    const response = last && { status: last.status, body: steady(last.body) };
    return {
      ...(hand === undefined ? { adobe: response } : { adobe: undefined, byHand: response }),
      madeUp: last?.madeUp,
      message: steadyText(message),
    };
  } finally {
    await proxy.close();
    await harness.close();
  }
}

/** The text of the failure, as the engine prints it after the name of the resource. */
async function messageOf(work: () => Promise<void>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ProviderError) return error.partly?.reasons.join("\n") ?? error.message;
    if (error instanceof CheckFailed) return error.message;
    throw error;
  }
  throw new Error("nothing failed");
}
