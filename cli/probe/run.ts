import { MINUTE_MS } from "../../adobe/client/timeUnits";
import { Api, DisturbedError, type ApiOptions, type TraceEntry } from "./api";
import { cleanUp, type CleanUp } from "./cleanUp";
import { ProbeContext, SetupError } from "./context";
import type { DelayName } from "./delays";
import type { Experiment } from "./experiment";
import { experiments, lanes, visibilityExperiment } from "./experiments";
import { fillStock } from "./fillStock";
import { memoryJournal, type Journal, type Marked } from "./journal";

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
  /** Where the ids of what it makes are noted, for the next run. Default: nowhere that lasts. */
  readonly journal?: Journal;
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
  /** How long a response took, in milliseconds; undefined when there was none. */
  readonly responseMs: number | undefined;
  readonly cleanUp: CleanUp;
  readonly isInterrupted: boolean;
}

/** Deletes what an earlier run has left, tries the experiments, and deletes what they have made. */
export async function runProbe(options: RunOptions): Promise<Run> {
  const { settings, timing, signal, progress } = options;
  const deadline = timing.now() + EXPERIMENTS_MS;
  const api = new Api({ ...options, deadline });
  const journal = options.journal ?? memoryJournal();
  const made = journal.read();
  const earlier = await cleanUp({ api, timing, signal, deadline, made, patienceMs: EARLIER_MS });
  if (earlier.unknown !== undefined) throw new SetupError(earlier.unknown);
  if (earlier.deleted > 0) progress(`Deleted ${earlier.deleted} objects of an earlier run.`);
  journal.keepOnly(earlier.remaining);
  const context = new ProbeContext({ api, settings, timing, signal, deadline, journal });
  const outcomes: Outcome[] = [];
  try {
    await tryAll(context, options, deadline, outcomes);
  } catch (error) {
    if (!signal.aborted) {
      journal.keepOnly((await deleteAll(context, options, earlier.remaining)).remaining);
      throw error;
    }
  }
  const last = await deleteAll(context, options, earlier.remaining);
  journal.keepOnly(last.remaining);
  const order = experiments.map(({ assumption }) => assumption);
  outcomes.sort((a, b) => order.indexOf(a.assumption) - order.indexOf(b.assumption));
  const delays = context.delays.estimates();
  const responseMs = api.responseMs();
  return { outcomes, delays, responseMs, cleanUp: last, isInterrupted: signal.aborted };
}

async function tryAll(
  context: ProbeContext,
  options: RunOptions,
  deadline: number,
  outcomes: Outcome[],
): Promise<void> {
  const { progress } = options;
  progress("Making what the experiments need …");
  await fillStock(context);
  const tryNext = async (one: Experiment): Promise<void> => {
    const outcome = await tryIfWanted(context.scoped(), one, options, deadline);
    outcomes.push(outcome);
    const found = outcome.value ?? `– (${outcome.reason ?? ""})`;
    progress(`[${outcomes.length}/${experiments.length}] ${one.assumption}: ${found}`);
  };
  await all(lanes, async (lane) => {
    for (const one of lane) await tryNext(one);
  });
  await tryNext(visibilityExperiment);
  progress("Waiting for the row of a valid record …");
  await context.joinBackground();
}

/** Waits for all tasks, also when one of them fails: what they make must be known before it is deleted. */
async function all<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(task));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

function tryIfWanted(
  context: ProbeContext,
  one: Experiment,
  { union, signal }: RunOptions,
  deadline: number,
): Promise<Outcome> | Outcome {
  const { assumption } = one;
  const notTried = (reason: string): Outcome => {
    return { assumption, reason, isTried: false, requests: [] };
  };
  if (one.union === true && !union) return notTried("Only with --union.");
  if (context.timing.now() >= deadline) return notTried("The time was up.");
  return tryOne(context, one, deadline, signal);
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
      if (value === undefined)
        return outcome("What it saw does not show which of the values it is.");
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
async function deleteAll(
  context: ProbeContext,
  options: RunOptions,
  earlier: readonly Marked[],
): Promise<CleanUp> {
  const { timing, progress } = options;
  progress("Deleting what the probe has made …");
  const { signal } = new AbortController();
  const deadline = timing.now() + CLEAN_UP_MS;
  // The run's token is still good: a new one might not be had.
  const { tokens } = context.api;
  const api = new Api({ ...options, signal, deadline, tokens });
  return cleanUp({ api, timing, signal, deadline, made: [...earlier, ...context.made] });
}
