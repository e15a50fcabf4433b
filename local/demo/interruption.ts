import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { DemoError } from "./errors";

export interface Interruption {
  /** Aborted when the user stops the demo: Ctrl-C, or the terminal was closed. */
  readonly signal: AbortSignal;
  /** Waits for the work. After an interruption it waits only until the work has stopped, and throws. */
  waitFor(work: Promise<void>): Promise<void>;
  /** From now on the signals end this process, as they end every other. */
  ignore(): void;
}

/** Stopping takes a moment: the engine finishes the resources it works on. */
const STOP_MS = 15_000;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Turns the signals that would end this process into an end that cleans up. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  const { signal } = controller;
  const interrupt = () => controller.abort();
  for (const name of signals) process.on(name, interrupt);
  const ignore = () => {
    for (const name of signals) process.off(name, interrupt);
  };
  return {
    signal,
    ignore,
    async waitFor(work) {
      try {
        await Promise.race([work, interruptionOf(signal)]);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        ignore();
      }
      if (!signal.aborted) return;
      const stopped = work.catch(() => undefined);
      await Promise.race([stopped, sleep(STOP_MS, undefined, { ref: false })]);
      throw new DemoError("Interrupted. Everything that the demo started has been stopped.");
    },
  };
}

async function interruptionOf(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
