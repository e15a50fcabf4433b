import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import { actionProgram } from "../support/programs";
import { destroy, importOne, refresh, up, upAgain, urnOf } from "../support/stack";

/**
 * The name of a marketing action or sandbox is its id, so one that is made after another is gone has the same id. What
 * this machine knows of the earlier one says nothing of who has made the later one.
 */
const timing = manualTiming();
let harness: Harness;
beforeEach(async () => {
  const assume = { "sandbox-deleted-name": "free" };
  harness = await startHarness({ assume, timing, now: () => timing.now() });
});
afterEach(() => harness.close());

type Remove = (ui: Harness["ui"], name: string) => Promise<unknown>;
const named: [string, string, Properties, Remove][] = [
  [
    "marketing action",
    "policy:MarketingAction",
    actionProgram,
    (ui, name) => ui.policies.deleteAction(name),
  ],
  [
    "sandbox",
    "sandboxes:Sandbox",
    { name: "acme-dev", title: "Acme", type: "development", forceDestroy: true },
    (ui, name) => ui.sandboxes.delete(name, { ignoreWarnings: false }),
  ],
];
const interruptions = ["loseOutcomes", "loseResponses"] as const;
const providers = ["provider", "another provider"];
const cases = named.flatMap(([kind, type, program, remove]) =>
  interruptions.flatMap((lose) =>
    providers.map((id) => [kind, lose, id, urnOf(type, "again"), program, remove] as const),
  ),
);

describe.each(cases)("a %s whose create was killed (%s)", (_, lose, id, urn, program, remove) => {
  test(`is adopted, although ${id} has had one of that id before and deleted it`, async () => {
    const first = await harness.another({}, { id });
    await destroy(first, await up(first, urn, program));
    await harness.endRun();
    const left = await up(await harness.another(), urn, program);
    await harness[lose]();
    const next = await harness.another();
    const adopted = await up(next, urn, program);
    expect(adopted.id).toBe(left.id);
    // Once in a state it is not left behind any more.
    await harness.endRun();
    await expect(up(await harness.another(), urn, program)).rejects.toThrow(/pulumi import/);
    expect((await upAgain(next, adopted, program)).diff.changed).toBe(false);
  });

  test(`is not, when ${id} has got it since then`, async () => {
    const first = await harness.another({}, { id });
    await destroy(first, await up(first, urn, program));
    await harness.endRun();
    const left = await up(await harness.another(), urn, program);
    await harness[lose]();
    const imported = await importOne(await harness.another({}, { id }), urn, left.id);
    await expect(up(await harness.another(), urn, program)).rejects.toThrow(/pulumi import/);
    expect(await refresh(harness.provider, imported)).toBeDefined();
  });

  test(`is not, when ${id} still has one of that id in its state, which somebody else deleted`, async () => {
    const recorded = await up(await harness.another({}, { id }), urn, program);
    await remove(harness.ui, String(program["name"]));
    await harness.endRun();
    await up(await harness.another(), urn, program);
    await harness[lose]();
    await refresh(await harness.another({}, { id }), recorded);
    await expect(up(await harness.another(), urn, program)).rejects.toThrow(/pulumi import/);
  });
});

test("each create of a marketing action has its own tag, however many had its id before", async () => {
  const urn = urnOf("policy:MarketingAction", "share");
  const tags = new Set<string>();
  for (let n = 0; n < 4; n++) {
    const run = await harness.another();
    const made = await up(run, urn, { name: "share" });
    tags.add((await harness.ui.policies.getAction("share"))?.description ?? "");
    await destroy(run, made);
  }
  expect(tags.size).toBe(4);
});

// Adobe makes and changes one by the same request, so nothing would reject the second one.
test("a marketing action that another resource of this stack has stays that one's", async () => {
  const run = await harness.another();
  const old = await up(run, urnOf("policy:MarketingAction", "old"), {
    name: "share",
    description: "Of the old one",
  });
  const later = await harness.another();
  await upAgain(later, old, { name: "share", description: "Of the old one" });
  // The program does not have the old one any more, and the engine deletes it after the create.
  const renamed = await harness.another();
  await refresh(renamed, old);
  const failed = up(renamed, urnOf("policy:MarketingAction", "new"), { name: "share" });
  await expect(failed).rejects.toThrow("give it `aliases`");
  expect((await harness.ui.policies.getAction("share"))?.description).toContain("Of the old one");
});

test("a marketing action that was imported by its name alone is in a state", async () => {
  const urn = urnOf("policy:MarketingAction", "share");
  await up(await harness.another(), urn, { name: "share" });
  await harness.loseResponses();
  const imported = await importOne(await harness.another({}, { id: "default" }), urn, "share");
  expect(imported.id).toBe("custom/share");
  await expect(up(await harness.another(), urn, { name: "share" })).rejects.toThrow(
    /pulumi import/,
  );
});
