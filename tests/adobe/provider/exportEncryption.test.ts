import { specs } from "../../../adobe/sdk/specs";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import { destinations } from "../support/destinations";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { isOfFlows, testInterruptions } from "../support/interruption";
import { failureOf } from "../support/provider";
import { armoredKey, publicKey } from "../support/publicKey";
import { importOne, previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const another = Buffer.from(armoredKey.replace("mQ", "mR")).toString("base64");
const { account } = destinations["Amazon S3"];

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

function urn(name: string): string {
  return urnOf("flow:Connection", name);
}

function program(more: Properties = {}): Properties {
  return { ...account, encryption: { publicKey }, ...more };
}

async function there({ id }: Deployed) {
  const found = await harness.ui.flows.get("connections", id);
  if (found === undefined) throw new Error("gone");
  return found;
}

async function byHand(deployed: Deployed, op: "remove" | "replace", path: string, value?: unknown) {
  const { etag = "" } = await there(deployed);
  const operation = { op, path, ...(value === undefined ? {} : { value }) };
  await harness.ui.flows.patch("connections", deployed.id, [operation], etag);
}

describe("a destination that encrypts its files", () => {
  test("is made as Adobe's guide does it, and shows no change", async () => {
    const deployed = await up(harness.provider, urn("made"), program());
    // The emulator takes it as `encryptionSpecs` alone by these names.
    const { encryption } = await there(deployed);
    const params = { encryptionAlgo: "PGPGPG", publicKey };
    expect(encryption).toEqual({ specName: "Encryption spec", params });
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    for (const one of [deployed, read])
      expect((await upAgain(harness.provider, one, program())).diff.changes).toEqual({});
    expect(harness.provider.said("warning")).toEqual([]);
  });

  test("is replaced for another key, for none, and for a first one", async () => {
    const provider = await harness.another();
    const first = await up(provider, urn("changed"), program());
    const next = await upAgain(provider, first, program({ encryption: { publicKey: another } }));
    expect(next.diff.changes).toEqual({ "encryption.publicKey": "update-replace" });
    expect(await there(next)).toMatchObject({ encryption: { params: { publicKey: another } } });
    expect(provider.said("info").join()).toContain("no document of Adobe shows how to change it");
    const open = await upAgain(provider, next, { ...account });
    expect(Object.values(open.diff.changes)).toEqual(["delete-replace"]);
    expect(await there(open)).not.toHaveProperty("encryption");
    const closed = await upAgain(provider, open, program());
    expect(closed.id).not.toBe(open.id);
    expect(await there(closed)).toHaveProperty("encryption");
  });

  test("keeps it when credentials and name change in place", async () => {
    const deployed = await up(harness.provider, urn("rotated"), program());
    const credentials = { ...account.credentials, s3AccessKey: "AKIAEXAMPLEEXAMPLE33" };
    const wanted = program({ credentials, name: "Renamed" });
    const next = await upAgain(harness.provider, deployed, wanted);
    expect(next.id).toBe(deployed.id);
    expect(await there(next)).toMatchObject({ encryption: { params: { publicKey } } });
  });

  test.each<[string, (deployed: Deployed) => Promise<void>]>([
    ...["********", "[REDACTED]", "hidden", "xxxxxxxxxxxxxxxx", "mQEN****************"].map(
      (mask): [string, (deployed: Deployed) => Promise<void>] => [
        `masks the key as ${mask}`,
        (one) => byHand(one, "replace", "/encryption/params/publicKey", mask),
      ],
    ),
    [
      "shows the key itself",
      (one) => byHand(one, "replace", "/encryption/params/publicKey", armoredKey),
    ],
    [
      "writes the key's line ends otherwise",
      (one) =>
        byHand(
          one,
          "replace",
          "/encryption/params/publicKey",
          Buffer.from(armoredKey.replaceAll("\n", "\r\n")).toString("base64"),
        ),
    ],
    ["shows no key", (one) => byHand(one, "remove", "/encryption/params/publicKey")],
    ["shows nothing of it", (one) => byHand(one, "remove", "/encryption")],
    [
      "breaks the key into lines",
      (one) =>
        byHand(one, "replace", "/encryption/params/publicKey", publicKey.replace(/.{64}/g, "$&\n")),
    ],
    [
      "calls the algorithm PGP/GPG",
      (one) => byHand(one, "replace", "/encryption/params/encryptionAlgo", "PGP/GPG"),
    ],
    [
      "calls the way otherwise",
      (one) => byHand(one, "replace", "/encryption/specName", "File Encryption"),
    ],
  ])("is not drift where Adobe %s", async (name, change) => {
    const deployed = await up(harness.provider, urn(name), program());
    await change(deployed);
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    expect((await upAgain(harness.provider, read, program())).diff.changes).toEqual({});
  });

  test.each<[string, string, string, Properties]>([
    [
      "another key",
      "/encryption/params/publicKey",
      another,
      { "encryption.publicKey": "update-replace" },
    ],
    ["none", "/encryption/params/encryptionAlgo", "NONE", { encryption: "add-replace" }],
  ])("is drift where Adobe shows %s", async (name, path, value, changes) => {
    const deployed = await up(harness.provider, urn(`drift ${name}`), program());
    await byHand(deployed, "replace", path, value);
    const read = await refreshed(harness.provider, deployed);
    const diff = await harness.provider.diff(deployed.urn, {
      id: deployed.id,
      oldInputs: read.inputs,
      oldOutputs: read.outputs,
      newInputs: deployed.inputs,
    });
    const kinds = Object.values((diff as { changes: Properties }).changes);
    expect(kinds).toEqual(Object.values(changes));
  });

  test("is warned of where Adobe does not confirm it", async () => {
    const proxy = await startChangingProxy(harness.url);
    try {
      const provider = await harness.another({ platformUrl: proxy.url });
      proxy.change = (body) =>
        JSON.parse(JSON.stringify(body), (key, value: unknown) =>
          key === "encryption" ? undefined : value,
        ) as unknown;
      const { id } = await up(provider, urn("unsure"), program());
      const said = provider.said("warning").join();
      expect(said).toContain(`does not show that the base connection ${id} encrypts its files`);
    } finally {
      await proxy.close();
    }
  });
});

describe("an import", () => {
  const specName = "File Encryption";
  const shown = { specName, params: { encryptionAlgo: "PGP/GPG", publicKey } };
  const older = { encryptionAlgo: "PGPGPG", publicKey };
  async function made(name: string, more: Properties, params: Properties = {}) {
    const { connectionSpec, auth, credentials } = account;
    return harness.ui.flows.create("connections", {
      name,
      connectionSpec,
      auth: { ...auth, params: { ...credentials, ...params } },
      ...more,
    });
  }

  test.each([
    ["as Adobe's guide to the migration shows it", { encryption: shown }, {}],
    ["as older editions of the guide send it", {}, { encryptionSpecs: older }],
  ])("reads it %s", async (name, more, params) => {
    const id = await made(name, more, params);
    const provider = await harness.another();
    const imported = await importOne(provider, urn(`imported ${name}`), id);
    expect(imported.inputs["encryption"]).toEqual({ publicKey });
    expect(JSON.stringify(imported.inputs["auth"])).not.toContain("encryptionSpecs");
    expect(provider.said("warning").join()).not.toContain("encryption");
    const { diff } = await upAgain(provider, imported, program({ name }));
    expect(diff.changes).toEqual({ credentials: "add" });
  });

  test("keeps one that the program does not give", async () => {
    const id = await made("Encrypted", { encryption: shown });
    const provider = await harness.another();
    const imported = await importOne(provider, urn("kept"), id);
    const next = await upAgain(provider, imported, { ...account, name: "Renamed" });
    expect(next.id).toBe(id);
    expect(await there(next)).toMatchObject({ name: "Renamed", encryption: shown });
  });

  test("names one whose key Adobe does not show", async () => {
    const hidden = { specName, params: { encryptionAlgo: "PGP/GPG", publicKey: "****" } };
    const id = await made("Hidden", { encryption: hidden });
    const provider = await harness.another();
    const imported = await importOne(provider, urn("hidden"), id);
    expect(imported.inputs).not.toHaveProperty("encryption");
    expect(provider.said("warning").join()).toContain(
      "no program can write: encryption.specName, encryption.params.",
    );
  });
});

describe("the check", () => {
  const privateKey = Buffer.from("-----BEGIN RSA PRIVATE KEY-----").toString("base64");
  test.each<[string, Properties, string, string]>([
    ["no key", { encryption: {} }, "encryption.publicKey", "is required"],
    ["an empty key", { encryption: { publicKey: "" } }, "encryption.publicKey", "is empty"],
    ["PEM", { encryption: { publicKey: armoredKey } }, "encryption.publicKey", "is not in Base64"],
    [
      "a private key",
      { encryption: { publicKey: privateKey } },
      "encryption.publicKey",
      "is a private key",
    ],
    ["a streaming endpoint", { connectionSpec: specs.httpApi }, "encryption", "leave it out"],
  ])("says what is wrong with %s, and never shows a key", async (_, more, property, reason) => {
    const { failures } = await harness.provider.check(urn("bad"), program(more));
    expect(failures).toContainEqual({
      property,
      reason: expect.stringContaining(reason) as string,
    });
    expect(JSON.stringify(failures)).not.toMatch(/mQENBGB|LS0tLS1CRUdJ/);
  });

  test.each([
    ["the whole of it", UNKNOWN],
    ["the key", { publicKey: UNKNOWN }],
  ])("waits for %s that is not known yet", async (_, encryption) => {
    const wanted = program({ encryption });
    expect((await harness.provider.check(urn("unknown"), wanted)).failures).toEqual([]);
    await previewCreate(harness.provider, urn("unknown"), wanted);
  });
});

test("the preview rejects it where the specification has none", async () => {
  const { account: stream } = destinations["Amazon Kinesis"];
  const wanted = { ...stream, encryption: { publicKey } };
  const { message } = await failureOf(previewCreate(harness.provider, urn("stream"), wanted));
  expect(message).toContain(
    'encryption: the specification "Amazon Kinesis" has no encryptionSpecs',
  );
});

/** What is there after a create or a replacement that was cut off at a request, and run again. */
testInterruptions({
  scenarios: [
    ["the create of an encrypting account", undefined, { key: publicKey }],
    ["the change of its key", { key: publicKey }, { key: another }],
  ],
  program:
    ({ key }) =>
    async (run) => {
      const base = program({ encryption: { publicKey: key } });
      const { id } = await run.resource("flow:Connection", "account", base);
      const target = { ...destinations["Amazon S3"].target, baseConnectionId: id };
      await run.resource("flow:TargetConnection", "target", target);
    },
  at: isOfFlows,
  look: async ({ harness: { ui } }) => {
    const bases = await ui.flows.findAll("connections");
    return bases.map((one) => (one["encryption"] as { params: unknown }).params);
  },
  expected: ({ key }) => [{ encryptionAlgo: "PGPGPG", publicKey: key }],
});
