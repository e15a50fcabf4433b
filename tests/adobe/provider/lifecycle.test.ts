import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  makeAll,
  flowProgram,
  fieldGroupProgram,
  schemaProgram,
  mappingProgram,
  sourceProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { destroy, refresh, upAgain } from "../support/stack";

let harness: Harness;
let whole: Whole;

beforeAll(async () => {
  harness = await startHarness();
  whole = await makeAll(harness.provider);
});
afterAll(() => harness.close());

test("the dataflow is enabled and has a streaming endpoint, whose URL is a secret", () => {
  expect(whole.flow.outputs).toMatchObject({
    state: "enabled",
    settledAt: expect.stringMatching(/Z$/) as string,
  });
  expect(whole.flow.outputs["inletUrl"]).toMatch(/\/collection\/[0-9a-f]{64}$/);
});

test("the same programs again change nothing", async () => {
  const programs = {
    group: fieldGroupProgram,
    schema: schemaProgram(whole.group),
    email: { schemaId: whole.schema.id, property: "_tenant.chat.email", namespace: "email" },
    dataset: { schemaId: whole.schema.id },
    mapping: mappingProgram(whole.schema),
    source: sourceProgram,
    target: { datasetId: whole.dataset.id, schemaId: whole.schema.id },
    flow: flowProgram(whole),
  };
  for (const [name, program] of Object.entries(programs)) {
    const { diff } = await upAgain(harness.provider, whole[name as keyof Whole], program);
    expect([name, diff.changes]).toEqual([name, {}]);
  }
});

test("a refresh with nothing changed changes nothing", async () => {
  for (const [name, deployed] of Object.entries(whole) as [string, Whole["flow"]][]) {
    const read = await refresh(harness.provider, deployed);
    expect([name, read]).toEqual([name, deployed]);
  }
});

test("destroyed in reverse order, nothing is left", async () => {
  for (const deployed of Object.values(whole).reverse() as Whole["flow"][]) {
    await destroy(harness.provider, deployed);
    expect(await refresh(harness.provider, deployed)).toBeUndefined();
  }
});
