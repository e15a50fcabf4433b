import * as aep from "../../../adobe/sdk";
import {
  connectionOfTutorial,
  fieldGroupOfUi,
  fieldGroupProgramOfUi,
  WEB,
} from "../../adobe/support/madeInUi";
import { closeAll } from "../support/closeAll";
import { startHarness, type Harness } from "./harness";

/**
 * Objects as Adobe's tutorial and UI make them, under the real engine: an import shows no change, an
 * update keeps what the program does not know, and null is as if left out. Every type and form has its
 * case in tests/adobe/provider (importsOfOthers, grownObjects, nulls).
 */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => closeAll(harness));

/** A base connection of the HTTP API tutorial, and a field group that extends one of Adobe's. */
async function makeByHand(): Promise<{ readonly base: string; readonly group: string }> {
  const base = await harness.ui.flows.create("connections", connectionOfTutorial);
  const { $id: group } = await harness.ui.registry.create("fieldgroups", fieldGroupOfUi);
  return { base, group };
}

test("are imported with no change, and keep in an update what the program does not know", async () => {
  const made = await makeByHand();
  const { name, connectionSpec, auth } = connectionOfTutorial;
  // SDKs of other languages send null for an input that is left out.
  const none = null as unknown as string;
  const program = (description: string, imports: boolean) => () => {
    new aep.flow.Connection(
      "base",
      { name, connectionSpec, auth: { specName: auth.specName }, description: none },
      imports ? { import: made.base } : {},
    );
    new aep.xdm.FieldGroup(
      "web",
      { ...fieldGroupProgramOfUi, description },
      imports ? { import: made.group } : {},
    );
    return Promise.resolve({});
  };

  harness.program(program("From the UI", true));
  expect((await harness.stack.up()).resourceChanges).toMatchObject({ import: 2 });
  harness.program(program("From the UI", false));
  await harness.stack.preview({ expectNoChanges: true });

  harness.program(program("Changed", false));
  expect((await harness.stack.up()).resourceChanges).toMatchObject({ update: 1, same: 2 });
  const group = await harness.ui.registry.get("fieldgroups", made.group);
  expect(group).toMatchObject({
    description: "Changed",
    "meta:extends": expect.arrayContaining([WEB]) as unknown,
  });
  expect(JSON.stringify(group?.["allOf"])).toContain(WEB);
  expect(JSON.stringify(group?.["definitions"])).toContain('"score"');
  expect((await harness.ui.flows.findAll("connections")).map(({ id }) => id)).toEqual([made.base]);
});
