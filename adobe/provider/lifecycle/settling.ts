import type { Context } from "../../../provider-sdk";
import type { AdobeError, Timing } from "../../client";
import type { Call, Consistency } from "../../client/http";
import { callersOf } from "../../client/sharedReads";
import type { RecentChange, RecentChanges } from "./recentChanges";
import { concerns, hasWord, keyOf, keysIn, keysOfCreated, writes } from "./references";
import type { ObjectKey } from "./references";

/** How long Adobe's services may need until they know a new object. */
export const VISIBLE_MS = 30_000;
/** How long Catalog may need until it knows that a schema has joined the union of its class. */
const UNION_MS = 120_000;
/** How long a deleted object may still count as a user of others. */
const RELEASED_MS = 120_000;
/** How long Adobe's services may need until they know a new sandbox that is active. */
const SANDBOX_MS = 120_000;

const LONGEST_MS = Math.max(VISIBLE_MS, UNION_MS, RELEASED_MS, SANDBOX_MS);

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Codes and words that mean "there is no such object". For a reference, some services send them with a 400.
 */
const missingCode = /\b(1412-400|XDM-1810-400)$/;
const missing =
  /\bnot (been )?found\b|\bno such\b|\bthere is no\b|\b(does|do|did) not exist\b|\bdoesn't exist\b|\bunknown\b/i;
/** Codes and words that mean "something still uses it". */
const inUseCode = /\b(1418-\d{3}|1447-\d{3}|XDM-1701-400)$/;
const inUse =
  /\bin use\b|\bstill uses?\b|\bused by\b|\bactive flows\b|\brefers? to\b|\bdataflows? targets?\b/i;

/** What a wait is for. */
interface Wait {
  readonly until: number;
  readonly what: string;
}

/**
 * Gives Adobe's services the time to learn what this run has just made or deleted: 404 for a new object or
 * a reference to it, 422 for Profile before the union is known everywhere, "in use" after the user was
 * deleted, 403 or 404 for everything in a sandbox that is new. Every other rejection, and the same ones for older
 * objects, fail at once. What other providers on this machine have done in the sandbox counts too.
 */
export class Settling implements Consistency {
  /** When each object was made, by the part of its id that distinguishes it. */
  readonly #made = new Map<string, ObjectKey & { readonly at: number }>();
  #joinedUnionAt = -Infinity;
  /** When the sandbox of the calls became active, if it is new. */
  #sandboxAt = -Infinity;
  /** The keys of what deleted objects referred to. */
  #released: { readonly keys: ReadonlySet<string>; readonly at: number }[] = [];
  /** Where waits are reported, by the signal of the operation. */
  readonly #contexts = new WeakMap<AbortSignal, Pick<Context, "log">>();
  readonly #said = new WeakMap<Call, string>();
  readonly #pauses = new WeakMap<Call, number>();

  /**
   * @param shared - what other processes have done in the sandbox
   * @param sandbox - name of the sandbox of the calls
   */
  constructor(
    private readonly timing: Timing,
    private readonly shared?: RecentChanges,
    private readonly sandbox?: string,
  ) {}

  /** Shows the waits of an operation to the user. */
  follow(context: Pick<Context, "log" | "signal">): void {
    this.#contexts.set(context.signal, context);
  }

  /** An object was made, although no response said so. */
  made(id: string): void {
    this.#note({ made: keyOf(id) });
  }

  /** A sandbox that was made has become active: other services may not know it yet. */
  openedSandbox(name: string): void {
    this.#note({ sandbox: name });
  }

  /** An object that referred to this was deleted, or refers to something else now. */
  released(...inputs: readonly object[]): void {
    this.#note({ released: JSON.stringify(inputs) });
  }

  #learn({ at, made, isCode, gone, released, joinedUnion, sandbox }: RecentChange): void {
    if (sandbox !== undefined && sandbox === this.sandbox)
      this.#sandboxAt = Math.max(at, this.#sandboxAt);
    if (made !== undefined) {
      const newest = Math.max(at, this.#made.get(made)?.at ?? -Infinity);
      this.#made.set(made, { key: made, isCode, at: newest });
    }
    if (gone !== undefined && at >= (this.#made.get(gone)?.at ?? Infinity)) this.#made.delete(gone);
    if (joinedUnion === true) this.#joinedUnionAt = Math.max(at, this.#joinedUnionAt);
    if (released === undefined) return;
    const now = this.timing.now();
    this.#released = this.#released.filter((one) => now - one.at < RELEASED_MS);
    this.#released.push({ keys: keysIn(released), at });
  }

  succeeded(call: Call, body: unknown): void {
    if (call.method === "DELETE") this.#note({ gone: keyOf(call.path) });
    if (call.method === "POST" && !call.path.endsWith("/action")) {
      for (const { key, isCode } of keysOfCreated(body)) {
        this.#note(isCode === true ? { made: key, isCode } : { made: key });
      }
    }
    // A new version of a mapping set is an object of its own.
    if (call.method === "PUT" && call.path.includes("/mappingSets/")) this.made(call.path);
    if (call.method === "PATCH" && writes(call, "meta:immutableTags")) {
      this.#note({ joinedUnion: true });
    }
  }

  #note(what: Omit<RecentChange, "at">): void {
    const change = { ...what, at: this.timing.now() };
    this.#learn(change);
    this.shared?.note(change);
  }

  async waitedFor(call: Call, error: AdobeError): Promise<boolean> {
    let wait = this.#waitFor(call, error);
    const isOver = wait === undefined || wait.until <= this.timing.now();
    if (isOver && mayPass(error)) {
      const since = this.timing.now() - LONGEST_MS;
      for (const change of this.shared?.since(since) ?? []) this.#learn(change);
      wait = this.#waitFor(call, error);
    }
    if (wait === undefined) return false;
    const pauseMs = this.#pauses.get(call) ?? FIRST_PAUSE_MS;
    const leftMs = wait.until - this.timing.now();
    if (leftMs <= 0) return false;
    this.#pauses.set(call, Math.min(LONGEST_PAUSE_MS, pauseMs * 1.6));
    this.#say(call, wait);
    await this.timing.sleep(Math.min(pauseMs, leftMs), call.signal);
    return true;
  }

  #waitFor(call: Call, { details }: AdobeError): Wait | undefined {
    const { status = 0, code = "", reason, notFound } = details;
    if (details.ambiguous === true) return undefined;
    // A rejected body may have any error. Only a rejection that names the new object is about it.
    const isReference = status === 400 || status === 422;
    const isMissing = missingCode.test(code) || (missing.test(reason) && this.#namesNew(reason));
    if (call.method === "DELETE" && (inUseCode.test(code) || inUse.test(reason))) {
      return this.#waitForRelease(call);
    }
    if ((notFound === true && call.mayBeMissing !== true) || (isReference && isMissing)) {
      const wait = this.#waitForMade(call);
      if (wait !== undefined) return wait;
    }
    if (mayMeanSandbox(call, details)) {
      const what = `Adobe's services to know the sandbox ${this.sandbox ?? ""}, which was just made`;
      return { until: this.#sandboxAt + SANDBOX_MS, what };
    }
    const isProfile = call.path.includes("/catalog/") && writes(call, "unifiedProfile");
    if (isProfile && (status === 422 || (status === 400 && /profile|union/i.test(reason)))) {
      return {
        until: this.#joinedUnionAt + UNION_MS,
        what: "the schema's union to reach the dataset",
      };
    }
    return undefined;
  }

  #namesNew(reason: string): boolean {
    return [...this.#made.keys()].some((key) => hasWord(reason, key));
  }

  /** The newest object of this run that a call is about or refers to. */
  #waitForMade(call: Call): Wait | undefined {
    const [newest] = [...this.#made.values()]
      .filter((one) => concerns(call, one))
      .toSorted((one, other) => other.at - one.at);
    if (newest === undefined) return undefined;
    const { key, at } = newest;
    return { until: at + VISIBLE_MS, what: `Adobe to show ${key}, which was just made` };
  }

  #waitForRelease(call: Call): Wait | undefined {
    const key = keyOf(call.path);
    const at = this.#released.filter(({ keys }) => keys.has(key)).at(-1)?.at;
    if (at === undefined) return undefined;
    return { until: at + RELEASED_MS, what: `Adobe to release ${key}, whose user is deleted` };
  }

  /** Once for each call. */
  #say(call: Call, { what, until }: Wait): void {
    if (this.#said.get(call) === what || call.signal === undefined) return;
    this.#said.set(call, what);
    const seconds = Math.ceil((until - this.timing.now()) / 1000);
    for (const caller of callersOf(call.signal))
      this.#contexts.get(caller)?.log("info", `waiting for ${what} (up to ${seconds} s)`);
  }
}

/**
 * Whether a service may not know the sandbox of a call: a 403 that is not the gateway's (whose codes are numbers, and
 * about the credential), or a 404 that is not about the object of the call.
 */
function mayMeanSandbox(
  { method, ofSandbox }: Call,
  { status, code, notFound }: AdobeError["details"],
): boolean {
  if (ofSandbox === true || /^403\d{3}$/.test(code ?? "")) return false;
  return status === 403 || (status === 404 && (notFound !== true || method === "POST"));
}

/** Whether a rejection may be about a change that Adobe does not know yet: all else is an error at once. */
function mayPass({ details: { status = 0, notFound } }: AdobeError): boolean {
  return notFound === true || [400, 403, 404, 409, 412, 422, 423].includes(status);
}
