import { Api, DisturbedError, type ApiOptions, type TraceEntry } from "./api";
import { cleanUp, type CleanUp } from "./cleanUp";
import { ProbeContext, SetupError, type DelayName } from "./context";
import type { Experiment } from "./experiment";
import { experiments } from "./experiments";
import { fillStock } from "./fillStock";

const MINUTE_MS = 60_000;
/** No experiment starts or waits after this time; the rest of the ten minutes is for cleaning up. */
const EXPERIMENTS_MS = 7 * MINUTE_MS;
const CLEAN_UP_MS = 2.5 * MINUTE_MS;
/** What an earlier run has left was rejected for long enough then. */
const EARLIER_MS = 20_000;
const TRIES = 5;

/** `signal` ends the experiments; what they have made is deleted all the same. */
export interface RunOptions extends Omit<ApiOptions, "deadline" | "tokens"> {
  /** Whether to try also what joins the union. */
  readonly union: boolean;
  /** Called with a line about every step. */
  readonly progress: (line: string) => void;
}

/** What came out of one experiment. */
export interface Outcome {
  readonly assumption: Experiment["assumption"];
  readonly value?: string;
  /** Why there is no value. */
  readonly reason?: string;
  readonly isTried: boolean;
  readonly requests: readonly TraceEntry[];
}

export interface Run {
  readonly outcomes: readonly Outcome[];
  readonly delays: ReadonlyMap<DelayName, number>;
  readonly cleanUp: CleanUp;
  readonly isInterrupted: boolean;
}

/** Deletes what an earlier run has left, tries the experiments one by one, and deletes what they have made. */
export async function runProbe(options: RunOptions): Promise<Run> {
  const { settings, timing, signal, progress } = options;
  const deadline = timing.now() + EXPERIMENTS_MS;
  const api = new Api({ ...options, deadline });
  const first = { api, timing, signal, deadline, patienceMs: EARLIER_MS };
  const earlier = await cleanUp(first);
  if (earlier.unknown !== undefined) throw new SetupError(earlier.unknown);
  if (earlier.deleted > 0) progress(`Deleted ${earlier.deleted} objects of an earlier run.`);
  const context = new ProbeContext({ api, settings, timing, signal, deadline });
  const outcomes: Outcome[] = [];
  try {
    await tryAll(context, options, deadline, outcomes);
  } catch (error) {
    if (!signal.aborted) {
      await deleteAll(context, options);
      throw error;
    }
  }
  const last = await deleteAll(context, options);
  return { outcomes, delays: context.delays, cleanUp: last, isInterrupted: signal.aborted };
}

async function tryAll(
  context: ProbeContext,
  { union, progress, signal }: RunOptions,
  deadline: number,
  outcomes: Outcome[],
): Promise<void> {
  progress("Making what the experiments need …");
  await fillStock(context);
  for (const [index, one] of experiments.entries()) {
    const { assumption } = one;
    const notTried = (reason: string): Outcome => ({
      assumption,
      reason,
      isTried: false,
      requests: [],
    });
    const outcome =
      one.union === true && !union
        ? notTried("Only with --union.")
        : context.timing.now() >= deadline
          ? notTried("The time was up.")
          : await tryOne(context, one, deadline, signal);
    outcomes.push(outcome);
    const found = outcome.value ?? `– (${outcome.reason ?? ""})`;
    progress(`[${index + 1}/${experiments.length}] ${assumption}: ${found}`);
    await context.watch?.();
  }
  if (context.watch === undefined || context.delays.has("rowVisible")) return;
  progress("Waiting for the row of a valid record …");
  await context.waitFor(EXPERIMENTS_MS, () =>
    Promise.resolve(context.delays.has("rowVisible") ? true : undefined),
  );
}

/** An experiment that was disturbed, by a request of which nobody knows the outcome, begins again. */
async function tryOne(
  context: ProbeContext,
  { assumption, run }: Experiment,
  deadline: number,
  signal: AbortSignal,
): Promise<Outcome> {
  context.api.takeTrace();
  const outcome = (reason: string): Outcome => {
    return { assumption, reason, isTried: true, requests: context.api.takeTrace() };
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const value = await run(context);
      if (value === undefined) return outcome("What it saw is none of the values.");
      return { assumption, value, isTried: true, requests: context.api.takeTrace() };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SetupError) return outcome(error.message);
      if (!(error instanceof DisturbedError)) throw error;
      if (attempt === TRIES || context.timing.now() >= deadline)
        return outcome(`No usable response to ${error.message}.`);
    }
  }
}

/** Deletes what the run has made. An interruption has ended the run's signal, so this has one of its own. */
async function deleteAll(context: ProbeContext, options: RunOptions): Promise<CleanUp> {
  const { timing, progress } = options;
  progress("Deleting what the probe has made …");
  const { signal } = new AbortController();
  const deadline = timing.now() + CLEAN_UP_MS;
  // The run's token is still good: a new one might not be had.
  const { tokens } = context.api;
  const api = new Api({ ...options, signal, deadline, tokens });
  for (const { id } of context.made) api.owns(id);
  return cleanUp({ api, timing, signal, deadline, made: context.made });
}
