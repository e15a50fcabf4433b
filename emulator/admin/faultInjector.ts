import { seededRandom } from "../common/random";
import type { FaultAction, FaultRule } from "./faultRule";
import { pathPattern } from "./pathPattern";

/** A rule with its counts. */
export interface Fault {
  readonly id: string;
  readonly rule: FaultRule;
  /** Requests that its `match` fitted. */
  readonly matched: number;
  /** How often it was injected. */
  readonly fired: number;
}

interface Entry extends Fault {
  matched: number;
  fired: number;
  readonly fits: (method: string, path: string) => boolean;
  readonly random: () => number;
}

/** The fault that one request gets. */
export interface InjectedFault {
  readonly id: string;
  readonly action: FaultAction;
  /** The rule's own random numbers in [0, 1). */
  readonly random: () => number;
}

/** The active rules, in the order they were added; the first that fires wins. */
export class FaultInjector {
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
    return toFault(entry);
  }

  list(): Fault[] {
    return [...this.entries.values()].map(toFault);
  }

  remove(id: string): boolean {
    return this.entries.delete(id);
  }

  clear(): void {
    this.entries.clear();
  }

  /** Counts the request for every rule that matches it, and returns the fault of the first rule that fires. */
  inject(method: string, path: string): InjectedFault | undefined {
    let injected: InjectedFault | undefined;
    for (const entry of this.entries.values()) {
      if (!entry.fits(method, path)) continue;
      entry.matched += 1;
      if (injected === undefined && fires(entry)) {
        entry.fired += 1;
        injected = { id: entry.id, action: entry.rule.do, random: entry.random };
      }
    }
    return injected;
  }
}

function toFault({ id, rule, matched, fired }: Entry): Fault {
  return { id, rule, matched, fired };
}

function fires({ rule, matched, fired, random }: Entry): boolean {
  const { nth, every, probability } = rule.match;
  if (rule.times !== undefined && fired >= rule.times) return false;
  if (nth !== undefined && matched !== nth) return false;
  if (every !== undefined && matched % every !== 0) return false;
  return probability === undefined || random() < probability;
}

function matcher({ method, path }: FaultRule["match"]): Entry["fits"] {
  const fitsPath = path === undefined ? undefined : pathPattern(path);
  return (requestMethod, requestPath) =>
    (method === undefined || method === requestMethod) && (fitsPath?.(requestPath) ?? true);
}
