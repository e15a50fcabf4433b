import fc from "fast-check";

import { SharedReads, callersOf } from "../../../adobe/client/sharedReads";

type Key = "a" | "b";

/** A read that has begun. */
interface Read {
  readonly key: Key;
  /** How many reads of its list had begun before. */
  readonly index: number;
  readonly beganAt: number;
  readonly signal: AbortSignal;
  readonly end: (fails: boolean) => void;
  isOpen: boolean;
  fails: boolean;
  /** Whether those who wait know it. */
  hasFailed: boolean;
}

interface Caller {
  readonly key: Key;
  /** Index of the read for which it waits: the first that begins after its request, or an earlier one that will do. */
  readonly waitsFor: number;
  readonly abort: AbortController;
  /** The read whose result or error it got; its own reason when it has aborted. */
  readonly outcome: Promise<Read | Error>;
  isSettled: boolean;
  isAbortedLate: boolean;
}

const failures = new WeakMap<Error, Read>();

/** Callers and reads that go on one step at a time. */
class Model {
  now = 0;
  readonly shared = new SharedReads(() => this.now);
  readonly reads: Read[] = [];
  readonly callers: Caller[] = [];
  /** When an object of each list was last changed. */
  readonly changedAt = new Map<Key, number>();

  of(key: Key): Read[] {
    return this.reads.filter((one) => one.key === key);
  }

  /** The read that has begun and will do for who takes one since then. */
  #earlier(key: Key, since = Infinity): Read | undefined {
    const latest = this.of(key).at(-1);
    if (latest === undefined || latest.hasFailed || latest.signal.aborted) return undefined;
    const isOld = latest.beganAt < since || latest.beganAt <= (this.changedAt.get(key) ?? -1);
    return isOld ? undefined : latest;
  }

  change(key: Key): void {
    this.changedAt.set(key, this.now);
    this.shared.forget(`${key}/1`);
  }

  request(key: Key, since?: number): void {
    const abort = new AbortController();
    const { signal } = abort;
    const earlier = this.#earlier(key, since);
    const result = this.shared.read(key, { signal, since }, (all) => this.#begin(key, all));
    const caller: Caller = {
      key,
      waitsFor: earlier?.index ?? this.of(key).length,
      abort,
      isSettled: false,
      isAbortedLate: false,
      outcome: result
        .catch((error: unknown) => failures.get(error as Error) ?? (error as Error))
        .finally(() => (caller.isSettled = true)),
    };
    this.callers.push(caller);
  }

  #begin(key: Key, signal: AbortSignal): Promise<Read> {
    const before = this.of(key);
    // One at a time, and none that nobody waits for.
    expect(before.filter((one) => one.isOpen && !one.signal.aborted)).toEqual([]);
    expect(signal.aborted).toBe(false);
    return new Promise((resolve, reject) => {
      const end = (fails: boolean) => {
        read.isOpen = false;
        read.fails = fails;
        const error = new Error("no list");
        failures.set(error, read);
        if (fails) reject(error);
        else resolve(read);
      };
      const read: Read = {
        key,
        index: before.length,
        beganAt: this.now,
        signal,
        end,
        isOpen: true,
        fails: false,
        hasFailed: false,
      };
      this.reads.push(read);
    });
  }

  callersOf({ key, index }: Read): Caller[] {
    return this.callers.filter((one) => one.key === key && one.waitsFor === index);
  }

  checkSignals(): void {
    for (const read of this.reads.filter(({ isOpen }) => isOpen)) {
      const all = this.callersOf(read);
      expect(all.length).toBeGreaterThan(0);
      expect(read.signal.aborted).toBe(all.every(({ abort }) => abort.signal.aborted));
      const waiting = all.map(({ abort }) => abort.signal).filter(({ aborted }) => !aborted);
      const callers = callersOf(read.signal).filter(({ aborted }) => !aborted);
      expect(callers.map((one) => waiting.indexOf(one))).toEqual([...waiting.keys()]);
    }
  }
}

const key = fc.constantFrom<Key>("a", "b");
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ request: key }) },
  { weight: 3, arbitrary: fc.record({ request: key, age: fc.nat({ max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ change: key }) },
  { weight: 3, arbitrary: fc.record({ abort: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ end: key, fails: fc.boolean() }) },
  { weight: 4, arbitrary: fc.constant("pass" as const) },
);

/** Lets all go on that waits for nothing else. */
function pass(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Ends all reads, also those that begin then. */
async function endAll(model: Model): Promise<void> {
  await pass();
  const open = model.reads.filter(({ isOpen, signal }) => isOpen && !signal.aborted);
  if (open.length === 0) return;
  for (const one of open) one.end(false);
  await endAll(model);
}

type Step = typeof step extends fc.Arbitrary<infer Generated> ? Generated : never;

function take(model: Model, what: Exclude<Step, "pass">): void {
  if ("request" in what) {
    model.request(what.request, "age" in what ? model.now - what.age : undefined);
  } else if ("change" in what) {
    model.change(what.change);
  } else if ("end" in what) {
    model
      .of(what.end)
      .find(({ isOpen }) => isOpen)
      ?.end(what.fails);
  } else {
    const caller = model.callers.at(-1 - what.abort);
    if (caller?.isSettled !== false) return;
    // Its read may have ended, only the caller does not know yet: then it may get either.
    caller.isAbortedLate = model.of(caller.key)[caller.waitsFor]?.isOpen === false;
    caller.abort.abort(new Error("aborted"));
  }
}

test("a caller gets the first read that begins after its request, or an earlier one that will do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), async (steps) => {
      const model = new Model();
      for (const what of steps) {
        model.now++;
        if (what !== "pass") take(model, what);
        else {
          await pass();
          for (const read of model.reads) read.hasFailed = read.fails;
          model.checkSignals();
        }
      }
      await endAll(model);
      for (const { key: list, waitsFor, abort, isAbortedLate, outcome } of model.callers) {
        const got = await outcome;
        const reason = abort.signal.reason as Error | undefined;
        if (reason !== undefined && (got === reason || !isAbortedLate)) expect(got).toBe(reason);
        else expect(got).toMatchObject({ key: list, index: waitsFor });
      }
    }),
  );
});

test.each([1, 2, 300])(
  "callers who request while a read is in progress: %d share the next one",
  async (count) => {
    const model = new Model();
    model.request("a");
    await pass();
    for (let n = 0; n < count; n++) {
      model.request("a");
      await pass();
    }
    for (let n = 0; n < 2; n++) {
      model.of("a").at(-1)?.end(false);
      await pass();
    }
    expect(model.reads).toHaveLength(2);
    expect(model.callers.every(({ isSettled }) => isSettled)).toBe(true);
  },
);

test("a list of any age serves who takes it, until one of its objects changes", async () => {
  const model = new Model();
  const endLast = async () => {
    await pass();
    model.reads.at(-1)?.end(false);
    await pass();
  };
  model.request("a");
  await endLast();
  for (let n = 0; n < 50; n++) {
    model.now++;
    model.request("a", 0);
    await pass();
  }
  model.change("b");
  model.request("a", 0);
  await pass();
  expect(model.reads).toHaveLength(1);
  model.change("a");
  model.request("a", 0);
  await endLast();
  expect(model.reads).toHaveLength(2);
  expect(model.callers.every(({ isSettled }) => isSettled)).toBe(true);
});

test("a read that pays no attention to its signal keeps nobody waiting once nobody waits for it", async () => {
  const model = new Model();
  model.request("a");
  await pass();
  model.request("a");
  model.callers[0]?.abort.abort(new Error("aborted"));
  await pass();
  expect(model.of("a").map(({ isOpen, signal }) => [isOpen, signal.aborted])).toEqual([
    [true, true],
    [true, false],
  ]);
});

test("a read for which nobody waits any more does not begin", async () => {
  const model = new Model();
  model.request("a");
  await pass();
  model.request("a");
  model.callers[1]?.abort.abort(new Error("aborted"));
  await pass();
  model.of("a")[0]?.end(false);
  await pass();
  expect(model.reads).toHaveLength(1);
});

test("who has aborted before the request gets the reason, and nothing is read", async () => {
  const reason = new Error("aborted");
  const read = jest.fn(() => Promise.resolve("list"));
  const requested = new SharedReads(() => 0).read("a", { signal: AbortSignal.abort(reason) }, read);
  await expect(requested).rejects.toBe(reason);
  await pass();
  expect(read).not.toHaveBeenCalled();
});

test("a caller without a signal shares reads too", async () => {
  const shared = new SharedReads(() => 0);
  const read = jest.fn((signal: AbortSignal) => Promise.resolve(signal.aborted));
  const abort = new AbortController();
  const both = [shared.read("a", abort, read), shared.read("a", {}, read)];
  abort.abort(new Error("aborted"));
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual([
    "rejected",
    "fulfilled",
  ]);
  expect(await both[1]).toBe(false);
  expect(read).toHaveBeenCalledTimes(1);
});
