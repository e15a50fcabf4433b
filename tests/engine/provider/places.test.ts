import * as aep from "../../../adobe/resources";
import { emulatorCredentials } from "../../../local/aep";
import { collectSteps, startBench } from "./support";
import type { Bench } from "./support";

const EVENT_CLASS = "https://ns.adobe.com/xdm/context/experienceevent";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({
    env: { AEP_SANDBOX: "", AEP_CLIENT_SECRET: "" },
    config: {
      "adobe-aep:sandbox": "dev",
      "adobe-aep:clientSecret": { value: emulatorCredentials.clientSecret, secret: true },
    },
  });
});
afterAll(() => bench.close());

const FIELDS = { shop: { type: "object", properties: { sku: { type: "string" } } } } as const;

/** A field group and a schema; with `second` a field group in another sandbox too. */
const program =
  ({ second = false } = {}) =>
  () => {
    const group = new aep.xdm.FieldGroup("shop", {
      intendedToExtend: [EVENT_CLASS],
      properties: FIELDS,
    });
    const schema = new aep.xdm.Schema("shop", {
      class: EVENT_CLASS,
      fieldGroups: [{ ref: group.id, fields: group.fields }],
    });
    if (second) {
      const provider = new aep.Provider("prod", {
        sandbox: "prod",
        clientSecret: emulatorCredentials.clientSecret,
      });
      const there = { intendedToExtend: [EVENT_CLASS], properties: FIELDS };
      new aep.xdm.FieldGroup("there", there, { provider });
    }
    return Promise.resolve({ group: group.id, schema: schema.id });
  };

test("two sandboxes in one program, side by side, and no secret in the state", async () => {
  bench.program(program({ second: true }));
  const up = await bench.stack.up();
  expect(up.summary.resourceChanges).toEqual({ create: 5 });
  await bench.stack.preview({ expectNoChanges: true });
  const state = await bench.storedState();
  expect(state).toContain("providers:adobe-aep::prod");
  expect(state).not.toContain(emulatorCredentials.clientSecret);
  bench.program(program());
  await bench.stack.up();
});

test("other credentials replace nothing, another sandbox everything, shown at preview", async () => {
  await bench.stack.setConfig("adobe-aep:scopes", { value: "openid,AdobeID" });
  const same = await bench.stack.preview();
  expect(same.changeSummary["replace"] ?? 0).toBe(0);
  await bench.stack.removeConfig("adobe-aep:scopes");

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
