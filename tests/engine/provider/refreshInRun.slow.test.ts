import * as aep from "../../../adobe/sdk";
import { closeAll } from "../support/closeAll";
import { startHarness } from "./harness";
import type { Harness } from "./harness";

/**
 * With `--refresh` the engine refreshes in the same run, and in the same process of the provider, before it looks at the
 * program: it requests a diff of every object of the state under its old name.
 */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => closeAll(harness));

interface Made {
  readonly name: string;
  readonly formerly?: string;
  readonly generation?: string;
}

function program(...all: readonly Made[]): void {
  harness.program(() => {
    for (const { formerly, generation = "1", name } of all)
      new aep.flow.SourceConnection(
        name,
        { connectionSpec: aep.specs.chatlio, generation },
        formerly === undefined ? {} : { aliases: [{ name: formerly }] },
      );
    return Promise.resolve();
  });
}

/** The objects of the state, and those at Adobe. */
async function ids() {
  const state = Object.values(await harness.resources()).map(({ id }) => id);
  const there = (await harness.ui.flows.findAll("sourceConnections")).map(({ id }) => id);
  return { state: state.sort(), there: there.sort() };
}

function up() {
  return harness.stack.up({ refresh: true });
}

test("an up with --refresh renames, replaces and deletes as one without", async () => {
  program({ name: "renamed" }, { name: "replaced" }, { name: "removed" }, { name: "kept" });
  await up();
  const before = (await ids()).state;
  expect(before).toHaveLength(4);

  program({ name: "new", formerly: "renamed" }, { name: "replaced" }, { name: "kept" });
  await harness.stack.preview({ refresh: true });
  await up();
  const { state, there } = await ids();
  expect(there).toEqual(state);
  expect(state.filter((id) => before.includes(id))).toHaveLength(3);

  program({ name: "new" }, { name: "replaced", generation: "2" }, { name: "kept" });
  await up();
  const replaced = await ids();
  expect(replaced.there).toEqual(replaced.state);
  expect(replaced.state.filter((id) => state.includes(id))).toHaveLength(2);

  // A resource of a name that another one has had.
  program({ name: "renamed" }, { name: "new" }, { name: "kept" });
  await up();
  const reused = await ids();
  expect(reused.there).toEqual(reused.state);
  expect(reused.state).toHaveLength(3);

  await harness.stack.destroy({ refresh: true });
  expect(await ids()).toEqual({ state: [], there: [] });
});
