import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { batchFlowProgram, FUTURE, makeBatchParts, makeTableParts } from "../support/batch";
import type { BatchParts } from "../support/batch";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { failureOf } from "../support/provider";
import { importOne, previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";

const hourly = { startTime: FUTURE, frequency: "hour", interval: 6 };
const keys = { publicKeyId: "311ef6f8-9bcd-48cf-a9e9-d12c45fb7a17" };
const signed = { ...keys, signVerificationKeyId: "e31ae895-7896-469a-8e06-eb9207ddf1c2" };

let harness: Harness;
let parts: BatchParts;
beforeAll(async () => {
  harness = await startHarness();
  parts = await makeBatchParts(harness.provider, "files");
});
afterAll(() => harness.close());

function urn(name: string): string {
  return urnOf("flow:Dataflow", name);
}

function program(encryption: Properties | undefined, more: Properties = {}): Properties {
  return {
    ...batchFlowProgram(parts, hourly),
    ...(encryption === undefined ? {} : { encryption }),
    ...more,
  };
}

async function there(id: string) {
  const found = await harness.ui.flows.get("flows", id);
  if (found === undefined) throw new Error("gone");
  return found as typeof found & { transformations: Properties[] };
}

describe("a dataflow from encrypted files", () => {
  test.each([
    ["encrypted", keys],
    ["encrypted and signed", signed],
  ])("is made as Adobe's guide does it, where they are %s", async (name, encryption) => {
    const deployed = await up(harness.provider, urn(name), program(encryption));
    const { transformations } = await there(deployed.id);
    expect(transformations.map((one) => one["name"])).toEqual(["Mapping", "Encryption"]);
    expect(transformations[1]).toEqual({ name: "Encryption", params: encryption });
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    for (const one of [deployed, read])
      expect((await upAgain(harness.provider, one, program(encryption))).diff.changes).toEqual({});
  });

  test("is replaced for another key", async () => {
    const deployed = await up(harness.provider, urn("replaced"), program(keys));
    const next = await upAgain(harness.provider, deployed, program(signed));
    expect(next.diff.changes).toMatchObject({ "encryption.signVerificationKeyId": "add-replace" });
    expect(next.id).not.toBe(deployed.id);
    expect(await harness.ui.flows.get("flows", deployed.id)).toBeUndefined();
  });

  test("keeps the keys when the mapping changes in place", async () => {
    const deployed = await up(harness.provider, urn("mapped"), program(keys));
    const next = await upAgain(harness.provider, deployed, program(keys, { mapping: undefined }));
    expect(next.id).toBe(deployed.id);
    expect((await there(next.id)).transformations).toEqual([{ name: "Encryption", params: keys }]);
  });

  test("is imported with its keys, and says by path what no program can write", async () => {
    const deployed = await up(harness.provider, urn("to import"), program(signed));
    const { etag = "" } = await there(deployed.id);
    const path = "/transformations/1/params/algorithm";
    await harness.ui.flows.patch("flows", deployed.id, [{ op: "add", path, value: "GPG" }], etag);
    const provider = await harness.another();
    const imported = await importOne(provider, urn("imported"), deployed.id);
    expect(imported.inputs["encryption"]).toEqual(signed);
    expect(provider.said("warning").join()).toContain("transformations[1].params.algorithm");
    const wanted = program(signed, { name: imported.inputs["name"] });
    expect((await upAgain(provider, imported, wanted)).diff.changes).toEqual({});
  });
});

describe("the check", () => {
  test.each<[string, Properties, string, string]>([
    ["no key", { encryption: {} }, "encryption.publicKeyId", "is required"],
    ["an empty key", { encryption: { publicKeyId: "" } }, "encryption.publicKeyId", "is empty"],
    ["a delta column", { deltaColumn: { name: "a" } }, "encryption", "leave one out"],
    ["a destination", { activation: {} }, "encryption", "leave it out"],
  ])("says what is wrong with %s", async (_, more, property, reason) => {
    const { failures } = await harness.provider.check(urn("bad"), program(keys, more));
    expect(failures).toContainEqual({
      property,
      reason: expect.stringContaining(reason) as string,
    });
  });

  const armor =
    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBGB=\n-----END PGP PUBLIC KEY BLOCK-----";
  const base64 = Buffer.alloc(300, 7).toString("base64");
  test.each([
    ["as PEM", armor],
    ["in Base64", base64],
    ["in Base64 with line ends", base64.replace(/.{64}/g, "$&\n")],
  ])("says to give the id in place of a key %s, and does not show the key", async (_, key) => {
    const encryption = { publicKeyId: key, signVerificationKeyId: ` ${key}` };
    const { failures } = await harness.provider.check(urn("bad"), program(encryption));
    expect(failures).toEqual([
      {
        property: "encryption.publicKeyId",
        reason: expect.stringContaining("is a key, and must be the id of a key pair") as string,
      },
      {
        property: "encryption.signVerificationKeyId",
        reason: expect.stringContaining("is a key, and must be the id that Adobe has") as string,
      },
    ]);
    expect(JSON.stringify(failures)).not.toContain(key.slice(0, 40));
  });

  test.each(["k-1", "311ef6f89bcd48cfa9e9d12c45fb7a17", "a".repeat(100)])(
    "takes %s for an id",
    async (publicKeyId) => {
      const { failures } = await harness.provider.check(urn("ids"), program({ publicKeyId }));
      expect(failures).toEqual([]);
    },
  );

  test("waits for what is not known yet", async () => {
    const wanted = { ...program(keys), encryption: UNKNOWN, sourceConnectionIds: UNKNOWN };
    expect((await harness.provider.check(urn("unknown"), wanted)).failures).toEqual([]);
    await previewCreate(harness.provider, urn("unknown"), wanted);
  });
});

test("the preview rejects keys for a table", async () => {
  const table = await makeTableParts(harness.provider, "table");
  const wanted = { ...batchFlowProgram(table, hourly), encryption: keys };
  const { message } = await failureOf(previewCreate(harness.provider, urn("table"), wanted));
  expect(message).toContain("encryption: is for sources of files, and this one is of tables");
});
