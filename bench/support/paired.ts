/** One of two programs that are compared. */
export interface Contender {
  /** Does the work once, or `units` times. */
  readonly run: () => unknown;
  /** Events in one run. Default 1. */
  readonly units?: number;
}

/** Smallest, middle and largest of some measurements. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Time of two programs, in microseconds for each event, and how often one is the other. */
export interface Comparison {
  readonly ours: Spread;
  readonly rival: Spread;
  /** Time of ours divided by that of the rival, pair by pair. */
  readonly ratio: Spread;
}

export interface PairedOptions {
  /** Pairs of measurements. */
  readonly pairs: number;
  /** Length of one measurement, in milliseconds. Default 150. */
  readonly milliseconds?: number;
  /** What is measured: processor time of this process with all threads (default), or time on the wall. */
  readonly clock?: () => number;
}

/** Microseconds of processor time since this process has started. */
export function cpuClock(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Microseconds on the wall: for work that waits. */
export function wallClock(): number {
  return performance.now() * 1_000;
}

/** The spread of at least one number. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** The comparison of measurements that were made in pairs. */
export function compared(
  pairs: readonly { readonly ours: number; readonly rival: number }[],
): Comparison {
  return {
    ours: spreadOf(pairs.map(({ ours }) => ours)),
    rival: spreadOf(pairs.map(({ rival }) => rival)),
    ratio: spreadOf(pairs.map(({ ours, rival }) => ours / rival)),
  };
}

/** Microseconds for each event. */
async function timeOf({ run, units = 1 }: Contender, runs: number, clock: () => number) {
  const before = clock();
  for (let index = 0; index < runs; index += 1) {
    const result = run();
    // Awaiting a value that is not a promise would add a turn of the event loop to the cheaper program.
    if (result instanceof Promise) await result;
  }
  return (clock() - before) / runs / units;
}

/** How often a program has to run to take some milliseconds. Warms it up too. */
async function runsFor(contender: Contender, milliseconds: number, clock: () => number) {
  for (let runs = 1; ; runs *= 2) {
    const total = (await timeOf(contender, runs, clock)) * runs * (contender.units ?? 1);
    if (total >= milliseconds * 1_000)
      return Math.max(Math.round((runs * milliseconds * 1_000) / total), 1);
  }
}

/**
 * Compares two programs. Each pair is measured directly one after the other, in alternating order, so that
 * other work on the machine meets both alike.
 */
export async function comparePaired(
  ours: Contender,
  rival: Contender,
  { pairs, milliseconds = 150, clock = cpuClock }: PairedOptions,
): Promise<Comparison> {
  const ourRuns = await runsFor(ours, milliseconds, clock);
  const rivalRuns = await runsFor(rival, milliseconds, clock);
  const measured: { ours: number; rival: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const isOursFirst = pair % 2 === 0;
    const first = isOursFirst
      ? await timeOf(ours, ourRuns, clock)
      : await timeOf(rival, rivalRuns, clock);
    const second = isOursFirst
      ? await timeOf(rival, rivalRuns, clock)
      : await timeOf(ours, ourRuns, clock);
    measured.push(isOursFirst ? { ours: first, rival: second } : { ours: second, rival: first });
  }
  return compared(measured);
}
