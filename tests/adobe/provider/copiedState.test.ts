import { startHarness, type Harness, type ProviderState } from "../support/harness";
import { sourceProgram } from "../support/programs";
import { sourceConnectionIds } from "../support/sourceConnections";
import { up, urnOf } from "../support/stack";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const urn = urnOf("flow:SourceConnection", "chat");

function there() {
  return sourceConnectionIds(harness);
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
    const copy = await up(await run(harness.anotherMachine()), urn, sourceProgram);
    expect(await there()).toEqual([original.id, copy.id].sort());
    expect(copy.outputs["name"]).not.toBe(original.outputs["name"]);
  });
});
