import { createProvider } from "../../../adobe/provider/definition";
import { emulatorCredentials } from "../../../emulator";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { fieldGroupProgram, schemaProgram } from "../support/programs";
import { failureOf, startProvider } from "../support/provider";
import type { TestProvider } from "../support/provider";
import { destroy, refresh, up, upAgain, urnOf } from "../support/stack";

const whole = {
  orgId: "0123456789ABCDEF01234567@AdobeOrg",
  clientId: "client",
  clientSecret: "s3cr3t",
  sandbox: "dev",
};
const groupUrn = urnOf("xdm:FieldGroup", "chat");

describe("the provider's configuration", () => {
  let provider: TestProvider;
  const start = async (environment: Record<string, string> = {}) => {
    provider = await startProvider(createProvider({ environment }));
    return provider;
  };
  afterEach(() => provider.close());

  const failures = async (config: Properties) =>
    Object.fromEntries(
      (await provider.checkConfig(config)).failures.map(({ property, reason }) => [
        property,
        reason,
      ]),
    );

  test("all missing credentials are named at once, each with both ways to set it", async () => {
    await start();
    expect(await failures({})).toEqual({
      orgId: "is missing; run `pulumi config set adobe-aep:orgId …` or set AEP_ORG_ID",
      clientId: "is missing; run `pulumi config set adobe-aep:clientId …` or set AEP_CLIENT_ID",
      clientSecret:
        "is missing; run `pulumi config set --secret adobe-aep:clientSecret …` or set AEP_CLIENT_SECRET",
      sandbox: "is missing; run `pulumi config set adobe-aep:sandbox …` or set AEP_SANDBOX",
    });
    const { message } = await failureOf(provider.configure({ clientId: "client" }));
    expect(message).toMatch(
      /orgId is missing.*\n.*clientSecret is missing.*\n.*sandbox is missing/,
    );
  });

  test("an error shows a wrong value as the user wrote it, and a key by its name only", async () => {
    await start();
    const found = await failures({ ...whole, adoptExisting: "maybe", constructor: "x" });
    expect(found).toEqual({
      adoptExisting: expect.stringMatching(/^must be true or false; run `pulumi config/) as string,
      constructor: expect.stringContaining("is not a valid key of the provider") as string,
    });
    expect((await failures({ ...whole, namePrefix: 5 }))["namePrefix"]).toMatch(
      /^must be of type string; run/,
    );
  });

  test("what is not configured comes from the environment, and the state keeps only organization and sandbox", async () => {
    await start({
      AEP_ORG_ID: whole.orgId,
      AEP_CLIENT_ID: "client",
      AEP_CLIENT_SECRET: "from-the-environment",
      AEP_SANDBOX: "prod",
    });
    const { failures: none, inputs } = await provider.checkConfig({ sandbox: "dev" });
    expect(none).toEqual([]);
    expect(inputs).toEqual({ orgId: whole.orgId, sandbox: "dev" });
  });

  test.each([
    ["orgId", "acme", /…@AdobeOrg|@AdobeOrg/],
    ["sandbox", "My Sandbox", /not its title/],
    ["imsUrl", "ims", /http\(s\) URL/],
    ["platformUrl", "ftp://x", /http\(s\) URL/],
    ["adoptExisting", "maybe", /true or false/],
    ["clientsecret", "x", /not a valid key of the provider.*Valid keys: orgId/],
  ])("%s that cannot be valid", async (key, value, reason) => {
    await start();
    expect(await failures({ ...whole, [key]: value })).toEqual({
      [key]: expect.stringMatching(reason) as string,
    });
  });

  test("unknown values are valid, and a plain client secret becomes a secret", async () => {
    await start();
    expect(await failures({ ...whole, clientId: UNKNOWN, sandbox: UNKNOWN })).toEqual({});
    const { raw } = await provider.checkConfig(whole);
    expect(JSON.stringify(raw["clientId"])).toBe('"client"');
    expect(typeof raw["clientSecret"]).toBe("object");
  });

  test("no change of the configuration replaces the provider", async () => {
    await start();
    for (const key of Object.keys(whole)) {
      const { replaces, changes } = await provider.diffConfig(whole, { ...whole, [key]: "other" });
      expect([key, replaces, changes]).toEqual([key, [], { [key]: "update" }]);
    }
  });

  test("a provider that was never configured says so", async () => {
    await start();
    expect((await failureOf(provider.check(groupUrn, fieldGroupProgram))).message).toContain(
      "not configured",
    );
  });
});

describe("objects and their sandboxes", () => {
  let harness: Harness;
  let other: Harness | undefined;
  beforeEach(async () => {
    harness = await startHarness();
    other = undefined;
  });
  afterEach(async () => {
    await harness.close();
    await other?.close();
  });

  test("another credential changes nothing", async () => {
    const group = await up(harness.provider, groupUrn, fieldGroupProgram);
    const renewed = await harness.another({ clientId: "another", clientSecret: "s3cr3t-too" });
    const { diff } = await upAgain(renewed, group, fieldGroupProgram);
    expect(diff.changed).toBe(false);
  });

  test("two sandboxes at the same time", async () => {
    const prod = await harness.another({ sandbox: "prod" });
    const program = { ...fieldGroupProgram, title: "Chat" };
    const [here, there] = await Promise.all([
      up(harness.provider, groupUrn, program),
      up(prod, urnOf("xdm:FieldGroup", "there"), program),
    ]);
    expect(here.id).not.toBe(there.id);
    expect(await refresh(harness.provider, here)).toEqual(here);
    expect(await refresh(prod, there)).toEqual(there);
  });

  test("another sandbox replaces, says why at preview, and reaches the old one", async () => {
    const group = await up(harness.provider, groupUrn, fieldGroupProgram);
    const prod = await harness.another({ sandbox: "prod" });
    const newInputs = (await prod.check(groupUrn, fieldGroupProgram, group.inputs)).inputs;
    const before = (await harness.requests()).length;
    const { id, inputs: oldInputs, outputs: oldOutputs } = group;
    const diff = await prod.diff(groupUrn, { id, oldInputs, oldOutputs, newInputs });
    expect(diff.changes).toEqual({ sandbox: "update-replace", title: "update" });
    expect(diff.deleteBeforeReplace).toBe(false);
    expect(prod.said("info").join()).toContain("a change of sandbox makes a new object");
    expect((await harness.requests()).length).toBe(before);

    const moved = await upAgain(prod, group, fieldGroupProgram);
    expect(moved.id).not.toBe(id);
    expect(await harness.ui.registry.get("fieldgroups", id)).toBeUndefined();
    expect(await refresh(prod, moved)).toBeDefined();
  });

  test("another organization replaces; the objects in the old one stay there, with a warning", async () => {
    const group = await up(harness.provider, groupUrn, fieldGroupProgram);
    const schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
    const orgId = "FEDCBA9876543210FEDCBA98@AdobeOrg";
    other = await startHarness({ credentials: { ...emulatorCredentials, orgId } });
    const { provider } = other;

    // At preview.
    const { inputs: newInputs } = await provider.check(groupUrn, fieldGroupProgram, group.inputs);
    const { id, inputs: oldInputs, outputs: oldOutputs } = group;
    const diff = await provider.diff(groupUrn, { id, oldInputs, oldOutputs, newInputs });
    expect(diff.changes).toMatchObject({ orgId: "update-replace" });
    const [warning] = provider.said("warning");
    expect(warning).toContain(id);
    expect(warning).toMatch(/is in \S+\/dev, .*set adobe-aep:orgId.*It stays there/);

    // A refresh cannot know, and takes nothing out of the state.
    expect((await failureOf(refresh(provider, group))).message).toContain("cannot reach it");

    // On up: made again there, left here.
    const moved = await upAgain(provider, group, fieldGroupProgram);
    expect(moved.id).not.toBe(id);
    expect(await other.ui.registry.get("fieldgroups", moved.id)).toBeDefined();
    expect(await harness.ui.registry.get("fieldgroups", id)).toBeDefined();
    expect(provider.said("warning").length).toBe(3);

    // A destroy over what is still in the old organization says so too.
    await destroy(provider, schema);
    expect(provider.said("warning").at(-1)).toContain(schema.id);
    expect(await harness.ui.registry.get("schemas", schema.id)).toBeDefined();
  });
});
