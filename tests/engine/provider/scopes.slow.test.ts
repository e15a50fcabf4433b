import { createClient } from "../../../adobe/client";
import * as aep from "../../../adobe/sdk";
import { emulatorCredentials, startEmulator } from "../../../emulator";
import type { Emulator } from "../../../emulator";
import { slowOptions } from "../../support/slowPlatform";
import { closeAll } from "../support/closeAll";
import { collectSteps, startHarness } from "./harness";
import type { Harness } from "./harness";

const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";

/** Another organization, which has an Adobe of its own. */
const credentials = {
  orgId: "FEDCBA9876543210FEDCBA98@AdobeOrg",
  clientId: "another-client",
  clientSecret: "another-client-secret",
};

let harness: Harness;
let elsewhere: Emulator;
beforeAll(async () => {
  elsewhere = await startEmulator({ ...slowOptions, credentials });
  harness = await startHarness({
    env: { AEP_SANDBOX: "", AEP_CLIENT_SECRET: "" },
    config: {
      "adobe-aep:sandbox": "dev",
      "adobe-aep:clientSecret": { value: emulatorCredentials.clientSecret, secret: true },
    },
  });
});
afterAll(() => closeAll(harness, elsewhere));

/** Field groups there are in the other organization. */
async function groupsElsewhere(): Promise<string[]> {
  const urls = { imsUrl: elsewhere.url, platformUrl: elsewhere.url };
  const client = createClient({ ...credentials, sandbox: "dev", ...urls });
  try {
    return (await client.registry.findAll("fieldgroups")).map(({ $id }) => $id);
  } finally {
    client.close();
  }
}

const FIELDS = { shop: { type: "object", properties: { sku: { type: "string" } } } } as const;

/** A field group and a schema; with `more` field groups in another sandbox and organization too. */
function program({ more = false } = {}) {
  return () => {
    let count = 0;
    const group = new aep.xdm.FieldGroup("shop", {
      intendedToExtend: [EVENT_CLASS],
      properties: FIELDS,
    });
    const schema = new aep.xdm.Schema("shop", {
      class: EVENT_CLASS,
      fieldGroups: [{ ref: group.id, fields: group.fields }],
    });
    if (more) {
      const { clientSecret } = emulatorCredentials;
      const urls = { imsUrl: elsewhere.url, platformUrl: elsewhere.url };
      for (const provider of [
        new aep.Provider("prod", { sandbox: "prod", clientSecret }),
        new aep.Provider("other", { ...credentials, ...urls, sandbox: "dev" }),
      ]) {
        const there = { intendedToExtend: [EVENT_CLASS], properties: FIELDS };
        new aep.xdm.FieldGroup(`there-${++count}`, there, { provider });
      }
    }
    return Promise.resolve({ group: group.id, schema: schema.id });
  };
}

test("two sandboxes and two organizations in one program, and no secret in the state", async () => {
  harness.program(program({ more: true }));
  const up = await harness.stack.up();
  expect(up.resourceChanges).toEqual({ create: 7 });
  expect(await groupsElsewhere()).toHaveLength(1);
  await harness.stack.preview({ expectNoChanges: true });
  const refreshed = await harness.stack.refresh();
  expect(refreshed.resourceChanges).toEqual({ same: 7 });
  const state = await harness.storedState();
  expect(state).toContain("providers:adobe-aep::prod");
  expect(state).not.toContain(emulatorCredentials.clientSecret);
  expect(state).not.toContain(credentials.clientSecret);
  harness.program(program());
  await harness.stack.up();
  expect(await groupsElsewhere()).toEqual([]);
});

test("other credentials replace nothing, another sandbox everything, shown at preview", async () => {
  const secret = (value: string) => ({ value, secret: true });
  await harness.stack.setConfig("adobe-aep:clientId", { value: "rotated" });
  await harness.stack.setConfig("adobe-aep:clientSecret", secret("rotated-client-secret"));
  await harness.stack.setConfig("adobe-aep:scopes", { value: "openid,AdobeID" });
  const rotated = collectSteps();
  await harness.stack.preview({ onEvent: rotated.onEvent });
  expect(Object.keys(rotated.steps)).toEqual(["providers:adobe-aep default"]);
  expect(rotated.steps["providers:adobe-aep default"]?.op).toBe("update");
  await harness.stack.removeConfig("adobe-aep:clientId");
  await harness.stack.removeConfig("adobe-aep:scopes");
  await harness.stack.setConfig("adobe-aep:clientSecret", secret(emulatorCredentials.clientSecret));

  await harness.stack.setConfig("adobe-aep:sandbox", { value: "prod" });
  const { onEvent, steps } = collectSteps();
  await harness.stack.preview({ onEvent });
  expect(steps).toMatchObject({
    "providers:adobe-aep default": { op: "update" },
    "xdm:FieldGroup shop": { op: "replace", diff: { sandbox: "update-replace" } },
    "xdm:Schema shop": { op: "replace", diff: { sandbox: "update-replace" } },
  });
  await harness.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
});

test("an up into a sandbox that does not exist fails with a helpful message, and correcting it restores everything", async () => {
  await harness.stack.setConfig("adobe-aep:sandbox", { value: "nosuch" });
  const failure = await harness.stack.up().catch((error: unknown) => error);
  expect(String(failure)).toContain("Check sandbox");
  await harness.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
  const up = await harness.stack.up();
  expect(up.resourceChanges).toMatchObject({ same: 3 });
});

test("another sandbox: everything is created there and deleted here", async () => {
  const before = await harness.stack.outputs();
  await harness.stack.setConfig("adobe-aep:sandbox", { value: "prod" });
  const up = await harness.stack.up();
  expect(up.resourceChanges).toMatchObject({ replace: 2 });
  await harness.stack.preview({ expectNoChanges: true });
  const id = before["schema"]?.value as string;
  expect(await harness.ui.registry.get("schemas", id)).toBeUndefined();

  await harness.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
  await harness.stack.up();
  const { schema } = await harness.stack.outputs();
  expect(await harness.ui.registry.get("schemas", schema?.value as string)).toBeDefined();
});

test("another organization: everything is replaced, and the old objects stay", async () => {
  const before = await harness.resources();
  const urls = { imsUrl: elsewhere.url, platformUrl: elsewhere.url };
  for (const [key, value] of Object.entries({ ...credentials, ...urls })) {
    await harness.stack.setConfig(`adobe-aep:${key}`, { value, secret: key === "clientSecret" });
  }
  const { onEvent, steps } = collectSteps();
  await harness.stack.preview({ onEvent });
  expect(steps).toMatchObject({
    "xdm:FieldGroup shop": { op: "replace", diff: { orgId: "update-replace" } },
    "xdm:Schema shop": { op: "replace", diff: { orgId: "update-replace" } },
  });

  const up = await harness.stack.up();
  expect(up.resourceChanges).toMatchObject({ replace: 2 });
  // The credential is good for one organization: what is in the other cannot be deleted with it.
  expect(up.stdout).toContain("whose credential cannot reach it");
  expect(up.stdout).toContain("It stays there");
  await harness.stack.preview({ expectNoChanges: true });
  expect(await groupsElsewhere()).toEqual([(await harness.resources())["xdm:FieldGroup shop"]?.id]);

  for (const key of ["orgId", "clientId", "imsUrl", "platformUrl"]) {
    await harness.stack.removeConfig(`adobe-aep:${key}`);
  }
  const secret = { value: emulatorCredentials.clientSecret, secret: true };
  await harness.stack.setConfig("adobe-aep:clientSecret", secret);
  // Back again, with consent: what was left is found by its name.
  await harness.stack.setConfig("adobe-aep:adoptExisting", { value: "true" });
  await harness.stack.up();
  await harness.stack.removeConfig("adobe-aep:adoptExisting");
  const after = await harness.resources();
  for (const key of Object.keys(before)) expect(after[key]?.id).toBe(before[key]?.id);
});

test("missing and invalid configuration is named at once, with the commands that set it", async () => {
  await harness.stack.removeConfig("adobe-aep:clientSecret");
  await harness.stack.setConfig("adobe-aep:sandbox", { value: "My Sandbox" });
  await harness.stack.setConfig("adobe-aep:sandbx", { value: "dev" });
  const failure = String(await harness.stack.preview().catch((error: unknown) => error));
  expect(failure).toContain("pulumi config set --secret adobe-aep:clientSecret");
  expect(failure).toContain("AEP_CLIENT_SECRET");
  expect(failure).toContain("the sandbox's name, in lower case");
  expect(failure).toContain("pulumi config rm adobe-aep:sandbx");
  expect(failure).not.toMatch(/\n\s+at /);
  await harness.stack.removeConfig("adobe-aep:sandbx");
  await harness.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
  const secret = { value: emulatorCredentials.clientSecret, secret: true };
  await harness.stack.setConfig("adobe-aep:clientSecret", secret);
});
