import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import {
  computedProgram,
  actionProgram,
  descriptorPrograms,
  descriptorTypes,
  fieldGroupProgram,
  governanceProgram,
  makeAll,
  mappingProgram,
  mergePolicyProgram,
  scheduleProgram,
  segmentProgram,
  sourceProgram,
  keyPairProgram,
  templateProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, importOne, previewCreate, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * A run was killed at a create, and then the object got into a state in another way: it was imported, as the messages
 * say, which uses the default provider, or another stack has it. It is in one state only, and stays there.
 */
const timing = manualTiming();
let harness: Harness;
let whole: Whole;
let share: Deployed;
beforeAll(async () => {
  harness = await startHarness({ timing, now: () => timing.now() });
  whole = await makeAll(harness.provider);
  share = await up(harness.provider, urnOf("policy:MarketingAction", "all"), {
    name: "shareAll",
  });
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
  ["merge policy", "profile:MergePolicy", () => mergePolicyProgram(whole.dataset)],
  [
    "named merge policy",
    "profile:MergePolicy",
    () => ({ ...mergePolicyProgram(whole.dataset), name: "G" }),
  ],
  ["segment definition", "profile:SegmentDefinition", () => segmentProgram],
  ["computed attribute", "profile:ComputedAttribute", () => computedProgram],
  ["key pair", "flow:KeyPair", () => keyPairProgram],
  ["named key pair", "flow:KeyPair", () => ({ ...keyPairProgram, name: "G" })],
  ["query template", "query:Template", () => templateProgram],
  ["named query template", "query:Template", () => ({ ...templateProgram, name: "G" })],
  ["marketing action", "policy:MarketingAction", () => actionProgram],
  ["governance policy", "policy:GovernancePolicy", () => governanceProgram(share)],
  ["scheduled query", "query:Schedule", () => scheduleProgram],
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

describe("with adoptExisting, a new resource that takes what a renamed one has", () => {
  const type = "flow:SourceConnection";
  const program = { ...sourceProgram, name: "Renamed" };

  test("stops the preview", async () => {
    const urn = urnOf(type, "renamed");
    const old = await up(await harness.another(), urn, program);
    const preview = await harness.another({ adoptExisting: true });
    await previewCreate(preview, urn, program);
    const renamed = { ...old, urn: urnOf(type, "renamedOld") };
    await expect(upAgain(preview, renamed, program)).rejects.toThrow(
      `${urn} has adopted or imported it too`,
    );
    await destroy(await harness.another(), old);
  });

  test("stops every later run, when no preview looked at both", async () => {
    const urn = urnOf(type, "chat");
    const old = await up(await harness.another(), urn, program);
    const renamed = { ...old, urn: urnOf(type, "chatOld") };
    // `pulumi up --skip-preview`, or `--target` with the new one.
    const taken = await up(await harness.another({ adoptExisting: true }), urn, program);
    expect(taken.id).toBe(old.id);
    for (const config of [{ adoptExisting: true }, {}]) {
      const there = await harness.another(config);
      expect((await upAgain(there, taken, program)).diff.changes).toEqual({});
      const said = await failureOf(upAgain(there, renamed, program));
      for (const part of [urn, renamed.urn, old.id, "pulumi state delete '<urn>'"])
        expect(said.message).toContain(part);
      // In the other order, too.
      const again = await harness.another(config);
      await upAgain(again, renamed, program);
      await expect(upAgain(again, taken, program)).rejects.toThrow(renamed.urn);
    }
    // One of the two leaves the program: the object stays with the other one.
    const next = await harness.another({ adoptExisting: true });
    await upAgain(next, renamed, program);
    await next.delete(urn, taken.id, taken.outputs, taken.inputs);
    expect(next.said("warning").join()).toContain("was kept");
    expect((await refresh(next, renamed))?.id).toBe(old.id);
    // The new one under a name of its own.
    const own = await up(next, urn, { ...program, name: "Of its own" });
    expect(own.id).not.toBe(old.id);
    await upAgain(next, renamed, program);
  });
});

test("an identity namespace, which Adobe never deletes, may be two resources'", async () => {
  const type = "identity:Namespace";
  const program = { code: "shared", name: "Shared", idType: "Cookie" };
  const [one, other] = [urnOf(type, "one"), urnOf(type, "other")];
  const first = await up(await harness.another(), one, program);
  const second = await up(await harness.another(), other, program);
  expect(second.id).toBe(first.id);
  const next = await harness.another();
  expect((await upAgain(next, first, program)).diff.changes).toEqual({});
  expect((await upAgain(next, second, program)).diff.changes).toEqual({});
});
