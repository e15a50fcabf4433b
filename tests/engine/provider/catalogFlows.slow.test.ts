import { closeAll } from "../support/closeAll";
import { catalogFlows, catalogLife, SECRET } from "./catalogFlows";
import type { CatalogShape } from "./catalogFlows";
import type { Life } from "./everyTypesLife";
import { collectSteps, startHarness } from "./harness";
import type { Harness, StateResource } from "./harness";

let harness: Harness;
beforeAll(async () => {
  // Somebody deletes one after the other in Adobe's UI: no deletion takes its time.
  harness = await startHarness({ assume: {} });
});
afterAll(() => closeAll(harness));

const keys = Object.keys(catalogLife);

/** What is expected of each of them, of those of which something is. */
function expectedOf<T>(what: (one: Life) => T | undefined): [string, T][] {
  return Object.entries(catalogLife).flatMap(([key, life]): [string, T][] => {
    const found = what(life);
    return found === undefined ? [] : [[key, found]];
  });
}

async function stateOf(key: string): Promise<StateResource> {
  const found = (await harness.resources())[key];
  if (found === undefined) throw new Error(`${key} is not in the state`);
  return found;
}

/** Previews, then brings the stack to the program; what the preview showed of each resource. */
async function shownAndDone(shape: CatalogShape) {
  harness.program(() => {
    catalogFlows(shape);
    return Promise.resolve();
  });
  const { onEvent, steps } = collectSteps();
  await harness.stack.preview({ onEvent });
  const { stdout } = await harness.stack.up();
  await harness.stack.preview({ expectNoChanges: true });
  expect(stdout).not.toMatch(SECRET);
  return Object.fromEntries(Object.entries(steps).filter(([key]) => keys.includes(key)));
}

test("sources, a destination of audiences and an export of datasets are made, and a refresh finds no change", async () => {
  await shownAndDone({});
  expect(Object.keys(await harness.resources())).toEqual(expect.arrayContaining(keys));
  await harness.stack.refresh({ expectNoChanges: true });
  expect(await harness.storedState()).not.toMatch(SECRET);
});

test("an update in place keeps the ids and matches the preview", async () => {
  const before = await harness.resources();
  const steps = await shownAndDone({ text: "second" });
  const wanted = expectedOf(({ update }) => update);
  expect(steps).toEqual(
    Object.fromEntries(wanted.map(([key, diff]) => [key, { op: "update", diff }])),
  );
  const after = await harness.resources();
  for (const key of keys) expect([key, after[key]?.id]).toEqual([key, before[key]?.id]);
});

test("a refresh shows changes from Adobe's UI, and the next up reverts them", async () => {
  const drifts = expectedOf(({ drift }) => drift);
  for (const [key, { happens }] of drifts) await happens(harness.ui, await stateOf(key));
  await harness.stack.refresh();
  const steps = await shownAndDone({ text: "second" });
  const shown = Object.entries(steps).map(([key, { diff }]) => [key, diff]);
  expect(Object.fromEntries(shown)).toEqual(
    Object.fromEntries(drifts.map(([key, { shows }]) => [key, shows])),
  );
  await harness.stack.refresh({ expectNoChanges: true });
});

test("what is deleted in Adobe's UI leaves the state with a refresh and is made again", async () => {
  const before = await harness.resources();
  for (const [key, remove] of expectedOf(({ isDeletedInUi }) => isDeletedInUi))
    await remove(harness.ui, before[key]?.id ?? "");
  await harness.stack.refresh();
  const left = await harness.resources();
  expect(keys.filter((key) => key in left)).toEqual([]);
  await shownAndDone({ text: "second" });
  const after = await harness.resources();
  for (const key of keys) expect([key, after[key]?.id]).not.toEqual([key, before[key]?.id]);
});

test("other connections make other dataflows, and a destroy leaves nothing", async () => {
  const before = await harness.resources();
  const steps = await shownAndDone({ text: "second", other: true });
  for (const [key, diff] of expectedOf(({ replace }) => replace)) {
    expect([key, steps[key]?.diff]).toEqual([key, expect.objectContaining(diff)]);
    const isGone = await catalogLife[key]?.isGone?.(harness.ui, before[key]?.id ?? "");
    expect([key, isGone]).toEqual([key, true]);
  }
  await harness.stack.destroy();
  for (const kind of ["connections", "sourceConnections", "targetConnections", "flows"] as const)
    expect(await harness.ui.flows.findAll(kind)).toEqual([]);
});
