import { rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import type { Properties } from "../../../provider-sdk";
import { quick, startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { sourceProgram } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** Nobody looks for ever for what an interrupted create may have made. */
const HOUR_MS = 60 * 60_000;
const path_ = "/data/foundation/flowservice/sourceConnections";
const urn = urnOf("flow:SourceConnection", "chat");

let harness: Harness;
let hours: number;
beforeEach(async () => {
  hours = 0;
  const timing = { ...quick, now: () => quick.now() + hours * HOUR_MS };
  harness = await startHarness({ timing });
});
afterEach(() => harness.close());

/** A create whose first POST got no response and was not carried out, so it was sent again. */
async function sentTwice(program: Properties = sourceProgram): Promise<Deployed> {
  await harness.fault({ match: { method: "POST", path: path_, nth: 1 }, do: { reset: true } });
  return up(harness.provider, urn, program);
}

/** How often the provider lists the objects of the type while it works. */
async function lookupsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = (await harness.requests()).length;
  await work();
  const since = (await harness.requests()).slice(before);
  return since.filter(({ method, path: at }) => method === "GET" && at === path_).length;
}

function preview(provider: TestProvider, deployed: Deployed) {
  return lookupsDuring(() => upAgain(provider, deployed, sourceProgram));
}

/** Another machine, which knows the state only. */
async function elsewhere(work: (provider: TestProvider) => Promise<unknown>) {
  const journalDirectory = path.join(os.tmpdir(), `none-${process.pid}-lookups`);
  await work(await harness.another({}, { journalDirectory }));
  await rm(journalDirectory, { recursive: true, force: true });
}

test("each run of the first day looks, and the first one after it is the last", async () => {
  const deployed = await sentTwice();
  expect(await preview(harness.provider, deployed)).toBe(1);
  hours = 23;
  expect(await preview(await harness.another(), deployed)).toBe(1);
  hours = 25;
  expect(await preview(await harness.another(), deployed)).toBe(1);
  expect(await preview(await harness.another(), deployed)).toBe(0);
});

test("a refresh after a day ends it for every machine", async () => {
  const deployed = await sentTwice();
  hours = 25;
  const read = await refresh(harness.provider, deployed);
  expect(Object.keys(deployed.outputs)).toContain("__repeated");
  expect(Object.keys(read?.outputs ?? {})).not.toContain("__repeated");
  await elsewhere(async (provider) => {
    expect(await preview(provider, read ?? deployed)).toBe(0);
  });
});

test("on a machine without a journal it ends after a month", async () => {
  const deployed = await sentTwice();
  hours = 29 * 24;
  await elsewhere(async (provider) => {
    expect(await preview(provider, deployed)).toBe(1);
  });
  hours = 31 * 24;
  await elsewhere(async (provider) => {
    expect(await preview(provider, deployed)).toBe(0);
  });
});

test("a second object is named until it is gone, also after a day", async () => {
  const deployed = await sentTwice();
  const { name, description, connectionSpec, data } = (await harness.ui.flows.get(
    "sourceConnections",
    deployed.id,
  )) as Properties;
  const second = { name, description, connectionSpec, data };
  const id = await harness.ui.flows.create("sourceConnections", second as { name: string });
  hours = 50;
  for (const run of [await harness.another(), await harness.another()]) {
    await upAgain(run, deployed, sourceProgram);
    expect(run.said("warning").join()).toContain(`and ${id} has the same name`);
  }
  await harness.ui.flows.delete("sourceConnections", id);
  expect(await preview(await harness.another(), deployed)).toBe(1);
  expect(await preview(await harness.another(), deployed)).toBe(0);
});

test("what an earlier release has noted ends with the next lookup", async () => {
  const made = await up(harness.provider, urn, sourceProgram);
  const deployed = { ...made, outputs: { ...made.outputs, __repeated: true } };
  expect(await preview(await harness.another(), deployed)).toBe(1);
  expect(await preview(await harness.another(), deployed)).toBe(0);
});

test("an interrupted create whose program has changed is looked for no longer than a month", async () => {
  await up(harness.provider, urn, { ...sourceProgram, name: "First" });
  await harness.loseOutcomes();
  const create = async (name: string) => {
    const provider = await harness.another();
    await up(provider, urn, { ...sourceProgram, name });
    return provider.said("warning").join().includes("an earlier run was interrupted");
  };
  hours = 29 * 24;
  expect(await create("Second")).toBe(true);
  hours = 31 * 24;
  expect(await create("Third")).toBe(false);
});
