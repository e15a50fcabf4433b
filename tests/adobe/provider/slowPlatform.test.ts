import { emulatorCredentials } from "../../../emulator";
import { slowPlatform } from "../../support/slowPlatform";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import {
  actionProgram,
  connectionProgram,
  descriptorKinds,
  fieldGroupProgram,
  keyKinds,
  makeEvery,
  mappingProgram,
  mappings,
  namespaceProgram,
  schemaProgram,
} from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, up, upAgain, urnOf } from "../support/stack";

/** AEP's services learn what has changed with a delay. */
let harness: Harness;
afterEach(() => harness.close());

/** Time passes only while the provider waits. */
async function start(settleMs: number): Promise<void> {
  const timing = manualTiming();
  harness = await startHarness({ assume: slowPlatform, settleMs, timing, now: () => timing.now() });
}

test("every type is created, changed and deleted, and the waits are logged", async () => {
  await start(20_000);
  const whole = await makeEvery(harness.provider);
  const { schema, dataset, mapping } = whole;
  const profile = await upAgain(harness.provider, dataset, { schemaId: schema.id, profile: true });
  expect(profile.diff.changes).toEqual({ profile: "update" });
  const said = () => harness.provider.said("info").join("\n");
  expect(said()).toMatch(/waiting for Adobe to show [0-9a-f]{40,}, which was just made \(up to/);
  expect(said()).toContain("waiting for the schema's union to reach the dataset");

  const changed = { ...mappingProgram(schema), mappings: mappings.slice(0, 3) };
  const newer = await upAgain(harness.provider, mapping, changed);
  const { flow, target, source, base, bucket } = whole;
  await destroy(harness.provider, flow, newer, target, source, base, bucket);
  expect(said()).toContain("waiting for Adobe to release");
  for (const kind of ["flows", "sourceConnections", "targetConnections", "connections"] as const) {
    expect([kind, await harness.ui.flows.findAll(kind)]).toEqual([kind, []]);
  }
  // Nothing was made twice.
  const posts = (await harness.requests()).filter(
    ({ method, path, status }) => method === "POST" && path.endsWith("s") && status < 300,
  );
  expect(posts).toHaveLength(
    new Set(posts.map(({ path }) => path)).size + 3 + descriptorKinds.length + keyKinds.length,
  ); // two identities, two schemas and two base connections
});

test("what another provider on this machine has just done gets the time too", async () => {
  await start(20_000);
  const whole = await makeEvery(await harness.another({}, { id: "first" }));
  const second = await harness.another({}, { id: "second" });
  const { schema, source, flow } = whole;
  const dataset = urnOf("catalog:Dataset", "more");
  await up(second, dataset, { schemaId: schema.id, profile: true });
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "more"), fieldGroupProgram);
  await up(second, urnOf("xdm:Schema", "more"), schemaProgram(group));
  await destroy(harness.provider, flow);
  await destroy(second, source);
  expect(second.said("info").join("\n")).toMatch(
    /waiting for Adobe to show .*waiting for Adobe to release/s,
  );
});

test("what has just been done in one sandbox is waited for in no other", async () => {
  harness = await startHarness();
  for (const sandbox of [emulatorCredentials.sandbox, "prod"]) {
    const provider = await harness.another({ sandbox });
    await up(provider, urnOf("policy:MarketingAction", "share"), actionProgram);
    await up(provider, urnOf("identity:Namespace", "shopper"), namespaceProgram);
    expect(provider.said("info").filter((line) => line.includes("waiting for"))).toEqual([]);
  }
});

test("a dataset in Profile is created with its union", async () => {
  await start(20_000);
  const { schema } = await makeEvery(harness.provider);
  const program = { schemaId: schema.id, profile: true };
  const { id } = await up(harness.provider, urnOf("catalog:Dataset", "profile"), program);
  const made = (await harness.ui.catalog.findAll()).find((one) => one.id === id);
  expect(made?.tags).toMatchObject({
    unifiedProfile: expect.arrayContaining(["enabled:true"]) as unknown,
  });
});

test("an object that is missing for another reason fails at once", async () => {
  await start(20_000);
  const urn = urnOf("flow:SourceConnection", "http");
  const before = (await harness.requests()).length;
  const error = await failureOf(
    up(harness.provider, urn, {
      connectionSpec: connectionProgram["connectionSpec"],
      baseConnectionId: "00000000-0000-0000-0000-000000000000",
    }),
  );
  expect(error.message).toContain("There is no connection");
  // The token, the two lookups (of the name, and of what other machines have left), the base connection and the POST.
  expect((await harness.requests()).length - before).toBeLessThanOrEqual(5);
});

test("an object that stays invisible for longer ends the run with Adobe's own reason", async () => {
  await start(60_000);
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  const error = await failureOf(
    up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group)),
  );
  expect(error.message).toMatch(/cannot create schema .*404 XDM-1010-404/);
});
