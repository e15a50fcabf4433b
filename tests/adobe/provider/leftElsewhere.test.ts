import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness, ProviderState } from "../support/harness";
import { sourceProgram } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { sourceConnectionIds } from "../support/sourceConnections";
import { importOne, previewCreate, up, urnOf } from "../support/stack";

/**
 * What an interrupted run has left behind under another provider resource or in another sandbox is not adopted. Preview
 * and up name it, and the import line says all that an import needs.
 */
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const urn = urnOf("flow:SourceConnection", "chat");
const named = { ...sourceProgram, name: "Given" };

function there() {
  return sourceConnectionIds(harness);
}

/** Another run, on the machine of the first one unless it says otherwise. */
function run(state: ProviderState = {}) {
  return harness.another({}, state);
}

/** The warnings of a preview that would create the resource. */
function previewed(provider: TestProvider, program: Properties = sourceProgram): Promise<string> {
  return previewCreate(provider, urn, program);
}

describe.each(["loseResponses", "loseOutcomes"] as const)(
  "killed (%s), and then the program has another provider resource:",
  (lose) => {
    const other = { id: "provider-2" };

    test.each([
      ["an auto-name", sourceProgram, sourceProgram],
      ["a given name, and then none", named, sourceProgram],
    ])("what was made with %s is named once, and stays", async (_, before, after) => {
      const left = await up(await run(), urn, before);
      await harness[lose]();
      const next = await run(other);
      const made = await up(next, urn, after);
      expect(await there()).toEqual([left.id, made.id].sort());
      const importing = `pulumi import adobe-aep:flow:SourceConnection chat ${left.id}`;
      const lines = next.said("warning").filter((line) => line.includes(left.id));
      expect(lines).toEqual([expect.stringContaining(importing)]);
    });

    test("the preview in which the provider resource is new names it too", async () => {
      const left = await up(await run(), urn, sourceProgram);
      await harness[lose]();
      const importing = `pulumi import adobe-aep:flow:SourceConnection chat ${left.id}`;
      expect(await previewed(await run({ id: UNKNOWN }))).toContain(importing);
      expect(await there()).toEqual([left.id]);
    });

    test("what another resource left, or what is gone, is not named", async () => {
      const renamed = await up(await run(), urnOf("flow:SourceConnection", "old"), sourceProgram);
      const gone = await up(await run(), urn, sourceProgram);
      await harness[lose]();
      await harness.ui.flows.delete("sourceConnections", gone.id);
      const next = await run(other);
      await up(next, urn, sourceProgram);
      expect(next.said("warning")).toEqual([]);
      expect(await there()).toContain(renamed.id);
    });

    test("what was imported since then is not named", async () => {
      const left = await up(await run(), urn, sourceProgram);
      await harness[lose]();
      await importOne(await run({ id: "default" }), urn, left.id);
      const next = await run(other);
      await up(next, urn, sourceProgram);
      expect(next.said("warning")).toEqual([]);
    });
  },
);

describe.each(["loseResponses", "loseOutcomes"] as const)(
  "killed (%s), and then the program has another sandbox:",
  (lose) => {
    const inProd = () => harness.another({ sandbox: "prod" });

    test.each([
      ["an auto-name", sourceProgram],
      ["a given name", named],
    ])("what was made with %s in the first one is named once, and stays", async (_, program) => {
      const left = await up(await run(), urn, program);
      await harness[lose]();
      const words = `in the sandbox dev. ${left.id} may be what it has left behind`;
      const said = await previewed(await inProd(), program);
      expect(said).toContain(words);
      expect(said).toContain("set adobe-aep:sandbox back before `pulumi up`");
      const next = await inProd();
      const made = await up(next, urn, program);
      expect(next.said("warning")).toEqual([expect.stringContaining(words)]);
      expect([made.id === left.id, await there()]).toEqual([false, [left.id]]);
      // The first one is right after all, before any up with the other.
      await harness[lose]();
      expect((await up(await run(), urn, program)).id).toBe(left.id);
    });

    test("nothing is named when nothing was left", async () => {
      const gone = await up(await run(), urn, sourceProgram);
      await harness[lose]();
      await harness.ui.flows.delete("sourceConnections", gone.id);
      const next = await inProd();
      await up(next, urn, sourceProgram);
      expect(next.said("warning")).toEqual([]);
    });
  },
);

test("a sandbox that the credential cannot see any more is named with what may be there", async () => {
  await up(await run(), urn, sourceProgram);
  await harness.loseOutcomes();
  // The lookup in the first sandbox comes first.
  await harness.fault({
    match: { method: "GET", path: "/data/foundation/flowservice/sourceConnections" },
    times: 1,
    do: { status: 403 },
  });
  const next = await harness.another({ sandbox: "prod" });
  await up(next, urn, sourceProgram);
  await harness.clearFaults();
  expect(next.said("warning").join()).toContain(
    "in the sandbox dev. It may have left a source connection there, which this credential cannot see",
  );
});

test("the import line of a component's child says its parent", async () => {
  const inComponent = "urn:pulumi:dev::shop::shop:index:Chat$adobe-aep:flow:SourceConnection::chat";
  const left = await up(await run(), inComponent, named);
  await harness.loseResponses();
  await expect(up(await run(harness.anotherMachine()), inComponent, named)).rejects.toThrow(
    `pulumi import adobe-aep:flow:SourceConnection chat ${left.id} --parent parent='urn:pulumi:dev::shop::shop:index:Chat::<name of its component>'\``,
  );
});
