import { isObject } from "../../../adobe/client/json";
import { startChangingProxy } from "../support/changingProxy";
import type { ChangingProxy } from "../support/changingProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import { fieldGroupProgram, sourceProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { up, urnOf } from "../support/stack";

/** Adobe's list has an object that is deleted, for some seconds or minutes. It is not a reason to stop, nor to wait for long. */
const timing = manualTiming();
const urn = urnOf("flow:SourceConnection", "chat");
const program = { ...sourceProgram, name: "Given" };
let harness: Harness;
let proxy: ChangingProxy;
beforeEach(async () => {
  harness = await startHarness({ timing, now: () => timing.now() });
  proxy = await startChangingProxy(harness.url);
});
afterEach(async () => {
  await proxy.close();
  await harness.close();
});

/** Deletes the object in Adobe's UI. Every list that the provider reads keeps it. */
async function deleteButList(id: string) {
  const deleted = await harness.ui.flows.get("sourceConnections", id);
  await harness.ui.flows.delete("sourceConnections", id);
  proxy.change = (body) =>
    isObject(body) && Array.isArray(body["items"])
      ? { ...body, items: [deleted, ...(body["items"] as unknown[])] }
      : body;
}

function later(): Promise<TestProvider> {
  return harness.another({ platformUrl: proxy.url });
}

test("somebody else's object of the name is not named in an import line", async () => {
  const theirs = await up(await harness.another({}, { id: "theirs" }), urn, program);
  await deleteButList(theirs.id);
  expect((await up(await later(), urn, program)).id).not.toBe(theirs.id);
});

test("what a killed run has made: a run in the next minutes stops and says why, a later one makes another", async () => {
  const left = await up(await harness.another(), urn, program);
  await harness.loseOutcomes();
  await deleteButList(left.id);
  const { message } = await failureOf(up(await later(), urn, program));
  expect(message).toMatch(new RegExp(`lists .* ${left.id}, .*does not show it yet`));
  expect(message).not.toContain("pulumi import");
  timing.advance(11 * 60_000);
  expect((await up(await later(), urn, program)).id).not.toBe(left.id);
});

test.each([
  ["a week", 7 * 24 * 3_600_000],
  ["an hour", 3_600_000],
])("a rejection %s after a killed run is an error at once", async (_, ms) => {
  const group = urnOf("xdm:FieldGroup", "chat");
  const made = await up(await harness.another(), group, fieldGroupProgram);
  await harness.loseOutcomes();
  await harness.ui.registry.delete("fieldgroups", made.id);
  timing.advance(ms);
  await harness.fault({
    match: { method: "POST", path: "/data/foundation/schemaregistry/tenant/fieldgroups" },
    do: { status: 400 },
  });
  const begun = timing.now();
  const { message } = await failureOf(up(await harness.another(), group, fieldGroupProgram));
  expect(timing.now() - begun).toBeLessThan(1000);
  expect(message).not.toContain("An earlier request");
});

test("a rejection seconds after a killed run says once what Adobe says", async () => {
  const group = urnOf("xdm:FieldGroup", "chat");
  const made = await up(await harness.another(), group, fieldGroupProgram);
  await harness.loseOutcomes();
  await harness.ui.registry.delete("fieldgroups", made.id);
  await harness.fault({
    match: { method: "POST", path: "/data/foundation/schemaregistry/tenant/fieldgroups" },
    do: { status: 400 },
  });
  const { message } = await failureOf(up(await harness.another(), group, fieldGroupProgram));
  expect(message).toContain("An earlier request of this create got no response");
  expect(message.match(/Adobe responded 400/g)).toHaveLength(1);
});
