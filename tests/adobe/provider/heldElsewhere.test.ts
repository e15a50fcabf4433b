import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import {
  descriptorPrograms,
  descriptorTypes,
  fieldGroupProgram,
  makeAll,
  mappingProgram,
  sourceProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { destroy, importOne, refresh, up, urnOf } from "../support/stack";

/**
 * A run was killed at a create, and then the object got into a state in another way: it was imported, as the messages
 * say, which uses the default provider, or another stack has it. It is in one state only, and stays there.
 */
const timing = manualTiming();
let harness: Harness;
let whole: Whole;
beforeAll(async () => {
  harness = await startHarness({ timing, now: () => timing.now() });
  whole = await makeAll(harness.provider);
});
afterAll(() => harness.close());

const kinds: [string, string, () => Properties][] = [
  ["field group", "xdm:FieldGroup", () => fieldGroupProgram],
  ["field group of a given title", "xdm:FieldGroup", () => ({ ...fieldGroupProgram, title: "G" })],
  ["dataset", "catalog:Dataset", () => ({ schemaId: whole.schema.id })],
  ["source connection", "flow:SourceConnection", () => sourceProgram],
  ["named source connection", "flow:SourceConnection", () => ({ ...sourceProgram, name: "G" })],
  ["mapping set", "dataprep:MappingSet", () => mappingProgram(whole.schema)],
  [
    "named mapping set",
    "dataprep:MappingSet",
    () => ({ ...mappingProgram(whole.schema), name: "G" }),
  ],
  ["descriptor", descriptorTypes.displayInfo, () => descriptorPrograms(whole.schema).displayInfo],
];

describe.each(kinds)("a %s", (kind, type, program) => {
  test.each(["loseOutcomes", "loseResponses"] as const)(
    "that was imported after a kill (%s) is not adopted",
    async (lose) => {
      const urn = urnOf(type, `${kind} ${lose}`);
      const left = await up(await harness.another(), urn, program());
      await harness[lose]();
      const byDefault = await harness.another({}, { id: "default provider" });
      const imported = await importOne(byDefault, urnOf(type, "imported"), left.id);
      const next = await harness.another();
      const made = await up(next, urn, program()).catch((error: unknown) => String(error));
      if (typeof made === "string") expect(made).toMatch(/pulumi import/);
      else {
        expect(made.id).not.toBe(left.id);
        await destroy(next, made);
      }
      const there = await refresh(byDefault, imported);
      expect(there?.id).toBe(left.id);
      await destroy(byDefault, imported);
    },
  );

  test("is adopted two days after a kill, but a destroy leaves it: another machine may have named it", async () => {
    const urn = urnOf(type, `${kind} old`);
    const left = await up(await harness.another(), urn, program());
    await harness.loseOutcomes();
    timing.advance(2 * 24 * 3_600_000);
    const next = await harness.another();
    const adopted = await up(next, urn, program()).catch((error: unknown) => String(error));
    if (typeof adopted === "string") expect(adopted).toMatch(/pulumi import/);
    else {
      expect(adopted.id).toBe(left.id);
      await destroy(await harness.another(), adopted);
    }
    const imported = await importOne(next, urn, left.id);
    expect(imported.id).toBe(left.id);
    await destroy(next, imported);
  });
});

test("with adoptExisting, the preview fails where a new resource would take what a renamed one has", async () => {
  const urn = urnOf("flow:SourceConnection", "renamed");
  const program = { ...sourceProgram, name: "Renamed" };
  const old = await up(await harness.another(), urn, program);
  const preview = await harness.another({ adoptExisting: true });
  const { inputs } = await preview.check(urn, program);
  await preview.create(urn, inputs, { preview: true });
  const alias = urnOf("flow:SourceConnection", "renamedOld");
  const { inputs: newInputs } = await preview.check(alias, program, old.inputs);
  const request = { id: old.id, oldInputs: old.inputs, oldOutputs: old.outputs, newInputs };
  await expect(preview.diff(alias, request)).rejects.toThrow(`${urn} has adopted it`);
});
