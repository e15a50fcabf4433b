import { z } from "zod";

const percent = z.number().min(0).max(1);

/**
 * A fault on demand, as `POST /_emulator/faults` takes it. Example, the third POST of a dataflow is
 * done but answered 503:
 * `{"match":{"method":"POST","path":"/data/foundation/flowservice/flows","nth":3},"do":{"status":503,"afterWork":true}}`
 */
export const faultRule = z.strictObject({
  /** Which requests. All that is given must fit; with nothing given every request does. */
  match: z
    .strictObject({
      method: z.string().toUpperCase().optional(),
      /** Path without query; `*` stands for any text. As received, so `%2F` stays. */
      path: z.string().optional(),
      /** Only this matching request, counted from 1. */
      nth: z.int().min(1).optional(),
      /** Every n-th matching request. */
      every: z.int().min(1).optional(),
      /** Hits each matching request with this probability. */
      probability: percent.optional(),
    })
    .default({}),
  /** Fires at most so often; then the rule rests. Default: no limit (with `nth`: once). */
  times: z.int().min(1).optional(),
  /** Seed of `probability` and of the fraction in `failMessages`, so that a run can be repeated. Default 1. */
  seed: z.int().default(1),
  do: z
    .strictObject({
      /** Waits before anything else. Milliseconds. */
      delayMs: z.number().min(0).max(600_000).optional(),
      /** Answers with this status in place of the real one. */
      status: z.int().min(200).max(599).optional(),
      /** Body of that answer: text as it is, anything else as JSON. Default: an error of the gateway's form. */
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      /** Does the work first and only then answers wrongly, resets, cuts or hangs: the ambiguous request. */
      afterWork: z.boolean().optional(),
      /** Never answers; the connection stays open until the caller gives up. */
      hang: z.boolean().optional(),
      /** Closes the connection with a reset and no answer. */
      reset: z.boolean().optional(),
      /** Sends the headers of the real answer and half its body, then closes. */
      cut: z.boolean().optional(),
      /** Refuses some messages of a batch: those at `indexes`, or each with probability `fraction`. */
      failMessages: z
        .strictObject({
          indexes: z.array(z.int().min(0)).optional(),
          fraction: percent.optional(),
          statusCode: z.int().default(400),
          message: z.string().default("Injected fault"),
        })
        .optional(),
      /** Makes every token issued so far invalid before the request is looked at. */
      expireTokens: z.boolean().optional(),
      /** Treats the request's If-Match as stale: 412. */
      staleEtag: z.boolean().optional(),
    })
    .refine((action) => Object.keys(action).length > 0, "`do` is empty: it must say what happens"),
});

export type FaultRule = z.output<typeof faultRule>;
export type FaultAction = FaultRule["do"];

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
