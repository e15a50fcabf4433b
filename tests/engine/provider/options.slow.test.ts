import fetch from "node-fetch";

import { closeAll } from "../support/closeAll";
import { program } from "./everyType";
import type { Shape } from "./everyType";
import { everyTypesLife } from "./everyTypesLife";
import { collectSteps, failureOf, startHarness } from "./harness";
import type { Harness } from "./harness";

/** The emulator's clock, which can stand still: then no dataflow becomes ready. */
let standsStillAt: number | undefined;

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ assume: {}, now: () => standsStillAt ?? Date.now() });
});
afterAll(() => closeAll(harness));

const keys = Object.keys(everyTypesLife).filter(
  (key) => !/^(xdm:ProfileUnion|sandboxes:|query:Schedule)/.test(key),
);
const FLOW = "flow:Dataflow chat";
const DATASET = "catalog:Dataset chat";
const SCHEMA = "xdm:Schema chat";
const UNION = "xdm:ProfileUnion chat";

/** Without a scheduled query: its create waits for Adobe's clock, which stands still here. */
function own(shape: Shape) {
  return program({ profile: false, schedule: false, ...shape });
}

async function up(shape: Shape = {}) {
  harness.program(own(shape));
  const { onEvent, steps } = collectSteps();
  await harness.stack.up({ onEvent });
  return steps;
}
async function idOf(key: string) {
  return (await harness.resources())[key]?.id ?? "";
}

test("a dataflow that is not ready within customTimeouts is kept, and the next up continues", async () => {
  const timeouts = { options: { [FLOW]: { customTimeouts: { create: "1s", update: "2s" } } } };
  standsStillAt = Date.now();
  const failure = await failureOf(up(timeouts));
  expect(failure).toContain("not finished after 1 s, the timeout set in customTimeouts.create");
  expect(failure).toContain("The next `pulumi up` continues");
  const id = await idOf(FLOW);
  expect((await harness.ui.flows.findAll("flows")).map((flow) => flow.id)).toEqual([id]);

  // Still not ready: the update waits for the same dataflow, under its own timeout.
  expect(await failureOf(up(timeouts))).toContain(
    "after 2 s, the timeout set in customTimeouts.update",
  );
  expect(await idOf(FLOW)).toBe(id);

  standsStillAt = undefined;
  expect(await up(timeouts)).toEqual({ [FLOW]: { op: "update", diff: {} } });
  expect(await idOf(FLOW)).toBe(id);
  await harness.stack.preview({ expectNoChanges: true });
  expect(await harness.ui.flows.findAll("flows")).toMatchObject([{ id, state: "enabled" }]);
});

test("a protected object stays, and nothing else is deleted either", async () => {
  const protect = { [DATASET]: { protect: true } };
  await up({ options: protect });
  await harness.newRequests();
  // With its preview, as a user runs it.
  const destroyed = await failureOf(harness.pulumi("destroy", "--yes", "--stack", "dev"));
  expect(destroyed).toContain("protect");
  expect(await harness.newRequests()).toEqual([]);
  // Neither may a replacement take it away. Its preview only looks whether there is something to adopt.
  harness.program(own({ other: true, options: protect }));
  expect(await failureOf(harness.stack.preview())).toContain("protect");
  const sent = (await harness.newRequests()).filter(({ path: at }) => !at.startsWith("/ims/"));
  expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(await harness.ui.catalog.get(await idOf(DATASET))).toBeDefined();
  await up();
});

test("with retainOnDelete a destroy sends no request, and with consent the next up adopts everything again", async () => {
  const options = Object.fromEntries(keys.map((key) => [key, { retainOnDelete: true }]));
  await up({ options });
  const before = await harness.resources();
  await harness.newRequests();
  await harness.stack.destroy();
  expect(await harness.newRequests()).toEqual([]);
  expect(await harness.resources()).toEqual({});

  // It stays set: the tests below delete what was adopted.
  await harness.stack.setConfig("adobe-aep:adoptExisting", { value: "true" });
  await up();
  const after = await harness.resources();
  for (const key of keys) expect([key, after[key]?.id]).toEqual([key, before[key]?.id]);
  await harness.stack.preview({ expectNoChanges: true });
});

test("a dataset with rows is only deleted with forceDestroy, a dataflow only when it has drained", async () => {
  const { inletUrl } = await harness.stack.outputs();
  const flowId = await idOf(FLOW);
  const row = await fetch(inletUrl?.value as string, {
    method: "POST",
    headers: { "content-type": "application/json", "x-adobe-flow-id": flowId },
    body: JSON.stringify({ id: "1", at: "2026-01-02T03:04:05.000Z", visitor: "a" }),
  });
  expect(row.status).toBe(200);
  const dataset = await idOf(DATASET);
  // Neither shows as a change, and both are in force after an up.
  await up({ flow: { drainSeconds: 1.5 } });
  await harness.newRequests();
  const rejected = await failureOf(harness.stack.destroy());
  expect(rejected).toContain("has rows and is not deleted");
  expect(rejected).toContain("forceDestroy: true");
  expect(rejected).toContain("waiting 1.5 s for records in flight to arrive (drainSeconds)");
  expect(await harness.ui.catalog.get(dataset)).toBeDefined();
  const [looked, deleted] = (await harness.newRequests()).filter(({ path }) =>
    path.endsWith(flowId),
  );
  expect([looked?.method, deleted?.method]).toEqual(["GET", "DELETE"]);

  const steps = await up({ dataset: { forceDestroy: true } });
  expect(steps[DATASET]).toBeUndefined();
  await harness.stack.destroy();
  expect(await harness.ui.catalog.get(dataset)).toBeUndefined();
  expect(await harness.ui.registry.findAll("schemas")).toEqual([]);
});

test("removing a union is rejected at preview unless its protection is off", async () => {
  await up({ profile: true, protectedUnion: true });
  expect(await idOf(UNION)).toBe(await idOf(SCHEMA));
  await harness.newRequests();
  // The Profile tag of the dataset alone has an error of its own.
  harness.program(own({ dataset: { profile: true } }));
  expect(await failureOf(harness.stack.preview())).toMatch(
    /xdm:ProfileUnion::chat\W+cannot be deleted\s+because it is protected/,
  );
  // So is one whose schema is taken away with it, as by a destroy.
  expect(await failureOf(harness.pulumi("destroy", "--yes", "--stack", "dev"))).toContain(
    "protect",
  );
  expect(await harness.newRequests()).toEqual([]);

  await up({ profile: true });
  harness.program(own({ dataset: { profile: true } }));
  const { stdout } = await harness.stack.up();
  expect(stdout).toContain("stays in the union of Real-Time Customer Profile");
  await harness.stack.destroy();
});
