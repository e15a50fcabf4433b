import { readdirSync, readFileSync } from "node:fs";

/** What a process and its kind have used. */
export interface Usage {
  /** Processor time, in microseconds. */
  readonly cpu: number;
  /** Most memory that a process of this kind had at once, in bytes. */
  readonly peak: number;
}

/** Hundredths of a second, in which Linux counts processor time for `/proc`. */
const TICK = 10_000;

const SAMPLE_MS = 100;

interface Seen extends Usage {
  readonly kind: string;
}

/**
 * Measures the processes that this one starts, also through others, while some work lasts (Linux). What a process does in
 * its last tenth of a second is not counted.
 *
 * @param kinds the name of each kind, by a part of the command line; the first that fits counts
 */
export async function usageDuring(
  kinds: Readonly<Record<string, RegExp>>,
  work: () => Promise<unknown>,
): Promise<Readonly<Record<string, Usage>>> {
  const seen = new Map<string, Seen>();
  // Those that run already do other work.
  const others = descendants();
  const sample = () => {
    for (const [pid, startedAt] of descendants()) {
      if (others.get(pid) === startedAt) continue;
      const measured = measure(pid, kinds);
      if (measured) seen.set(`${pid} ${startedAt}`, measured);
    }
  };
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    await work();
    sample();
  } finally {
    clearInterval(timer);
  }
  const usage: Record<string, Usage> = {};
  for (const { cpu, kind, peak } of seen.values()) {
    const before = usage[kind] ?? { cpu: 0, peak: 0 };
    usage[kind] = { cpu: before.cpu + cpu, peak: Math.max(before.peak, peak) };
  }
  return usage;
}

/** Fields of `/proc/<pid>/stat` after the name, which may have spaces and brackets; undefined when it has ended. */
function statOf(pid: string): readonly string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // the process has ended
  }
}

/** All processes that this one has started, also through others, each with the time of its start. */
function descendants(): Map<string, string> {
  const children = new Map<string, (readonly [pid: string, startedAt: string])[]>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const { 1: parent = "", 19: startedAt = "" } = statOf(pid) ?? [];
    children.set(parent, [...(children.get(parent) ?? []), [pid, startedAt]]);
  }
  const found = new Map<string, string>();
  const queue = [String(process.pid)];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop())
    for (const [pid, startedAt] of children.get(parent) ?? []) {
      found.set(pid, startedAt);
      queue.push(pid);
    }
  return found;
}

function measure(pid: string, kinds: Readonly<Record<string, RegExp>>): Seen | undefined {
  const { 11: user, 12: system } = statOf(pid) ?? [];
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
  const command = read(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ");
  // One that has ended, and waits for its parent to notice, has no memory any more.
  if (peak === undefined || command === undefined) return undefined;
  const kind = Object.entries(kinds).find(([, pattern]) => pattern.test(command))?.[0] ?? "others";
  return { kind, cpu: (Number(user) + Number(system)) * TICK, peak: Number(peak) * 1_024 };
}
