import type { Timing } from "../../adobe/client";
import { DisturbedError, type Api, type Request, type Response } from "./api";
import type { Json } from "./json";
import { kinds, type KindName } from "./kinds";
import { Marks } from "./marks";
import type { ProbeSettings } from "./settings";
import { Stock } from "./stock";

/** What an experiment needs could not be made; the message has nothing of the organization in it. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** An object that this run has made, which may not be known everywhere yet. */
export interface Made {
  readonly kind: KindName;
  readonly id: string;
  /** The name that marks it as the probe's. */
  readonly name: string;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
}

/** An object of this run that can be read. */
export interface Created extends Made {
  /** The response to the first read that found it. */
  readonly read: Response;
}

/** What takes time, in milliseconds from the request that began it. */
export type DelayName =
  | "objectVisible"
  | "flowEnabled"
  | "inletUrl"
  | "rowVisible"
  | "unionSpread"
  | "referenceReleased"
  | "deleteFinal";

/** Longest time until a new object can be read. */
const VISIBLE_MS = 60_000;
const ATTEMPTS = 5;
/** Adobe may reject a second one of the same parts, so after a disturbed POST the parts are made again too. */
const exclusive: ReadonlySet<KindName> = new Set(["flow", "descriptor"]);
const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 5_000;

interface ContextOptions {
  readonly api: Api;
  readonly settings: ProbeSettings;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** When no experiment may wait any longer, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What the experiments of one run share: the objects that it has made, and the delays that it has seen. */
export class ProbeContext {
  readonly api: Api;
  readonly settings: ProbeSettings;
  readonly timing: Timing;
  readonly marks = new Marks();
  /** Everything that this run has made, in order. */
  readonly made: Made[] = [];
  /** Whether the first read of each new object found it. */
  readonly firstReads: boolean[] = [];
  readonly delays = new Map<DelayName, number>();
  /** Looks for something that takes long, while the run waits for other things. */
  watch: (() => Promise<void>) | undefined;
  /** Made in advance, so that the experiments need not wait for each one. */
  readonly stock = new Stock();
  readonly #shared = new Map<string, Promise<unknown>>();

  constructor(private readonly options: ContextOptions) {
    this.api = options.api;
    this.settings = options.settings;
    this.timing = options.timing;
  }

  /** Remembers the longest delay of its kind. */
  sawDelay(name: DelayName, since: number): void {
    const ms = this.timing.now() - since;
    this.delays.set(name, Math.max(ms, this.delays.get(name) ?? 0));
  }

  /** The result of work that several experiments need, done once; after a failure it is done again. */
  async once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#shared.get(key) ?? work();
    this.#shared.set(key, known);
    try {
      return (await known) as T;
    } catch (error) {
      this.#shared.delete(key);
      throw error;
    }
  }

  /**
   * Makes what an experiment needs, and waits until it can be read.
   *
   * @throws SetupError when Adobe rejects it, DisturbedError when nobody knows whether it was made
   */
  async create(kind: KindName, bodyOf: (name: string) => Json): Promise<Created> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { response, made } = await this.post(kind, bodyOf);
        if (made !== undefined) return await this.visible(made);
        // What the object refers to may not be known to this service yet.
        const isEarly = [400, 404, 409, 422].includes(response.status);
        if (!isEarly || attempt >= ATTEMPTS) throw rejected(kind, response);
      } catch (error) {
        const mayRepeat = error instanceof DisturbedError && !exclusive.has(kind);
        if (!mayRepeat || attempt >= ATTEMPTS) throw error;
      }
      await this.sleep(Math.min(500 * 2 ** attempt, LONGEST_POLL_MS));
    }
  }

  /** Makes several objects of a kind and waits for all together. In place of one that could not be made is undefined. */
  async createMany(
    kind: KindName,
    bodies: readonly ((name: string) => Json)[],
  ): Promise<readonly (Created | undefined)[]> {
    const made: (Made | undefined)[] = [];
    for (const bodyOf of bodies) {
      made.push((await this.post(kind, bodyOf).catch(ignoreDisturbance))?.made);
    }
    const created: (Created | undefined)[] = [];
    for (const one of made) created.push(one && (await this.visible(one)));
    return created;
  }

  /** Sends one POST, whose response an experiment may judge. The object may not be known everywhere yet. */
  async post(
    kind: KindName,
    bodyOf: (name: string) => Json,
    request: Partial<Request> = {},
  ): Promise<{ readonly response: Response; readonly made: Made | undefined }> {
    if (this.timing.now() >= this.options.deadline) throw new SetupError("The time was up.");
    const { path, idOf } = kinds[kind];
    const name = this.marks.next();
    const at = this.timing.now();
    const body = bodyOf(name);
    const response = await this.api.send({ method: "POST", path, body, ...request });
    const id = response.status < 300 ? idOf(response.body) : undefined;
    if (id === undefined) return { response, made: undefined };
    const made = { kind, id, name, at };
    this.api.owns(id);
    this.made.push(made);
    return { response, made };
  }

  /** Waits until an object of this run can be read. */
  async visible(made: Made): Promise<Created> {
    const { kind, id, at } = made;
    const first = await this.read(kind, id, { immediate: true }).catch(ignoreDisturbance);
    if (first !== undefined) this.firstReads.push(first.status < 300);
    if (first !== undefined && first.status < 300) return { ...made, read: first };
    const read = await this.waitFor(VISIBLE_MS, async () => {
      const response = await this.read(kind, id);
      return response.status < 300 ? response : undefined;
    });
    if (read === undefined) {
      throw new SetupError(`A new object (${kinds[kind].name}) cannot be read.`);
    }
    if (first !== undefined) this.sawDelay("objectVisible", at);
    return { ...made, read };
  }

  read(kind: KindName, id: string, request: Partial<Request> = {}): Promise<Response> {
    const { one, headers } = kinds[kind];
    return this.api.send({ method: "GET", path: one, params: { id }, headers, ...request });
  }

  /** Sends a request that changes an object of this run, or deletes it. */
  change(
    method: "PUT" | "PATCH" | "DELETE",
    kind: KindName,
    id: string,
    request: Partial<Request> = {},
  ): Promise<Response> {
    return this.api.send({ method, path: kinds[kind].one, params: { id }, ...request });
  }

  /** Runs `check` until it gives a value; undefined when the time is up first. */
  async waitFor<T>(limitMs: number, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const end = Math.min(this.timing.now() + limitMs, this.options.deadline);
    for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_POLL_MS)) {
      const found = await check();
      if (found !== undefined) return found;
      await this.watch?.();
      const leftMs = end - this.timing.now();
      if (leftMs <= 0) return undefined;
      await this.sleep(Math.min(waitMs, leftMs));
    }
  }

  sleep(ms: number): Promise<void> {
    return this.timing.sleep(ms, this.options.signal);
  }
}

/** For work that may be left undone when nobody knows what became of a request. */
export function ignoreDisturbance(error: unknown): undefined {
  if (error instanceof DisturbedError) return undefined;
  throw error;
}

function rejected(kind: KindName, { status, code }: Response): SetupError {
  const said = code === undefined ? String(status) : `${status} ${code}`;
  return new SetupError(`Adobe rejected a POST of ${kinds[kind].name} (${said}).`);
}
