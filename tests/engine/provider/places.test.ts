import * as aep from "../../../adobe/sdk";
import { createClient } from "../../../adobe/client";
import { emulatorCredentials, startEmulator } from "../../../emulator";
import type { Emulator } from "../../../emulator";
import { collectSteps, startBench } from "./support";
import type { Bench } from "./support";

const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";

/** Another organisation, which has an Adobe of its own. */
const credentials = {
  orgId: "FEDCBA9876543210FEDCBA98@AdobeOrg",
  clientId: "another-client",
  clientSecret: "another-client-secret",
};

let bench: Bench;
let elsewhere: Emulator;
beforeAll(async () => {
  elsewhere = await startEmulator({ credentials });
  bench = await startBench({
    env: { AEP_SANDBOX: "", AEP_CLIENT_SECRET: "" },
    config: {
      "adobe-aep:sandbox": "dev",
      "adobe-aep:clientSecret": { value: emulatorCredentials.clientSecret, secret: true },
    },
  });
});
afterAll(async () => {
  await bench.close();
  await elsewhere.close();
});

/** Field groups there are in the other organisation. */
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

/** A field group and a schema; with `more` field groups in another sandbox and organisation too. */
const program =
  ({ more = false } = {}) =>
  () => {
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

test("two sandboxes and two organisations in one program, and no secret in the state", async () => {
  bench.program(program({ more: true }));
  const up = await bench.stack.up();
  expect(up.summary.resourceChanges).toEqual({ create: 7 });
  expect(await groupsElsewhere()).toHaveLength(1);
  await bench.stack.preview({ expectNoChanges: true });
  const refreshed = await bench.stack.refresh();
  expect(refreshed.summary.resourceChanges).toEqual({ same: 7 });
  const state = await bench.storedState();
  expect(state).toContain("providers:adobe-aep::prod");
  expect(state).not.toContain(emulatorCredentials.clientSecret);
  expect(state).not.toContain(credentials.clientSecret);
  bench.program(program());
  await bench.stack.up();
  expect(await groupsElsewhere()).toEqual([]);
});

test("other credentials replace nothing, another sandbox everything, shown at preview", async () => {
  const secret = (value: string) => ({ value, secret: true });
  await bench.stack.setConfig("adobe-aep:clientId", { value: "rotated" });
  await bench.stack.setConfig("adobe-aep:clientSecret", secret("rotated-client-secret"));
  await bench.stack.setConfig("adobe-aep:scopes", { value: "openid,AdobeID" });
  const rotated = collectSteps();
  await bench.stack.preview({ onEvent: rotated.onEvent });
  expect(Object.keys(rotated.steps)).toEqual(["providers:adobe-aep default"]);
  expect(rotated.steps["providers:adobe-aep default"]?.op).toBe("update");
  await bench.stack.removeConfig("adobe-aep:clientId");
  await bench.stack.removeConfig("adobe-aep:scopes");
  await bench.stack.setConfig("adobe-aep:clientSecret", secret(emulatorCredentials.clientSecret));

  await bench.stack.setConfig("adobe-aep:sandbox", { value: "prod" });
  const { onEvent, steps } = collectSteps();
  await bench.stack.preview({ onEvent });
  expect(steps).toMatchObject({
    "providers:adobe-aep default": { op: "update" },
    "xdm:FieldGroup shop": { op: "replace", diff: { sandbox: "update-replace" } },
    "xdm:Schema shop": { op: "replace", diff: { sandbox: "update-replace" } },
  });
  await bench.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
});

test("an up into a sandbox that is not there fails in words that help, and is undone by going back", async () => {
  await bench.stack.setConfig("adobe-aep:sandbox", { value: "nosuch" });
  const failure = await bench.stack.up().catch((error: unknown) => error);
  expect(String(failure)).toContain("Check sandbox");
  await bench.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
  const up = await bench.stack.up();
  expect(up.summary.resourceChanges).toMatchObject({ same: 3 });
});

test("moved to another sandbox, everything is made there and deleted here", async () => {
  const before = await bench.stack.outputs();
  await bench.stack.setConfig("adobe-aep:sandbox", { value: "prod" });
  const up = await bench.stack.up();
  expect(up.summary.resourceChanges).toMatchObject({ replace: 2 });
  await bench.stack.preview({ expectNoChanges: true });
  const id = before["schema"]?.value as string;
  expect(await bench.ui.registry.get("schemas", id)).toBeUndefined();

  await bench.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
  await bench.stack.up();
  const { schema } = await bench.stack.outputs();
  expect(await bench.ui.registry.get("schemas", schema?.value as string)).toBeDefined();
});

test("another organisation: everything is shown as replaced, made there, and left here", async () => {
  const before = await bench.held();
  const urls = { imsUrl: elsewhere.url, platformUrl: elsewhere.url };
  for (const [key, value] of Object.entries({ ...credentials, ...urls })) {
    await bench.stack.setConfig(`adobe-aep:${key}`, { value, secret: key === "clientSecret" });
  }
  const { onEvent, steps } = collectSteps();
  await bench.stack.preview({ onEvent });
  expect(steps).toMatchObject({
    "xdm:FieldGroup shop": { op: "replace", diff: { orgId: "update-replace" } },
    "xdm:Schema shop": { op: "replace", diff: { orgId: "update-replace" } },
  });

  const up = await bench.stack.up();
  expect(up.summary.resourceChanges).toMatchObject({ replace: 2 });
  // The credential is good for one organisation: what is in the other cannot be deleted with it.
  expect(up.stdout).toContain("whose credential cannot reach it");
  expect(up.stdout).toContain("It stays there");
  await bench.stack.preview({ expectNoChanges: true });
  expect(await groupsElsewhere()).toEqual([(await bench.held())["xdm:FieldGroup shop"]?.id]);

  for (const key of ["orgId", "clientId", "imsUrl", "platformUrl"]) {
    await bench.stack.removeConfig(`adobe-aep:${key}`);
  }
  const secret = { value: emulatorCredentials.clientSecret, secret: true };
  await bench.stack.setConfig("adobe-aep:clientSecret", secret);
  await bench.stack.up();
  // Back again: what was left is found by its name.
  const after = await bench.held();
  for (const key of Object.keys(before)) expect(after[key]?.id).toBe(before[key]?.id);
});

test("missing and wrong configuration is named all at once, with the command that sets it", async () => {
  await bench.stack.removeConfig("adobe-aep:clientSecret");
  await bench.stack.setConfig("adobe-aep:sandbox", { value: "My Sandbox" });
  await bench.stack.setConfig("adobe-aep:sandbx", { value: "dev" });
  const failure = String(await bench.stack.preview().catch((error: unknown) => error));
  expect(failure).toContain("pulumi config set --secret adobe-aep:clientSecret");
  expect(failure).toContain("AEP_CLIENT_SECRET");
  expect(failure).toContain("the sandbox's name, in lower case");
  expect(failure).toContain("pulumi config rm adobe-aep:sandbx");
  expect(failure).not.toMatch(/\n\s+at /);
  await bench.stack.removeConfig("adobe-aep:sandbx");
  await bench.stack.setConfig("adobe-aep:sandbox", { value: "dev" });
  const secret = { value: emulatorCredentials.clientSecret, secret: true };
  await bench.stack.setConfig("adobe-aep:clientSecret", secret);
});
