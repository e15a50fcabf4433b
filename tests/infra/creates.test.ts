import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { ownerTag } from "../../infra/naming";
import { Creates } from "../../infra/relay/creates";

/** Which objects in AWS a killed deployment has left, as this machine knows it. */
const type = "aws:iam/role:Role";
const newInputs = { name: "one", tags: { [ownerTag]: "state" } };
const create = { type, newInputs };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "creates-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** As a later deployment sees it. */
function killed(id = "one", owner = "state", of = type, name = "one") {
  return new Creates(directory).wasKilled(owner, of, name, id);
}

test("a create that nobody began, or that ended, left nothing", () => {
  expect(killed()).toBe(false);
  const creates = new Creates(directory);
  creates.begin(create);
  creates.end({ ...create, id: "one" });
  expect(killed()).toBe(false);
});

test("a create that AWS rejected left nothing", () => {
  const creates = new Creates(directory);
  creates.begin(create);
  creates.end({ ...create, id: "" });
  expect(killed()).toBe(false);
});

test("a create that did not end may have left its object, and no other", () => {
  new Creates(directory).begin(create);
  expect(killed()).toBe(true);
  expect(killed("one", "another state")).toBe(false);
  expect(killed("one", "state", "aws:sqs/queue:Queue")).toBe(false);
  expect(killed("one", "state", type, "two")).toBe(false);
});

test("an object of another type may have the same id", () => {
  const creates = new Creates(directory);
  creates.begin(create);
  creates.end({ ...create, type: "aws:lambda/function:Function", id: "one" });
  expect(killed("one")).toBe(true);
});

test("the object of a later create in a copy of the state is not the one that was left", () => {
  const creates = new Creates(directory);
  creates.begin(create);
  creates.begin(create);
  creates.end({ ...create, id: "one" });
  expect(killed("one")).toBe(false);
});

test("an incomplete last line is left out, and what cannot be written counts as not begun", async () => {
  new Creates(directory).begin(create);
  await writeFile(path.join(directory, "state.jsonl"), '{"beg', { flag: "a" });
  expect(killed()).toBe(true);
  new Creates(directory).end({ ...create, id: "one" });
  expect(killed()).toBe(false);
  const file = path.join(directory, "file");
  await writeFile(file, "");
  const unwritable = path.join(file, "below");
  new Creates(unwritable).begin(create);
  expect(new Creates(unwritable).wasKilled("state", type, "one", "one")).toBe(false);
});

test("an object without an owner is not noted", () => {
  new Creates(directory).begin({ type, newInputs: { name: "one" } });
  expect(killed("one", "undefined")).toBe(false);
});
