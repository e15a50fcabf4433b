import { keyPairs } from "../../support/client";
import { useEmulator } from "../../support/emulator";

const start = Date.parse("2026-05-01T00:00:00Z");
const DAY = 24 * 60 * 60_000;

describe("key pairs", () => {
  let now = start;
  const client = useEmulator({ now: () => now, sandboxes: ["third"] });
  const wanted = {
    name: "acme-encryption",
    encryptionAlgorithm: "PGP",
    params: { passPhrase: "secret" },
  };
  const make = async (more: object = {}) =>
    (await client.call("POST", keyPairs, { body: { ...wanted, ...more } })).body;

  it("are made as the guide does it, read, listed and deleted", async () => {
    const made = await make();
    expect(made).toEqual({
      publicKey: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) as string,
      publicKeyId: expect.any(String) as string,
      expiryTime: String((start + 180 * DAY) / 1000),
    });
    const at = `${keyPairs}/${String(made.publicKeyId)}`;
    const read = (await client.call("GET", at)).body;
    expect(read).toEqual({
      ...made,
      name: "acme-encryption",
      encryptionAlgorithm: "PGP",
      keyType: "ENCRYPTION",
    });
    expect((await client.call("GET", keyPairs)).body).toContainEqual(read);
    expect((await client.call("DELETE", at)).status).toBe(204);
    for (const method of ["GET", "DELETE"])
      expect((await client.call(method, at)).status).toBe(404);
  });

  it("need no name, and are of one sandbox", async () => {
    const made = await make({ name: undefined });
    const others = await client.call("GET", keyPairs, { headers: { "x-sandbox-name": "third" } });
    const found = (await client.call("GET", keyPairs)).body;
    expect(found).toContainEqual(expect.not.objectContaining({ name: expect.anything() }));
    expect(JSON.stringify(found)).toContain(String(made.publicKeyId));
    expect(others.body).toEqual([]);
  });

  it("are active for 180 days", async () => {
    const { publicKeyId } = await make();
    const status = async () =>
      (await client.call("GET", `${keyPairs}/validate/${String(publicKeyId)}`)).body;
    expect(await status()).toEqual({ publicKeyId, status: "Active" });
    now += 181 * DAY;
    client.logOut();
    expect(await status()).toEqual({ publicKeyId, status: "Expired" });
  });

  it.each([
    ["another algorithm", { encryptionAlgorithm: "AES" }],
    ["no algorithm", { encryptionAlgorithm: undefined }],
    ["no passphrase", { params: {} }],
    ["an empty passphrase", { params: { passPhrase: "" } }],
    ["a name that is a number", { name: 5 }],
  ])("are rejected with %s", async (_, more) => {
    const { status } = await client.call("POST", keyPairs, { body: { ...wanted, ...more } });
    expect(status).toBe(400);
  });
});
