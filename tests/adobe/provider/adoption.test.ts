import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { sourceProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { sourceConnectionIds } from "../support/sourceConnections";
import { destroy, importOne, up, upAgain, urnOf } from "../support/stack";

/** Which object a create may adopt, and what then keeps it from being deleted. */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const TYPE = "flow:SourceConnection";
const urn = urnOf(TYPE, "chat");
function generation(text: string): Properties {
  return { ...sourceProgram, generation: text };
}
const named = { ...sourceProgram, name: "Given" };
function there() {
  return sourceConnectionIds(harness);
}

describe("a change that is reverted while the first object could not be deleted", () => {
  async function replacedOnce(more: Properties) {
    const program = (text: string) => ({ ...generation(text), ...more });
    const first = await up(harness.provider, urn, program("1"));
    const run = await harness.another();
    const { inputs: newInputs } = await run.check(urn, program("2"), first.inputs);
    const { id: oldId, outputs: oldOutputs, inputs: oldInputs } = first;
    await run.diff(urn, { id: oldId, oldOutputs, oldInputs, newInputs });
    const { inputs } = await run.check(urn, program("2"));
    const { id, properties } = await run.create(urn, inputs);
    // Its delete is rejected: the state has it as still to be deleted.
    return { program, first, second: { urn, id, inputs, outputs: properties } };
  }

  test("makes a third, and the next run deletes the first", async () => {
    const { program, first, second } = await replacedOnce({});
    const third = await upAgain(await harness.another(), second, program("1"));
    expect(third.id).not.toBe(first.id);
    expect(await there()).toEqual([first.id, third.id].sort());
    const next = await harness.another();
    expect((await upAgain(next, third, program("1"))).diff.changes).toEqual({});
    await next.delete(urn, first.id, first.outputs, first.inputs);
    expect(await there()).toEqual([third.id]);
  });

  test("is rejected under a given name, until the first is deleted", async () => {
    const { program, first, second } = await replacedOnce({ name: "Given" });
    const back = async () => upAgain(await harness.another(), second, program("1"));
    const { message } = await failureOf(back());
    expect(message).toContain(first.id);
    expect(message).toContain("run `pulumi up` with the program as it was before");
    await (await harness.another()).delete(urn, first.id, first.outputs, first.inputs);
    const third = await back();
    expect(await there()).toEqual([third.id]);
  });
});

test("an object that is in the state twice stays, and a destroy deletes it", async () => {
  const first = await up(harness.provider, urn, sourceProgram);
  await harness.loseResponses();
  // It was removed and could not be deleted; then it is added again.
  const again = await up(await harness.another(), urn, sourceProgram);
  expect(again.id).toBe(first.id);
  const next = await harness.another();
  await upAgain(next, again, sourceProgram);
  await next.delete(urn, first.id, first.outputs, first.inputs);
  expect(next.said("warning").join()).toContain(`${first.id} was kept`);
  expect(await there()).toEqual([first.id]);
  await destroy(next, again);
  expect(await there()).toEqual([]);
});

test("the next run finds an interrupted replacement, although its name depends on the predecessor's", async () => {
  const first = await up(harness.provider, urn, generation("1"));
  const replaced = async () => upAgain(await harness.another(), first, generation("2"));
  const interrupted = await harness.another();
  await interrupted.check(urn, generation("2"), first.inputs);
  const { inputs } = await interrupted.check(urn, generation("2"));
  const left = await interrupted.create(urn, inputs);
  await harness.loseResponses();
  expect((await replaced()).id).toBe(left.id);
  expect(await there()).toEqual([left.id]);
});

test("an adoption says why, and namePrefix distinguishes two stacks of one name", async () => {
  for (const [urn, program] of [
    [urnOf(TYPE, "chat"), sourceProgram],
    [urnOf(TYPE, "named"), named],
  ] as const) {
    const left = await up(harness.provider, urn, program);
    await harness.loseResponses();
    const second = await harness.another();
    expect((await up(second, urn, program)).id).toBe(left.id);
    expect(second.said("warning").join()).toMatch(
      /adopted the source connection .*an interrupted run of this resource has left behind/,
    );
  }
  const apart = await harness.another({ namePrefix: "ours" });
  await up(apart, urn, sourceProgram);
  expect((await failureOf(up(apart, urn, named))).message).toContain("another resource made");
});

describe("adoptExisting", () => {
  const unmanaged = (more: Properties = {}) =>
    harness.ui.flows.create("sourceConnections", {
      name: "Given",
      connectionSpec: specs.chatlio,
      data: { format: "json" },
      ...more,
    });
  const adopting = () => harness.another({ adoptExisting: true });

  test("an object that one resource of this run has adopted is not adopted by another", async () => {
    const id = await unmanaged();
    const mine = await up(await adopting(), urn, named);
    expect(mine.id).toBe(id);
    const run = await adopting();
    const other = urnOf(TYPE, "other");
    await up(run, other, named);
    const { message } = await failureOf(upAgain(run, mine, named));
    expect(message).toContain(urn);
    expect(message).toContain(other);
  });

  test("takes what the program does not give, as an import does", async () => {
    const id = await unmanaged({ params: { x: 1 } });
    expect((await up(await adopting(), urn, named)).id).toBe(id);
  });

  test("rejects what the object does not have, and says how to replace the object", async () => {
    const id = await unmanaged();
    const program = { ...named, params: { x: 1 } };
    const { message } = await failureOf(up(await adopting(), urn, program));
    expect(message).toMatch(/cannot adopt .* it differs in params/);
    const replaced = await upAgain(harness.provider, await importOne(harness.provider, urn, id), program); // prettier-ignore
    expect(replaced.diff.replaces).toEqual(["params"]);
  });

  test("adjusts what can be changed, in both directions", async () => {
    const id = await unmanaged({ description: "theirs" });
    await up(await adopting(), urn, named);
    const now = await harness.ui.flows.get("sourceConnections", id);
    expect(now?.description ?? "").not.toContain("theirs");
  });
});
