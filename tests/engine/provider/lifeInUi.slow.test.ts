import { closeAll } from "../support/closeAll";
import { startHarness } from "./harness";
import type { Harness, StateResource } from "./harness";
import { expectedOf, fail, keys, program, shownAndDone } from "./lifeStack";

/*
 * Without the engine: in tests/adobe/provider, reads.test.ts has what is changed or deleted in Adobe's UI, of each type,
 * and rollback.test.ts the field that the program has no longer.
 */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ assume: {} });
  harness.program(program({ text: "second" }));
  await harness.stack.up();
});
afterAll(() => closeAll(harness));

async function stateOf(key: string): Promise<StateResource> {
  return (await harness.resources())[key] ?? fail(key);
}

test("a refresh shows changes from Adobe's UI, and the next up reverts them", async () => {
  const drifts = expectedOf(({ drift }) => drift);
  for (const [key, { happens }] of Object.entries(drifts))
    await happens(harness.ui, await stateOf(key));
  await harness.stack.refresh();
  const steps = await shownAndDone(harness, { text: "second" });
  const shown = Object.fromEntries(Object.entries(steps).map(([key, { diff }]) => [key, diff]));
  expect(shown).toEqual(expectedOf(({ drift }) => drift?.shows));
  // Nothing of it is left at Adobe.
  const refreshed = await harness.stack.refresh();
  expect(refreshed.resourceChanges).toEqual({ same: keys.length + 1 });
});

test("objects deleted in Adobe's UI leave the state with a refresh and are created again", async () => {
  const deletions = expectedOf(({ isDeletedInUi }) => isDeletedInUi);
  const before = await harness.resources();
  for (const [key, remove] of Object.entries(deletions))
    await remove(harness.ui, before[key]?.id ?? "");
  await harness.stack.refresh();
  const gone = Object.keys(deletions);
  const left = await harness.resources();
  expect(keys.filter((key) => !(key in left)).sort()).toEqual(gone.sort());

  await shownAndDone(harness, { text: "second" });
  const after = await harness.resources();
  for (const key of gone) expect([key, after[key]?.id]).not.toEqual([key, before[key]?.id]);
});

test("the program without a later field changes nothing, and a message says what stays", async () => {
  await shownAndDone(harness, { text: "second", later: true });
  harness.program(program({ text: "second" }));
  const preview = await harness.stack.preview({ expectNoChanges: true });
  expect(preview.stdout).toMatch(/has chat\.rating at Adobe, .* left as it is/);
  await harness.stack.up({ expectNoChanges: true });
  await harness.stack.refresh({ expectNoChanges: true });
});
