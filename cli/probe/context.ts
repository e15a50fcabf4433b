import type { Timing } from "../../adobe/client";
import type { AdobeSettings } from "../adobeSettings";
import { DisturbedError, type Api, type Request, type Response } from "./api";
import { Delays, type DelayName, type Moment } from "./delays";
import { memoryJournal, type Journal } from "./journal";
import type { Json } from "./json";
import { kinds, type KindName } from "./kinds";
import { ProbeNames } from "./probeNames";
import { Stock } from "./stock";

/** What an experiment needs could not be made; the message has nothing of the organization in it. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** An object that this run has made, which may not be known everywhere yet. */
export interface Made {
  readonly kind: KindName;
  readonly id: string;
  /** The name that shows it to be the probe's. */
  readonly name: string;
  /** The request that made it. */
  readonly moment: Moment;
}

/** An object of this run that can be read. */
export interface Created extends Made {
  /** The response to the first read that found it. */
  readonly read: Response;
}

/** Longest time until a new object can be read. */
const VISIBLE_MS = 60_000;
const ATTEMPTS = 5;
/** Adobe may reject a second one of the same parts, so after a disturbed POST the parts are made again too. */
const exclusive: ReadonlySet<KindName> = new Set(["flow", "descriptor"]);
const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 5_000;

interface ContextOptions {
  readonly api: Api;
  readonly settings: AdobeSettings;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** When no experiment may wait any longer, in milliseconds since 1970. */
  readonly deadline: number;
  /** Where the ids of what it makes are noted. Default: nowhere that lasts. */
  readonly journal?: Journal;
}

/** Something that takes time, and how to look for it. */
interface TimedWait {
  readonly began: Moment;
  readonly without?: Moment | undefined;
  readonly limitMs: number;
  /** Longest time between two looks. Default 5 s. */
  readonly longestMs?: number;
  readonly send: () => Promise<Response>;
  readonly shows: (response: Response) => boolean | undefined;
}

const noJournal = memoryJournal();

/** What one run has made and seen. */
class RunState {
  readonly names = new ProbeNames();
  /** Everything that this run has made, in order. */
  readonly made: Made[] = [];
  /** Whether the first read of each new object found it. */
  readonly firstReads: boolean[] = [];
  readonly delays = new Delays();
  /** Made in advance, so that the experiments need not wait for each one. */
  readonly stock = new Stock();
  readonly shared = new Map<string, Promise<unknown>>();
  /** What goes on while the experiments run, as the timing of something slow. */
  readonly background: Promise<void>[] = [];
}

/** What the experiments of one run share: the objects that it has made, and the delays that it has seen. */
export class ProbeContext {
  readonly api: Api;
  readonly settings: AdobeSettings;
  readonly timing: Timing;
  readonly made: RunState["made"];
  readonly firstReads: RunState["firstReads"];
  readonly delays: RunState["delays"];
  readonly stock: RunState["stock"];

  constructor(
    private readonly options: ContextOptions,
    private readonly state = new RunState(),
  ) {
    this.api = options.api;
    this.settings = options.settings;
    this.timing = options.timing;
    this.made = state.made;
    this.firstReads = state.firstReads;
    this.delays = state.delays;
    this.stock = state.stock;
  }

  /** The same run with a trace of its own, for an experiment that runs at the same time as others. */
  scoped(): ProbeContext {
    return new ProbeContext({ ...this.options, api: this.api.scoped() }, this.state);
  }

  /** Goes on with work while the experiments run. What it cannot do it leaves undone. */
  inBackground(work: Promise<unknown>): void {
    const done = work.then(() => {}, ignoreUndoable);
    // Whoever joins it learns of an error; until then nobody listens.
    done.catch(() => {});
    this.state.background.push(done);
  }

  /** Waits for all work in the background. */
  async joinBackground(): Promise<void> {
    await Promise.all(this.state.background);
  }

  /**
   * Sends a request until its response shows what is waited for, and notes how long that took.
   *
   * @param began - the request after which it begins to take time
   * @param shows - undefined where a response says nothing about it
   * @param without - an earlier response that did not show it
   */
  async time(
    name: DelayName,
    { began, without, limitMs, longestMs, send, shows }: TimedWait,
  ): Promise<Response | undefined> {
    let last = without;
    return this.waitFor(
      limitMs,
      async () => {
        const response = await send();
        const isThere = shows(response);
        if (isThere === false) last = response.moment;
        if (isThere !== true) return undefined;
        this.delays.add(name, { began, without: last, first: response.moment });
        return response;
      },
      longestMs,
    );
  }

  /** The result of work that several experiments need, done once; after a failure it is done again. */
  async once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const { shared } = this.state;
    const known = shared.get(key) ?? work();
    shared.set(key, known);
    try {
      return (await known) as T;
    } catch (error) {
      // Somebody else may have begun it again.
      if (shared.get(key) === known) shared.delete(key);
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
    return Promise.all(
      bodies.map(async (bodyOf) => {
        try {
          const { made } = await this.post(kind, bodyOf);
          return made && (await this.visible(made));
        } catch (error) {
          ignoreUndoable(error);
          return undefined;
        }
      }),
    );
  }

  /** Sends one POST, whose response an experiment may judge. The object may not be known everywhere yet. */
  async post(
    kind: KindName,
    bodyOf: (name: string) => Json,
    request: Partial<Request> = {},
  ): Promise<{ readonly response: Response; readonly made: Made | undefined }> {
    if (this.timing.now() >= this.options.deadline) throw new SetupError("The time was up.");
    const { path, idOf } = kinds[kind];
    const name = this.state.names.next();
    const body = bodyOf(name);
    const response = await this.api.send({ method: "POST", path, body, ...request });
    const id = response.status < 300 ? idOf(response.body) : undefined;
    if (id === undefined) return { response, made: undefined };
    const made = { kind, id, name, moment: response.moment };
    this.api.owns(id);
    this.made.push(made);
    (this.options.journal ?? noJournal).add({ kind, id });
    return { response, made };
  }

  /** Waits until an object of this run can be read. */
  async visible(made: Made): Promise<Created> {
    const { kind, id } = made;
    const first = await this.read(kind, id, { immediate: true }).catch(ignoreDisturbance);
    if (first !== undefined) this.firstReads.push(first.status < 300);
    if (first !== undefined && first.status < 300) return { ...made, read: first };
    const send = () => this.read(kind, id);
    const shows = ({ status }: Response) => status < 300;
    const wait = { began: made.moment, without: first?.moment, limitMs: VISIBLE_MS, send, shows };
    // Without a first read nobody knows whether it was visible at once.
    const read =
      first === undefined
        ? await this.waitFor(VISIBLE_MS, async () => {
            const response = await send();
            return shows(response) ? response : undefined;
          })
        : await this.time("objectVisible", wait);
    if (read === undefined) {
      throw new SetupError(`A new object (${kinds[kind].name}) cannot be read.`);
    }
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
  async waitFor<T>(
    limitMs: number,
    check: () => Promise<T | undefined>,
    longestMs = LONGEST_POLL_MS,
  ): Promise<T | undefined> {
    const end = Math.min(this.timing.now() + limitMs, this.options.deadline);
    for (let waitMs = FIRST_POLL_MS; ; waitMs = Math.min(waitMs * 1.5, longestMs)) {
      const found = await check();
      if (found !== undefined) return found;
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

/** For work without which the run can go on: an experiment that needs it does it again, and says why it cannot. */
export function ignoreUndoable(error: unknown): undefined {
  if (error instanceof SetupError || error instanceof DisturbedError) return undefined;
  throw error;
}

function rejected(kind: KindName, { status, code }: Response): SetupError {
  const said = code === undefined ? String(status) : `${status} ${code}`;
  return new SetupError(`Adobe rejected a POST of ${kinds[kind].name} (${said}).`);
}
