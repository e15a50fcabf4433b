import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { startHarness, type Harness, type ProviderState } from "../support/harness";
import { sourceProgram } from "../support/programs";
import { up, urnOf } from "../support/stack";

let harness: Harness;
/** For the journal of another machine. */
let directory: string;
beforeEach(async () => {
  harness = await startHarness();
  directory = await mkdtemp(path.join(os.tmpdir(), "journal-"));
});
afterEach(async () => {
  await harness.close();
  await rm(directory, { recursive: true, force: true });
});

const urn = urnOf("flow:SourceConnection", "chat");

async function there() {
  return (await harness.ui.flows.findAll("sourceConnections")).map(({ id }) => id).sort();
}

function run(state: ProviderState = {}) {
  return harness.another({}, state);
}

describe("a state that was copied to the same backend address", () => {
  test("on the same machine makes its own objects", async () => {
    const original = await up(await run(), urn, sourceProgram);
    const copy = await up(await run(), urn, sourceProgram);
    expect(await there()).toEqual([original.id, copy.id].sort());
  });

  test("on another machine makes its own objects too", async () => {
    const original = await up(await run(), urn, sourceProgram);
    await harness.loseResponses();
    const copy = await up(await run({ journalDirectory: directory }), urn, sourceProgram);
    expect(await there()).toEqual([original.id, copy.id].sort());
    expect(copy.outputs["name"]).not.toBe(original.outputs["name"]);
  });
});
