import fc from "fast-check";

import { AdobeError } from "../../../adobe/client";
import type { Created, Creation } from "../../../adobe/provider/lifecycle/adoption";
import { CreateJournal } from "../../../adobe/provider/lifecycle/createJournal";
import { createOrAdopt } from "../../../adobe/provider/lifecycle/createOrAdopt";
import { CreatesInProgress } from "../../../adobe/provider/lifecycle/createsInProgress";
import type { Definition, Operation } from "../../../adobe/provider/lifecycle/definition";
import { JournalFile } from "../../../adobe/provider/lifecycle/journalFile";
import { NaturalKeys } from "../../../adobe/provider/lifecycle/naturalKeys";
import { warnOfSeconds } from "../../../adobe/provider/lifecycle/seconds";
import { TriedNames } from "../../../adobe/provider/lifecycle/triedNames";
import { manualTiming } from "../support/manualTiming";

/** What becomes of a POST: when it is carried out, and what the client is told. */
interface Fate {
  /** Milliseconds from the request to the work; Infinity: never. */
  readonly afterMs: number;
  /** What comes back when it is done within the client's timeout. */
  readonly response: "id" | "lost" | "rejected";
}

const TIMEOUT_MS = 60_000;
interface Inputs {
  readonly name: string;
}

/** A platform on which time passes only while the provider waits. */
function platform(fates: readonly Fate[], uniqueName: boolean) {
  const timing = manualTiming();
  const objects: { id: string; at: number }[] = [];
  const said: string[] = [];
  let posts = 0;
  const there = () => objects.filter(({ at }) => at <= timing.now()).map(({ id }) => id);

  const failure = (reason: string, status?: number) =>
    new AdobeError({
      verb: "create",
      kind: "thing",
      reason,
      ...(status === undefined ? { ambiguous: true } : { status }),
    });
  const definition = {
    displayName: "thing",
    token: "test:index:Thing",
    nameInput: "name",
    replaces: {},
    uniqueName,
    find: () => Promise.resolve(there()),
    read: (id: string) => {
      const found = objects.find((one) => one.id === id);
      const inputs = { name: "auto" };
      return Promise.resolve(found && { inputs, outputs: {}, creation: { at: found.at } });
    },
    update: () => Promise.resolve({}),
    create: () => {
      const fate = fates[posts++] ?? { afterMs: 0, response: "id" };
      const id = `thing-${posts}`;
      const isTaken = uniqueName && objects.length > 0;
      if (fate.response === "rejected") throw failure("No", 400);
      if (Number.isFinite(fate.afterMs) && !isTaken) {
        objects.push({ id, at: timing.now() + fate.afterMs });
      }
      timing.advance(Math.min(fate.afterMs, TIMEOUT_MS));
      if (fate.afterMs > TIMEOUT_MS) throw failure("no response within 60 s");
      if (fate.response === "lost") throw failure("socket hang up");
      if (isTaken) throw failure("Name not unique", 400);
      return Promise.resolve({ id, outputs: {} });
    },
  } as unknown as Definition<Inputs, object>;

  const journal = new CreateJournal(new JournalFile(undefined, undefined), "org/sandbox", () =>
    timing.now(),
  );
  const { signal } = new AbortController();
  const run = (): Creation<Inputs, object> => ({
    definition,
    inputs: { name: "auto" },
    operation: {
      signal,
      tag: undefined,
      context: { log: (_severity: string, message: string) => said.push(message) },
      sandbox: {
        timing,
        journal,
        config: {},
        knownIds: new Set<string>(),
        ownership: { claim: () => undefined },
        naturalKeys: new NaturalKeys(),
        creating: new CreatesInProgress(),
        triedNames: new TriedNames(),
        settling: { made: () => undefined },
        holdsInState: () => undefined,
      },
    } as unknown as Operation,
    rules: { autoName: "auto", writeOnly: [], defaulted: [], differences: () => ({}) },
  });
  return { timing, objects, said, journal, run, posts: () => posts };
}

const fate = fc.record({
  afterMs: fc.oneof(fc.integer({ min: 0, max: 400_000 }), fc.constant(Infinity)),
  response: fc.constantFrom<Fate["response"][]>("id", "id", "lost", "rejected"),
});

/** `up`, a minute after each failure again, until it succeeds: as a user does. */
async function upUntilDone({ run, timing }: ReturnType<typeof platform>): Promise<Created<object>> {
  for (let ups = 1; ; ups++) {
    try {
      return await createOrAdopt(run());
    } catch (error) {
      if (ups === 20) throw error;
      timing.advance(60_000);
    }
  }
}

test("whatever the delays, there is one object, or a warning names each further one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { maxLength: 6 }), async (fates) => {
      const one = platform(fates, false);
      const { id } = await upUntilDone(one);
      // All that was sent has been carried out; then the resource is read.
      one.timing.advance(1_000_000);
      if (one.journal.repeatedAt(id) !== undefined) await warnOfSeconds(one.run(), id);
      const others = one.objects.filter((object) => object.id !== id);
      const said = one.said.filter((line) => line.includes(`this resource is ${id}`)).join("\n");
      expect(others.filter((object) => !said.includes(object.id))).toEqual([]);
    }),
  );
});

test("when names are unique there is one object, however late the first POST is carried out", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { maxLength: 6 }), async (fates) => {
      const one = platform(fates, true);
      const { id } = await upUntilDone(one);
      expect(one.objects.map((object) => object.id)).toEqual([id]);
    }),
  );
});

test.each([0, 59_000, 61_000, 90_000, 119_000])(
  "one POST is enough when it is carried out after %d ms",
  async (afterMs) => {
    const one = platform([{ afterMs, response: "id" }], false);
    const { id } = await createOrAdopt(one.run());
    expect([id, one.posts()]).toEqual(["thing-1", 1]);
  },
);

test("when a POST is carried out after the second one, each later read names the object", async () => {
  const one = platform([{ afterMs: 300_000, response: "id" }], false);
  const { id } = await createOrAdopt(one.run());
  expect([id, one.posts()]).toEqual(["thing-2", 2]);
  expect(one.said.join("\n")).not.toContain("more than once");
  one.timing.advance(300_000);
  for (const read of [1, 2]) {
    await warnOfSeconds(one.run(), id);
    expect(one.said.filter((line) => line.includes("and thing-1 has the same name"))).toHaveLength(
      read,
    );
  }
});

test("a rejection of the first POST is an error at once", async () => {
  const one = platform([{ afterMs: 0, response: "rejected" }], false);
  await expect(createOrAdopt(one.run())).rejects.toThrow("400");
  expect([one.posts(), one.timing.slept]).toEqual([1, []]);
});
