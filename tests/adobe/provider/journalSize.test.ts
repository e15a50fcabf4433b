import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import fc from "fast-check";

import { CreateJournal } from "../../../adobe/provider/lifecycle/createJournal";
import { JournalFile } from "../../../adobe/provider/lifecycle/journalFile";
import { runsFull } from "../../support/full";

/** A journal grows with the objects that were made, and not with the requests; what it proves stays. */
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "journal-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const HOUR_MS = 60 * 60_000;
const scope = "org/sandbox";
function fileOf(owner: string) {
  return path.join(directory, `${owner}.jsonl`);
}

function open(owner = "state", at = scope, now: () => number = Date.now) {
  return new CreateJournal(new JournalFile(directory, owner), at, now);
}

/** As if nobody had written for so long. */
async function leave(file: string, forMs: number) {
  const then = new Date(Date.now() - forMs);
  await utimes(file, then, then);
}

/** Empty lines take room, and say nothing. */
async function makeLarge(file: string) {
  await writeFile(file, "\n".repeat(70_000), { flag: "a" });
}

const keys = ["shop chat 00000000-0000000001", "shop chat 00000000-0000000002", "natural"];
const ids = ["a", "b", "c"];
const key = fc.constantFrom(...keys);
const id = fc.constantFrom(...ids);
type Step = (journal: CreateJournal) => void;
const step: fc.Arbitrary<Step> = fc.oneof(
  key.map((one): Step => (journal) => {
    journal.begin(one, { urn: `urn of ${one}`, token: "test:index:Thing", name: one });
  }),
  key.map((one): Step => (journal) => {
    // A POST is rejected only after it was sent.
    if (journal.openPosts(one) > 0) journal.reject(one);
  }),
  key.map((one): Step => (journal) => {
    journal.giveUp(one);
  }),
  fc
    .record({
      one: key,
      made: id,
      posts: fc.integer({ min: 0, max: 2 }),
      outcome: fc.constantFrom("made" as const, "lookedUp" as const),
    })
    .map(({ one, made, ...rest }): Step => (journal) => {
      journal.found(one, { id: made, ...rest });
    }),
  id.map((one): Step => (journal) => {
    journal.respond(one);
  }),
  id.map((one): Step => (journal) => {
    journal.confirmSingle(one);
  }),
  id.map((one): Step => (journal) => {
    journal.gone(one);
  }),
);

/** All that the provider ever asks a journal. */
function known(journal: CreateJournal) {
  return {
    id: journal.id,
    digits: ["0000000001", "0000000002"].map((base) => journal.digitsFor(base)),
    leftOpen: journal.leftOpen(),
    ofKeys: keys.map((one) => [journal.openPosts(one), journal.madeFor(one)]),
    ofIds: ids.map((one) => [journal.repeatedAt(one), journal.isSingle(one)]),
    ofBoth: keys.flatMap((one) =>
      ids.map((other) => [journal.outcomeOf(one, other), journal.isOfAnotherCreate(one, other)]),
    ),
  };
}

test("a compacted journal says what the whole one says", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.constantFrom(scope, "org/other")), { maxLength: 25 }),
      async (steps) => {
        await rm(directory, { recursive: true, force: true });
        await mkdir(directory);
        let now = Date.now();
        const journals = new Map(
          [scope, "org/other"].map((at) => [at, open("state", at, () => now)] as const),
        );
        for (const [play, at] of steps) {
          now += 1;
          play(journals.get(at) as CreateJournal);
        }
        const said = () => [scope, "org/other"].map((at) => known(open("state", at, () => now)));
        const before = said();
        await makeLarge(fileOf("state"));
        await leave(fileOf("state"), 2 * HOUR_MS);
        const after = said();
        expect((await stat(fileOf("state"))).size).toBeLessThan(10_000);
        expect(after).toEqual(before);
      },
    ),
    { numRuns: runsFull ? 1_000 : 50 },
  );
});

test("an object that two creates have found, and whose id the engine then got, is left open by neither", async () => {
  const [first = "", second = ""] = keys;
  const create = { urn: "urn", token: "test:index:Thing", name: "chat" };
  const journal = open();
  for (const one of [second, first]) {
    journal.found(one, { id: "a", posts: 0, outcome: "lookedUp" });
  }
  journal.respond("a");
  journal.begin(first, create);
  const before = known(open());
  expect(before.leftOpen).toEqual([{ ...create, key: first, id: undefined }]);
  await makeLarge(fileOf("state"));
  await leave(fileOf("state"), 2 * HOUR_MS);
  expect(known(open())).toEqual(before);
});

test("of a create that has ended one line stays, whatever it took", async () => {
  const journal = open();
  for (let n = 0; n < 200; n++) {
    journal.begin(`key ${n}`, { urn: "urn", token: "test:index:Thing", name: `key ${n}` });
    journal.begin(`key ${n}`, { urn: "urn", token: "test:index:Thing", name: `key ${n}` });
    journal.reject(`key ${n}`);
    journal.found(`key ${n}`, { id: `id ${n}`, posts: 1, outcome: "made" });
    journal.respond(`id ${n}`);
  }
  await leave(fileOf("state"), 2 * HOUR_MS);
  open();
  const lines = (await readFile(fileOf("state"), "utf8")).split("\n").filter((line) => line !== "");
  expect(lines).toHaveLength(201);
});

test("a journal that another process may be writing stays as it is", async () => {
  open().respond("a");
  await makeLarge(fileOf("state"));
  const { size } = await stat(fileOf("state"));
  await leave(fileOf("state"), HOUR_MS / 2);
  open();
  expect((await stat(fileOf("state"))).size).toBe(size);
});

test("a journal that nobody has written to for more than a year is deleted; others stay", async () => {
  const year = 365 * 24 * HOUR_MS;
  for (const owner of ["old", "young"]) open(owner).respond("a");
  await leave(fileOf("old"), year + 40 * 24 * HOUR_MS);
  await leave(fileOf("young"), year);
  open();
  expect((await readdir(directory)).sort()).toEqual(["state.jsonl", "young.jsonl"]);
});
