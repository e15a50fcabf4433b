import * as aep from "../../../adobe/sdk";
import { closeAll } from "../support/closeAll";
import { failureOf, startHarness } from "./harness";
import type { Harness } from "./harness";

/** A new sandbox, and in the same program what is made in it. */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ assume: { "new-sandbox-known": "late" } });
});
afterAll(() => closeAll(harness));

function program(args: Partial<aep.sandboxes.SandboxArgs> = {}, withContent = true) {
  return () => {
    const sandbox = new aep.sandboxes.Sandbox("acme", {
      name: "acme-dev",
      title: "Acme development",
      type: "development",
      ...args,
    });
    if (!withContent) return Promise.resolve({});
    const provider = new aep.Provider("acme", { sandbox: sandbox.name });
    const visit = new aep.xdm.DataType(
      "visit",
      { properties: { page: { type: "string" } } },
      { provider },
    );
    return Promise.resolve({ sandbox: sandbox.name, visit: visit.id });
  };
}

/** Titles of the data types in a sandbox. */
async function inSandbox(name: string): Promise<string[]> {
  const requests = await harness.newRequests();
  const sent = requests.filter(({ sandbox, method }) => sandbox === name && method !== "GET");
  return sent.map(({ method, path }) => `${method} ${path.split("/").at(-1)?.slice(0, 9) ?? ""}`);
}

test("the preview of both knows nothing of the new sandbox, and asks nobody there", async () => {
  harness.program(program());
  const preview = await harness.stack.preview();
  expect(preview.changeSummary).toEqual({ create: 4 });
  const requests = await harness.newRequests();
  expect(requests.filter(({ sandbox }) => sandbox === "acme-dev")).toEqual([]);
});

test("the up makes the sandbox, waits for it, and makes the rest in it", async () => {
  await harness.stack.up();
  expect(await harness.stack.outputs()).toMatchObject({ sandbox: { value: "acme-dev" } });
  expect(await inSandbox("acme-dev")).toEqual(["POST datatypes"]);
  await harness.stack.preview({ refresh: true, expectNoChanges: true });
  await harness.newRequests();
});

test("another title changes nothing in it", async () => {
  harness.program(program({ title: "Second", forceDestroy: true }));
  const up = await harness.stack.up();
  expect(up.resourceChanges).toEqual({ same: 3, update: 1 });
  expect((await harness.ui.sandboxes.get("acme-dev"))?.title).toBe("Second");
  await harness.newRequests();
});

test("a reset is said at preview, and what was in the sandbox is made again", async () => {
  harness.program(program({ title: "Second", resetOn: "1" }));
  await harness.stack.up();
  harness.program(program({ title: "Second", resetOn: "2" }));
  expect(await failureOf(harness.stack.preview())).toContain("Set forceDestroy: true");
  harness.program(program({ title: "Second", resetOn: "2", forceDestroy: true }));
  const preview = await harness.stack.preview();
  expect(preview.stdout).toContain("everything in it is removed for ever");
  await harness.stack.up();
  await harness.newRequests();
  await harness.stack.refresh();
  await harness.stack.up();
  expect(await inSandbox("acme-dev")).toEqual(["POST datatypes"]);
});

test("a destroy takes out what is in it first, and deletes it only with forceDestroy", async () => {
  harness.program(program({ title: "Second", resetOn: "2" }));
  await harness.stack.up();
  expect(await failureOf(harness.stack.destroy())).toContain("set forceDestroy: true");
  expect((await harness.ui.sandboxes.get("acme-dev"))?.state).toBe("active");
  harness.program(program({ title: "Second", resetOn: "2", forceDestroy: true }));
  await harness.stack.up();
  await harness.stack.destroy();
  expect((await harness.ui.sandboxes.get("acme-dev"))?.state).toBe("deleted");
});
