/** One of two programs that are compared. */
export interface Contender {
  readonly name: string;
  /** Does the work once. */
  readonly run: () => unknown;
}

/** Smallest, middle and largest of some measurements. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Processor time of two programs, in microseconds for one run of each, and how often one is the other. */
export interface Comparison {
  readonly ours: Spread;
  readonly rival: Spread;
  /** Time of ours divided by that of the rival, pair by pair. */
  readonly ratio: Spread;
}

export interface PairedOptions {
  /** Pairs of measurements. Default 15. */
  readonly pairs?: number;
  /** Processor time of one measurement, in milliseconds. Default 100. */
  readonly milliseconds?: number;
}

/** The spread of at least one number. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** Microseconds of processor time, all threads of this process together. */
async function cpuOf({ run }: Contender, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < times; index += 1) {
    const result = run();
    // Awaiting what is no promise would add a turn of the event loop to the cheaper program.
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** How often a program has to run to take some milliseconds. Warms it up too. */
async function calibrate(contender: Contender, milliseconds: number): Promise<number> {
  for (let times = 1; ; times *= 2) {
    const each = await cpuOf(contender, times);
    if (each * times >= milliseconds * 1_000)
      return Math.max(Math.round((milliseconds * 1_000) / each), 1);
  }
}

/**
 * Compares the processor time of two programs. Each pair is measured directly one after the other, in
 * alternating order, so that other work on the machine and its temperature meet both alike.
 */
export async function comparePaired(
  ours: Contender,
  rival: Contender,
  { pairs = 15, milliseconds = 100 }: PairedOptions = {},
): Promise<Comparison> {
  const times = {
    ours: await calibrate(ours, milliseconds),
    rival: await calibrate(rival, milliseconds),
  };
  const measured: { ours: number; rival: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const first = await cpuOf(ours, times.ours);
      measured.push({ ours: first, rival: await cpuOf(rival, times.rival) });
    } else {
      const first = await cpuOf(rival, times.rival);
      measured.push({ ours: await cpuOf(ours, times.ours), rival: first });
    }
  }
  return {
    ours: spreadOf(measured.map((each) => each.ours)),
    rival: spreadOf(measured.map((each) => each.rival)),
    ratio: spreadOf(measured.map((each) => each.ours / each.rival)),
  };
}
