import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { ownerTag } from "../../infra/naming";
import { Creates, type Leftover } from "../../infra/relay/creates";

/** Which objects in AWS a killed deployment has left, as this machine knows it. */
const type = "aws:iam/role:Role";
const newInputs = { name: "one", tags: { [ownerTag]: "state" } };
const create = { type, newInputs };

/** As `awsScope` forms it. */
function scopeOf(account: string, region: string, stack = "dev", backend = "file:///a"): string {
  return JSON.stringify([account, region, stack, backend]);
}
const here = scopeOf("1", "eu-west-1");
const MINUTE = 60_000;

let directory: string;
let now: number;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "creates-"));
  now = Date.parse("2026-11-29T08:00:00Z");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function journal() {
  return new Creates(directory, () => now);
}

/** As a later deployment sees it. */
function killed(leftover: Partial<Leftover> = {}, scope = here) {
  return journal().wasKilled({ owner: "state", type, name: "one", id: "one", ...leftover }, scope);
}

test("a create that nobody began, or that ended, left nothing", () => {
  expect(killed()).toBe(false);
  journal().begin(create, here);
  journal().end({ ...create, id: "one" }, here);
  expect(killed()).toBe(false);
});

test("a create that AWS rejected left nothing", () => {
  journal().begin(create, here);
  journal().end({ ...create, id: "" }, here);
  expect(killed()).toBe(false);
});

test("a create that did not end may have left its object, and no other", () => {
  journal().begin(create, here);
  expect(killed()).toBe(true);
  expect(killed({ owner: "another state" })).toBe(false);
  expect(killed({ type: "aws:sqs/queue:Queue" })).toBe(false);
  expect(killed({ name: "two" })).toBe(false);
});

test.each([
  ["account", scopeOf("2", "eu-west-1")],
  ["region", scopeOf("1", "us-east-1")],
  ["stack, which has a copy of the state", scopeOf("1", "eu-west-1", "copy")],
  ["backend, which has a copy of the state", scopeOf("1", "eu-west-1", "dev", "file:///b")],
])("a create that did not end says nothing of another %s", (_what, elsewhere) => {
  journal().begin(create, here);
  expect(killed({}, elsewhere)).toBe(false);
  // A create there that ended without an id does not end it here.
  journal().end({ ...create, id: "" }, elsewhere);
  expect(killed()).toBe(true);
});

const lambda = "aws:lambda/function:Function";
const queue = "aws:sqs/queue:Queue";
const bucket = "aws:s3/bucket:Bucket";
test.each([
  [lambda, "in a copy of the state", scopeOf("1", "eu-west-1", "copy"), false],
  [queue, "in a copy of the state", scopeOf("1", "eu-west-1", "dev", "file:///b"), false],
  [bucket, "in a copy of the state", scopeOf("1", "eu-west-1", "dev", "file:///b"), false],
  [type, "from another region, in a copy of the state", scopeOf("1", "us-east-1"), false],
  [bucket, "from another region, in a copy of the state", scopeOf("1", "us-east-1"), false],
  [lambda, "in another region, as another object with this id", scopeOf("1", "us-east-1"), true],
  [type, "in another account, as another object with this id", scopeOf("2", "eu-west-1"), true],
])(
  "%s that was created %s: whether it is left behind here",
  (one, _what, elsewhere, isLeftover) => {
    const itself = { type: one, newInputs };
    journal().begin(itself, elsewhere);
    journal().end({ ...itself, id: "one" }, elsewhere);
    now += 30 * 24 * 60 * MINUTE;
    journal().begin(itself, here);
    expect(killed({ type: one })).toBe(isLeftover);
  },
);

test("an object that a colleague restores later under the name is not taken for what was left", () => {
  journal().begin(create, here);
  now += 59 * MINUTE;
  expect(killed()).toBe(true);
  expect(killed({ createdAt: now })).toBe(false);
  expect(killed({ createdAt: now - 58 * MINUTE })).toBe(true);
  now += 2 * MINUTE;
  expect(killed()).toBe(false);
});

test("an object that was there before the create is not taken for what it left", () => {
  journal().begin(create, here);
  expect(killed({ createdAt: now - 30 * MINUTE })).toBe(false);
});

test("after a second attempt has ended, the first is not evidence any more", () => {
  journal().begin(create, here);
  journal().begin(create, here);
  journal().end({ ...create, id: "" }, here);
  expect(killed()).toBe(false);
});

test("an object of another type may have the same id", () => {
  journal().begin(create, here);
  journal().end({ ...create, type: "aws:lambda/function:Function", id: "one" }, here);
  expect(killed()).toBe(true);
});

test("an object whose id the engine has got is never taken, however its state has lost it", () => {
  journal().begin(create, here);
  journal().end({ ...create, id: "one" }, here);
  journal().begin(create, here);
  expect(killed()).toBe(false);
  expect(killed({ id: "another" })).toBe(true);
});

test("what was left is not taken again once the engine has imported it", () => {
  const leftover = { owner: "state", type, name: "one", id: "one" };
  journal().begin(create, here);
  const createdAt = now;
  now += 10 * MINUTE;
  expect(killed({ createdAt })).toBe(true);
  journal().got(leftover, here);
  expect(journal().isOpen(leftover, here)).toBe(false);
  expect(killed({ createdAt })).toBe(false);
  // Nor after a later create under the name was killed.
  journal().begin(create, here);
  expect(killed({ createdAt })).toBe(false);
  expect(killed({ id: "another" })).toBe(true);
});

test("an import by who does not know the scope counts in each", () => {
  const leftover = { owner: "state", type, name: "one", id: "one" };
  journal().begin(create, here);
  journal().got(leftover);
  expect(killed()).toBe(false);
  expect(killed({ id: "another" })).toBe(true);
});

test("an import is noted once, also after the create is not evidence any more", async () => {
  const leftover = { owner: "state", type, name: "one", id: "one" };
  const file = path.join(directory, "state.jsonl");
  journal().begin(create, here);
  now += 61 * MINUTE;
  journal().got(leftover, here);
  const { size } = await stat(file);
  journal().got(leftover, here);
  expect((await stat(file)).size).toBe(size);
  // A create under the name is killed later, before AWS rejects it: the object may be live elsewhere.
  journal().begin(create, here);
  expect(killed()).toBe(false);
});

test("an object that was replaced under its name is taken when the create of the new one was killed", () => {
  journal().begin(create, here);
  journal().end({ ...create, id: "one" }, here);
  const first = now;
  now += 60 * MINUTE;
  // The engine deletes the first one, and is killed once AWS has created the second one.
  journal().begin(create, here);
  expect(killed({ createdAt: now })).toBe(true);
  // Lambda shows when a function was last changed: it may be the first one, in use elsewhere.
  const itself = { ...create, type: lambda };
  journal().end({ ...itself, id: "one" }, here);
  now += 60 * MINUTE;
  journal().begin(itself, here);
  expect(killed({ type: lambda, createdAt: now })).toBe(false);
  // The first one, which has left the state, and one whose time AWS does not show.
  expect(killed({ createdAt: first })).toBe(false);
  expect(killed()).toBe(false);
});

test("one that was replaced minutes after its create is not taken: clocks may differ by as much", () => {
  journal().begin(create, here);
  journal().end({ ...create, id: "one" }, here);
  now += 2 * MINUTE;
  journal().begin(create, here);
  expect(killed({ createdAt: now })).toBe(false);
});

test("of an earlier release only the ids count", async () => {
  const file = path.join(directory, "state.jsonl");
  await writeFile(file, `{"begun":"${type} one"}\n`);
  expect(killed()).toBe(false);
  await writeFile(file, `{"ended":"${type} one","id":"one"}\n`);
  journal().begin(create, here);
  expect(killed()).toBe(false);
});

test("an incomplete last line is left out, and what cannot be written counts as not begun", async () => {
  journal().begin(create, here);
  await writeFile(path.join(directory, "state.jsonl"), '{"beg', { flag: "a" });
  expect(killed()).toBe(true);
  journal().end({ ...create, id: "one" }, here);
  expect(killed()).toBe(false);
  const file = path.join(directory, "file");
  await writeFile(file, "");
  const unwritable = new Creates(path.join(file, "below"));
  unwritable.begin(create, here);
  const leftover = { owner: "state", type, name: "one", id: "one" };
  expect(unwritable.wasKilled(leftover, here)).toBe(false);
});

test("an object without an owner is not noted", () => {
  journal().begin({ type, newInputs: { name: "one" } }, here);
  expect(killed({ owner: "undefined" })).toBe(false);
});

test("a large file is compacted to its ids, but not while a deployment may be writing", async () => {
  const file = path.join(directory, "state.jsonl");
  const many = Array.from({ length: 1000 }, () => ({ ...create, id: "one" }));
  for (const one of many) {
    journal().begin(one, here);
    journal().end(one, here);
  }
  const { size } = await stat(file);
  now = Date.now() + 30 * MINUTE;
  journal().begin(create, here);
  expect((await stat(file)).size).toBeGreaterThan(size);
  now = Date.now() + 2 * 60 * MINUTE;
  journal().begin(create, here);
  expect((await stat(file)).size).toBeLessThan(1000);
  expect(killed()).toBe(false);
  expect(killed({ id: "another" })).toBe(true);
});
