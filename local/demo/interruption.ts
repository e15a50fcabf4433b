import { setTimeout as sleep } from "node:timers/promises";
import { DemoError } from "./errors";

export interface Interruption {
  /** Aborted when the user wants an end: Ctrl-C, or the terminal was closed. */
  readonly signal: AbortSignal;
  /** Waits for the work; after an interruption only until it has stopped, and then throws. */
  orEndOf(work: Promise<void>): Promise<void>;
  /** From now on such a signal means again what it means to every process. */
  ignore(): void;
}

/** What is stopped takes a moment: the engine finishes the resources it is at. */
const STOP_MS = 15_000;

/** Turns the signals that would end this process into an end with everything tidied up. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  const { signal } = controller;
  const interrupt = () => controller.abort();
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of names) process.on(name, interrupt);
  const ignore = () => {
    for (const name of names) process.off(name, interrupt);
  };
  return {
    signal,
    ignore,
    async orEndOf(work) {
      const interrupted = new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve());
        if (signal.aborted) resolve();
      });
      const failure = await Promise.race([work.then(() => undefined, toError), interrupted]);
      ignore();
      if (signal.aborted) {
        await Promise.race([
          work.catch(() => undefined),
          sleep(STOP_MS, undefined, { ref: false }),
        ]);
        throw new DemoError("Interrupted; what was started has been ended.");
      }
      if (failure !== undefined) throw failure;
    },
  };
}

const toError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));
