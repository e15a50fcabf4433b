import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { UNKNOWN } from "../../../provider-sdk";
import { quick, startHarness } from "../support/harness";
import type { Harness, ProviderState } from "../support/harness";
import { fieldGroupProgram, schemaProgram, sourceProgram } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * What tells an object that an interrupted run has left behind from one that left the state later:
 * the journal of this machine, and without one the object's age.
 */
let harness: Harness;
let directory: string;
/** The clock of emulator and provider. */
let now = Date.now();
beforeEach(async () => {
  now = Date.now();
  harness = await startHarness({ now: () => now, timing: { ...quick, now: () => now } });
  directory = await mkdtemp(path.join(os.tmpdir(), "journal-"));
});
afterEach(async () => {
  await harness.close();
  await rm(directory, { recursive: true, force: true });
});

const HOUR_MS = 3_600_000;
const urn = urnOf("flow:SourceConnection", "chat");
const named = { ...sourceProgram, name: "Given" };

async function there() {
  return (await harness.ui.flows.findAll("sourceConnections")).map(({ id }) => id).sort();
}

/** Another run over the same state. */
function run(state: ProviderState = {}, config = {}) {
  return harness.another(config, { id: "provider-1", ...state });
}

describe("without a journal", () => {
  test("a young object of the same state is adopted", async () => {
    const left = await up(await run(), urn, sourceProgram);
    expect((await up(await run(), urn, sourceProgram)).id).toBe(left.id);
  });

  test("an old one stays as it is, and the new one gets the next auto-name", async () => {
    now -= 2 * HOUR_MS;
    const old = await up(await run(), urn, sourceProgram);
    now += 2 * HOUR_MS;
    const next = await up(await run(), urn, sourceProgram);
    expect(await there()).toEqual([old.id, next.id].sort());
    expect(next.outputs["name"]).toBe(`${String(old.outputs["name"])} (2)`);
  });

  test("under a given name an old one stops the create", async () => {
    now -= 2 * HOUR_MS;
    const old = await up(await run(), urn, named);
    now += 2 * HOUR_MS;
    await expect(up(await run(), urn, named)).rejects.toThrow(
      `pulumi import adobe-aep:flow:SourceConnection chat ${old.id}`,
    );
  });

  test.each([
    ["another provider resource", { id: "provider-2" }],
    ["another backend", { backend: "file:///elsewhere" }],
  ])("a young one of %s is not adopted", async (_, state) => {
    const theirs = await up(await run(), urn, sourceProgram);
    const mine = await up(await run(state), urn, sourceProgram);
    expect(await there()).toEqual([theirs.id, mine.id].sort());
    expect(mine.outputs["name"]).not.toBe(theirs.outputs["name"]);
  });
});

describe("with a journal", () => {
  const journaled = (config = {}) => run({ journalDirectory: directory }, config);

  test("an object of an interrupted run is adopted whatever its age", async () => {
    now -= 100 * HOUR_MS;
    const left = await up(await journaled(), urn, sourceProgram);
    now += 100 * HOUR_MS;
    expect((await up(await journaled(), urn, sourceProgram)).id).toBe(left.id);
  });

  test("an object that another machine has made under that name since then is not adopted", async () => {
    now -= 100 * HOUR_MS;
    const interrupted = await up(await journaled(), urn, sourceProgram);
    await harness.ui.flows.delete("sourceConnections", interrupted.id);
    now += 50 * HOUR_MS;
    const elsewhere = { journalDirectory: path.join(directory, "elsewhere") };
    const theirs = await up(await run(elsewhere), urn, sourceProgram);
    now += 50 * HOUR_MS;
    const next = await up(await journaled(), urn, sourceProgram);
    expect(theirs.outputs["name"]).toBe(interrupted.outputs["name"]);
    expect(await there()).toEqual([theirs.id, next.id].sort());
  });

  test("a recorded object is not adopted, however young", async () => {
    const first = await journaled();
    const recorded = await up(first, urn, sourceProgram);
    first.end?.();
    const next = await up(await journaled(), urn, sourceProgram);
    expect(await there()).toEqual([recorded.id, next.id].sort());
  });

  test.each<[string, (state: Deployed) => Promise<unknown>]>([
    ["preview", async (deployed) => upAgain(await journaled(), deployed, sourceProgram)],
    ["refresh", async (deployed) => refresh(await journaled(), deployed)],
  ])("an object that a later %s finds in the state is not adopted afterwards", async (_, seen) => {
    // The run that made it was killed after the engine had recorded it.
    const recorded = await up(await journaled(), urn, sourceProgram);
    await seen(recorded);
    const next = await up(await journaled(), urn, sourceProgram);
    expect(await there()).toEqual([recorded.id, next.id].sort());
  });

  test("the first preview on another machine says what will be adopted there", async () => {
    const left = await up(await journaled(), urn, sourceProgram);
    const preview = await run({ journalDirectory: path.join(directory, "elsewhere") });
    const { inputs } = await preview.check(urn, sourceProgram);
    await preview.create(urn, inputs, { preview: true });
    expect(preview.said("warning").join()).toContain(`will adopt the source connection ${left.id}`);
  });

  test("a preview says what will be adopted, on a machine that has seen the stack too", async () => {
    // Left after this machine's last run, by another one.
    await up(await journaled(), urnOf("flow:SourceConnection", "seen"), sourceProgram);
    const elsewhere = { journalDirectory: path.join(directory, "elsewhere") };
    const left = await up(await run(elsewhere), urn, sourceProgram);
    expect(await previewed(await journaled(), urn, sourceProgram)).toContain(
      `will adopt the source connection ${left.id}`,
    );
  });

  test("the first preview of a stack sends no request: its names are not known yet", async () => {
    const preview = await run({ journalDirectory: directory, id: UNKNOWN });
    const before = (await harness.requests()).length;
    expect(await previewed(preview, urn, sourceProgram)).toBe("");
    expect((await harness.requests()).length).toBe(before);
  });
});

/** The warnings of a preview that would create the resource. */
async function previewed(provider: TestProvider, of: string, program: object): Promise<string> {
  const { inputs } = await provider.check(of, { ...program });
  await provider.create(of, inputs, { preview: true });
  return provider.said("warning").join();
}

test("a preview says that an identity descriptor of others will be adopted, and what a destroy does", async () => {
  const first = await run();
  const group = await up(first, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  const schema = await up(first, urnOf("xdm:Schema", "chat"), schemaProgram(group));
  const inputs = {
    schemaId: schema.id,
    fields: schema.outputs["fields"],
    property: "_tenant.chat.email",
    namespace: "Email",
  };
  const descriptor = urnOf("xdm:IdentityDescriptor", "email");
  const theirs = await up(await run(), descriptor, inputs);
  const said = await previewed(await run({ id: "provider-2" }), descriptor, inputs);
  expect(said).toContain(`will adopt the identity descriptor ${theirs.id}`);
  expect(said).toContain("A destroy then deletes it");
});
