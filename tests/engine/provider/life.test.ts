import { createTokenSource } from "../../../adobe/client/ims";
import { definitions } from "../../../adobe/provider/resources";
import { emulatorCredentials } from "../../../emulator";
import type { LoggedRequest } from "../../../emulator";
import { closeAll } from "../support/closeAll";
import { startHarness } from "./harness";
import type { Harness } from "./harness";
import { expectedOf, keys, program, shownAndDone } from "./lifeStack";

// lifeInUi.slow.test.ts has what happens to the objects in Adobe's UI.
let harness: Harness;
let resources: number;
beforeAll(async () => {
  // Requests are counted here: none is repeated.
  harness = await startHarness({ assume: {} });
  harness.program(program());
});
afterAll(() => closeAll(harness));

const SERVICES = /^.data.(foundation|core).([a-z-]+).(tenant.)?/;
/** `POST flows`, `GET schemas`: how often each call was made, whatever the id. */
function tally(requests: readonly LoggedRequest[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, path } of requests) {
    const call = `${method} ${path.replace(SERVICES, "").split("/").filter(Boolean)[0] ?? ""}`;
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
}

test("the program has every resource type", () => {
  const types = new Set(keys.map((key) => `adobe-aep:${key.split(" ")[0] ?? ""}`));
  expect([...types].sort()).toEqual(definitions.map(({ token }) => token).sort());
});

test("is created with no more requests than necessary", async () => {
  const up = await harness.stack.up();
  expect(Object.keys(await harness.resources()).sort()).toEqual([...keys].sort());
  resources = keys.length;
  // The stack itself counts as one.
  expect(up.resourceChanges).toEqual({ create: resources + 1 });
  for (const inlet of ["inletUrl", "baseInlet"]) {
    const url = expect.stringContaining("/collection/") as string;
    expect((await harness.stack.outputs())[inlet]).toEqual({ value: url, secret: true });
  }

  const requests = await harness.newRequests();
  // A sandbox and a marketing action are looked up by their names.
  const byName = /\/(sandboxes|marketingActions)\//;
  const failed = requests.filter((one) => one.status >= 400 && !byName.test(one.path));
  expect(failed).toEqual([]);
  const {
    "GET flows": polls = 0,
    "GET sandboxes": looks = 0,
    "GET schedules": registrations = 0,
    "GET descriptors": descriptorReads = 0,
    ...calls
  } = tally(requests);
  // The lookup, and the wait for the streaming endpoint.
  expect(polls).toBeGreaterThanOrEqual(2);
  expect(looks).toBeGreaterThanOrEqual(2);
  expect(registrations).toBeGreaterThanOrEqual(2);
  // There are nine. Those of one schema at the same time share a read.
  expect(descriptorReads).toBeGreaterThanOrEqual(2);
  expect(descriptorReads).toBeLessThanOrEqual(9);
  // One lookup and one POST each; every further request has a reason.
  expect(calls).toEqual({
    "POST ims": 1,
    "POST sandboxes": 1,
    "GET ": 1, // whether the credential may use the sandbox
    "GET stats": 1, // the tenant, for the field group
    "GET datatypes": 1,
    "POST datatypes": 1,
    "GET classes": 1,
    "POST classes": 1,
    "GET fieldgroups": 1,
    "POST fieldgroups": 1,
    "GET schemas": 5, // of three schemas; the union looks up one, and reads its tags
    "POST schemas": 3,
    "PATCH schemas": 1, // the union
    "GET identities": 1,
    "POST identities": 1,
    "POST descriptors": 9,
    "GET dataSets": 1,
    "POST dataSets": 1,
    "POST datasets": 1, // its labels
    "PATCH v2": 2, // retention has a call of its own, in the lake and in Profile
    "GET config": 1, // merge policies
    "POST config": 1,
    "GET segment": 1,
    "POST segment": 1,
    "GET attributes": 1, // computed attributes
    "POST attributes": 1,
    "GET query-templates": 1,
    "POST query-templates": 1,
    "GET encryption": 1, // key pairs
    "POST encryption": 1,
    "GET marketingActions": 2, // the policy looks whether its own is there
    "PUT marketingActions": 1,
    "GET labels": 2, // Adobe's and the organization's own
    "GET policies": 1,
    "POST policies": 1,
    "POST schedules": 1,
    "GET mappingSets": 1,
    "POST mappingSets": 1,
    "GET connections": 2, // only a read has the endpoint's URL
    "POST connections": 1,
    "GET sourceConnections": 2, // there are two
    "POST sourceConnections": 2,
    "GET targetConnections": 1,
    "POST targetConnections": 1,
    "POST flows": 1,
  });
});

test("a second preview sends no request and shows no changes", async () => {
  const preview = await harness.stack.preview({ expectNoChanges: true });
  expect(preview.changeSummary).toEqual({ same: resources + 1 });
  expect(await harness.newRequests()).toEqual([]);
});

test("a refresh sends one request per resource, one more for labels, and finds no change", async () => {
  const refreshed = await harness.stack.refresh();
  expect(refreshed.resourceChanges).toEqual({ same: resources + 1 });
  expect(tally(await harness.newRequests())).toEqual({
    "POST ims": 1,
    "GET sandboxes": 1,
    "GET datatypes": 1,
    "GET classes": 1,
    "GET fieldgroups": 1,
    "GET schemas": 4, // schemas and union
    "GET identities": 1,
    "GET descriptors": 9,
    "GET dataSets": 1,
    "GET datasets": 1, // its labels
    "GET config": 1,
    "GET segment": 1,
    "GET attributes": 1,
    "GET query-templates": 1,
    "GET encryption": 1,
    "GET marketingActions": 1,
    "GET policies": 1,
    "GET schedules": 1,
    "GET mappingSets": 1,
    "GET connections": 1,
    "GET sourceConnections": 2,
    "GET targetConnections": 1,
    "GET flows": 1,
  });
});

test("no secret is in the state in plain text", async () => {
  const text = await harness.storedState();
  expect(text).toContain("adobe-aep:flow:Dataflow");
  expect(text).not.toContain(emulatorCredentials.clientSecret);
  expect(text).not.toContain("/collection/");
  const credentials = { ...emulatorCredentials, imsUrl: harness.url };
  const [head = ""] = (await createTokenSource(credentials).token()).split(".");
  expect(text).not.toContain(head);
  await harness.newRequests();
});

test("an update in place keeps the id and matches the preview", async () => {
  const before = await harness.resources();
  const steps = await shownAndDone(harness, { text: "second" });
  const diffs = expectedOf(({ update }) => update);
  expect(steps).toEqual(
    Object.fromEntries(
      Object.entries(diffs).map(([key, diff]) => [key, { op: "update", diff }] as const),
    ),
  );
  const after = await harness.resources();
  for (const key of keys) expect([key, after[key]?.id]).toEqual([key, before[key]?.id]);
});

test("a breaking change is rejected at preview with a fix", async () => {
  harness.program(program({ text: "second", emailType: "integer" }));
  const failure = await harness.stack.preview().catch((error: unknown) => error);
  expect(String(failure)).toContain("properties.chat.properties.email.type");
  expect(String(failure)).toContain("allowBreaking");
});

test("changes that Adobe cannot make replace an object of every type, each with a reason in the preview", async () => {
  const before = await harness.resources();
  const steps = await shownAndDone(harness, { text: "second", other: true });
  for (const [key, wanted] of Object.entries(expectedOf(({ replace }) => replace))) {
    expect([key, steps[key]]).toEqual([
      key,
      {
        // The last step of those that are deleted before their successor is made.
        op: expect.stringMatching(/^(replace|create-replacement)$/) as unknown,
        diff: expect.objectContaining(wanted) as unknown,
      },
    ]);
  }
  const after = await harness.resources();
  const replaced = Object.keys(expectedOf(({ replace }) => replace));
  for (const key of replaced) expect([key, after[key]?.id]).not.toEqual([key, before[key]?.id]);
  // What can be deleted at Adobe is.
  for (const [key, isGone] of Object.entries(expectedOf((one) => one.isGone))) {
    if (!replaced.includes(key)) continue;
    expect([key, await isGone(harness.ui, before[key]?.id ?? "")]).toEqual([key, true]);
  }
});

test("destroy leaves only what Adobe cannot delete, and says so", async () => {
  const before = await harness.resources();
  const destroyed = await harness.stack.destroy();
  expect(destroyed.resourceChanges).toEqual({ delete: resources + 1 });
  for (const stays of Object.values(expectedOf((one) => one.stays))) {
    expect(destroyed.stdout).toContain(stays);
  }
  for (const [key, isGone] of Object.entries(expectedOf((one) => one.isGone))) {
    expect([key, await isGone(harness.ui, before[key]?.id ?? "")]).toEqual([key, true]);
  }
});
