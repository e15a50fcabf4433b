import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { keyPairProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { destroy, importOne, refreshed, up, upAgain, urnOf } from "../support/stack";

const urn = urnOf("flow:KeyPair", "files");
const path = "/data/foundation/connectors/encryption/keys";
const DAY = 24 * 60 * 60_000;
const passPhrase = "first-passphrase-of-the-keys";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

test("is made, shows no change, and is deleted", async () => {
  const deployed = await up(harness.provider, urn, keyPairProgram);
  const [found] = await harness.ui.keyPairs.findAll();
  expect(found).toMatchObject({
    id: deployed.id,
    name: deployed.outputs["name"],
    algorithm: "PGP",
  });
  expect(deployed.outputs).toMatchObject({
    publicKey: found?.publicKey,
    expiresAt: expect.stringMatching(/Z$/) as string,
  });
  const read = await refreshed(harness.provider, deployed);
  expect([read.inputs, read.outputs]).toEqual([deployed.inputs, deployed.outputs]);
  for (const one of [deployed, read])
    expect((await upAgain(harness.provider, one, keyPairProgram)).diff.changes).toEqual({});
  await destroy(harness.provider, read);
  expect(await harness.ui.keyPairs.findAll()).toEqual([]);
});

test.each<[string, Properties, string]>([
  ["name", { name: "Another" }, "name"],
  ["algorithm", { algorithm: "GPG" }, "algorithm"],
  ["passphrase", { credentials: { passPhrase: "second-passphrase" } }, "credentials.passPhrase"],
  ["generation", { generation: "2" }, "generation"],
])("is replaced for another %s", async (_, more, property) => {
  const provider = await harness.another();
  const deployed = await up(provider, urn, { ...keyPairProgram, generation: "1" });
  const wanted = { ...keyPairProgram, generation: "1", ...more };
  const next = await upAgain(provider, deployed, wanted);
  expect(Object.keys(next.diff.changes)).toContain(property);
  expect(Object.values(next.diff.changes).join()).toMatch(/replace/);
  expect(next.id).not.toBe(deployed.id);
  expect((await harness.ui.keyPairs.findAll()).map(({ id }) => id)).toEqual([next.id]);
});

test("is imported without its passphrase, whose first value is not a change", async () => {
  const { id } = await harness.ui.keyPairs.create({
    name: "By hand",
    encryptionAlgorithm: "GPG",
    params: { passPhrase },
  });
  const imported = await importOne(harness.provider, urn, id);
  expect(imported.inputs).toMatchObject({ name: "By hand", algorithm: "GPG" });
  expect(imported.inputs).not.toHaveProperty("credentials");
  const wanted = { ...keyPairProgram, name: "By hand", algorithm: "GPG" };
  const next = await upAgain(harness.provider, imported, wanted);
  expect([next.diff.changes, next.id]).toEqual([{}, id]);
  // As a program of `import-sandbox`, whose ignoreChanges leaves it out.
  const again = await upAgain(harness.provider, imported, { ...wanted, credentials: null });
  expect([again.diff.changes, again.id]).toEqual([{}, id]);
});

test("that an older edition shows has no name, and keeps that of the program", async () => {
  const deployed = await up(harness.provider, urn, { ...keyPairProgram, name: "Keys" });
  const proxy = await startChangingProxy(harness.url);
  try {
    const reader = await harness.another({ platformUrl: proxy.url });
    proxy.change = (body) =>
      JSON.parse(JSON.stringify(body), (key, value: unknown) =>
        ["name", "keyType"].includes(key) ? undefined : value,
      ) as unknown;
    const read = await refreshed(reader, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
  } finally {
    await proxy.close();
  }
});

test("that Adobe lists alone and not in a list is found", async () => {
  const { id } = await up(harness.provider, urn, keyPairProgram);
  const proxy = await startChangingProxy(harness.url);
  try {
    proxy.change = (body) => (Array.isArray(body) ? (body[0] as unknown) : body);
    const next = await harness.another({ platformUrl: proxy.url });
    const named = { ...keyPairProgram, name: "Taken" };
    await up(harness.provider, urnOf("flow:KeyPair", "taken"), named);
    await destroy(harness.provider, await importOne(harness.provider, urn, id));
    const { message } = await failureOf(up(next, urnOf("flow:KeyPair", "other"), named));
    expect(message).toContain("Taken");
  } finally {
    await proxy.close();
  }
});

test("whose create shows no public key is read for it", async () => {
  const proxy = await startChangingProxy(harness.url);
  let responses = 0;
  try {
    const next = await harness.another({ platformUrl: proxy.url });
    proxy.change = (body) => {
      const isFirst = body !== null && typeof body === "object" && "publicKey" in body;
      if (!isFirst || responses++ > 0) return body;
      return { ...body, publicKey: undefined };
    };
    const { outputs } = await up(next, urn, keyPairProgram);
    const [found] = await harness.ui.keyPairs.findAll();
    expect(outputs["publicKey"]).toBe(found?.publicKey);
    expect(responses).toBe(2);
  } finally {
    await proxy.close();
  }
});

test.each([
  [100, undefined],
  [160, "expires at"],
  [190, "has expired at"],
])("after %s days a refresh says: %s", async (days, says) => {
  const made = await startHarness({ now: () => Date.now() - days * DAY });
  try {
    const provider = await made.another();
    const deployed = await up(provider, urn, keyPairProgram);
    await refreshed(provider, deployed);
    const said = provider.said("warning").join();
    if (says === undefined) expect(said).toBe("");
    else expect(said).toContain(`the key pair ${deployed.id} ${says}`);
  } finally {
    await made.close();
  }
});

test("its passphrase is in no error that Adobe repeats it in", async () => {
  await harness.fault({
    match: { method: "POST", path },
    do: { status: 400, body: { title: `Too short: ${passPhrase}` } },
  });
  const { message } = await failureOf(up(harness.provider, urn, keyPairProgram));
  expect(message).toContain("Too short: [secret]");
});

test("its passphrase is in no journal, and nothing of it in the name", async () => {
  const machine = harness.anotherMachine();
  const nameWith = async (secret: string) => {
    const provider = await harness.another({}, machine);
    const wanted = { ...keyPairProgram, credentials: { passPhrase: secret } };
    return (await provider.check(urn, wanted)).inputs["name"];
  };
  expect(await nameWith("second-passphrase")).toBe(await nameWith(passPhrase));
  await up(await harness.another({}, machine), urn, keyPairProgram);
  const named = urnOf("flow:KeyPair", "named");
  await up(await harness.another({}, machine), named, { ...keyPairProgram, name: "Given" });
  const journals = await readdir(machine.journalDirectory);
  const texts = await Promise.all(
    journals.map((name) => readFile(join(machine.journalDirectory, name), "utf8")),
  );
  expect(texts.join()).toContain("Given");
  expect(texts.join()).not.toContain(passPhrase);
});

test.each<[string, Properties, string, string]>([
  ["no credentials", { credentials: null }, "credentials", "is required"],
  ["no passphrase", { credentials: {} }, "credentials.passPhrase", "is required"],
  ["an empty one", { credentials: { passPhrase: "" } }, "credentials.passPhrase", "is empty"],
  ["another algorithm", { algorithm: "AES" }, "algorithm", "PGP"],
])("the check says what is wrong with %s", async (_, more, property, reason) => {
  const { failures } = await harness.provider.check(urn, { ...keyPairProgram, ...more });
  expect(failures).toContainEqual({ property, reason: expect.stringContaining(reason) as string });
});

test("the check waits for what is not known yet", async () => {
  const wanted = { credentials: { passPhrase: UNKNOWN }, algorithm: UNKNOWN };
  expect((await harness.provider.check(urn, wanted)).failures).toEqual([]);
});
