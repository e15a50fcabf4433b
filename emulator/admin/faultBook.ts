import type { FaultAction, FaultRule } from "./faultRule";

/** A rule with its counts. */
export interface Fault {
  readonly id: string;
  readonly rule: FaultRule;
  /** Requests its pattern fitted. */
  readonly matched: number;
  /** Times it struck. */
  readonly fired: number;
}

interface Entry extends Fault {
  matched: number;
  fired: number;
  readonly fits: (method: string, path: string) => boolean;
  readonly random: () => number;
}

/** What strikes one request. */
export interface Strike {
  readonly id: string;
  readonly action: FaultAction;
  /** The rule's own random numbers in [0, 1). */
  readonly random: () => number;
}

/** The rules in force, in the order they were given; the first that fires wins. */
export class FaultBook {
  private readonly entries = new Map<string, Entry>();
  private made = 0;

  add(rule: FaultRule): Fault {
    this.made += 1;
    const id = `fault-${this.made}`;
    const entry: Entry = {
      id,
      rule,
      matched: 0,
      fired: 0,
      fits: matcher(rule.match),
      random: seededRandom(rule.seed),
    };
    this.entries.set(id, entry);
    return shown(entry);
  }

  list(): Fault[] {
    return [...this.entries.values()].map(shown);
  }

  remove(id: string): boolean {
    return this.entries.delete(id);
  }

  clear(): void {
    this.entries.clear();
  }

  /** Counts the request against every rule and gives the first that strikes it. */
  strike(method: string, path: string): Strike | undefined {
    let struck: Strike | undefined;
    for (const entry of this.entries.values()) {
      if (!entry.fits(method, path)) continue;
      entry.matched += 1;
      if (struck === undefined && fires(entry)) {
        entry.fired += 1;
        struck = { id: entry.id, action: entry.rule.do, random: entry.random };
      }
    }
    return struck;
  }
}

const shown = ({ id, rule, matched, fired }: Entry): Fault => ({ id, rule, matched, fired });

const fires = ({ rule, matched, fired, random }: Entry): boolean => {
  const { nth, every, probability } = rule.match;
  if (rule.times !== undefined && fired >= rule.times) return false;
  if (nth !== undefined && matched !== nth) return false;
  if (every !== undefined && matched % every !== 0) return false;
  return probability === undefined || random() < probability;
};

const matcher = ({ method, path }: FaultRule["match"]): Entry["fits"] => {
  const pattern =
    path === undefined
      ? undefined
      : new RegExp(`^${path.split("*").map(escapeRegExp).join(".*")}$`, "u");
  return (requestMethod, requestPath) =>
    (method === undefined || method === requestMethod) && (pattern?.test(requestPath) ?? true);
};

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");

/** Mulberry32: small, fast, and the same sequence for the same seed. */
const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
