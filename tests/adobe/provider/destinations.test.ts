import { specs } from "../../../adobe/sdk/specs";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { destinations, makeDestination, S3_FILES } from "../support/destinations";
import type { DestinationName } from "../support/destinations";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { makeAll } from "../support/programs";
import { failureOf } from "../support/provider";
import { importOne, previewCreate, refreshed, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

const names = Object.keys(destinations) as DestinationName[];
const DLZ = { id: "10440537-2a7b-4583-ac39-ed38d4b848e8", version: "1.0" };

let harness: Harness;
let account: Deployed;
beforeAll(async () => {
  harness = await startHarness();
  account = await up(harness.provider, urnOf("flow:Connection", "bucket"), {
    ...destinations["Amazon S3"].account,
  });
});
afterAll(() => harness.close());

function urn(name: string): string {
  return urnOf("flow:TargetConnection", name);
}

/** A target of files, with some of its parameters changed. */
function program(params: Properties = {}, more: Properties = {}): Properties {
  const { target } = destinations["Amazon S3"];
  return {
    ...target,
    baseConnectionId: account.id,
    params: { ...target.params, ...params },
    ...more,
  };
}

async function there({ id }: { readonly id: string }) {
  const found = await harness.ui.flows.get("targetConnections", id);
  if (found === undefined) throw new Error("gone");
  return found as typeof found & { readonly params: Properties };
}

async function byHand({ id }: Deployed, path: string, value: unknown) {
  const { etag = "" } = await there({ id });
  await harness.ui.flows.patch("targetConnections", id, [{ op: "add", path, value }], etag);
}

describe("what a destination needs", () => {
  test.each(names)("%s is made as Adobe's guides do it", async (kind) => {
    const { account: its, source, target } = await makeDestination(harness.provider, kind, kind);
    expect(await there(target)).toMatchObject({
      baseConnectionId: its.id,
      ...destinations[kind].target,
    });
    const found = await harness.ui.flows.get("sourceConnections", source.id);
    expect(found).toMatchObject({ connectionSpec: specs.profileStore });
    expect(found).not.toHaveProperty("baseConnectionId");
  });

  test.each(names)("%s shows no change afterwards, nor when it is imported", async (kind) => {
    const parts = await makeDestination(harness.provider, kind, `${kind} again`);
    const { target } = destinations[kind];
    const wanted = {
      ...target,
      name: parts.target.outputs["name"],
      baseConnectionId: parts.account.id,
    };
    const read = await refreshed(harness.provider, parts.target);
    expect(read.inputs).toEqual(parts.target.inputs);
    const provider = await harness.another();
    const imported = await importOne(provider, urn(`${kind} imported`), parts.target.id);
    expect(imported.inputs).toMatchObject(target);
    expect((await upAgain(provider, imported, wanted)).diff.changes).toEqual({});
  });

  test("an account without credentials, as that of Data Landing Zone, has no auth", async () => {
    const base = urnOf("flow:Connection", "landing zone");
    const wanted = { name: "Landing zone", connectionSpec: DLZ };
    const deployed = await up(harness.provider, base, wanted);
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    const provider = await harness.another();
    const imported = await importOne(provider, base, deployed.id);
    expect(imported.inputs).not.toHaveProperty("auth");
    expect((await upAgain(provider, imported, wanted)).diff.changes).toEqual({});
  });

  test("the day on which Adobe has authorized an account is nobody's input", async () => {
    const found = await harness.ui.flows.get("connections", account.id);
    expect(found).toMatchObject({
      auth: { params: { authorizedDate: expect.any(String) as string } },
    });
    const provider = await harness.another();
    const imported = await importOne(provider, urnOf("flow:Connection", "imported"), account.id);
    expect(JSON.stringify(imported.inputs)).not.toContain("authorizedDate");
  });

  test("an account without its authentication is rejected", async () => {
    const base = urnOf("flow:Connection", "open");
    const wanted = { connectionSpec: S3_FILES };
    const { message } = await failureOf(up(harness.provider, base, wanted));
    expect(message).toContain(
      'auth: is required; give auth.specName, one of "Access Key", "Assumed Role", and its',
    );
    const { failures } = await harness.provider.check(base, { connectionSpec: specs.httpApi });
    expect(failures).toMatchObject([{ property: "auth" }]);
  });

  test("credentials of another form are rejected without being shown", async () => {
    const { account: its } = destinations["Amazon S3"];
    const credentials = { ...its.credentials, s3SecretKey: "too-short" };
    const base = urnOf("flow:Connection", "short");
    const { message } = await failureOf(up(harness.provider, base, { ...its, credentials }));
    expect(message).toContain("credentials.s3SecretKey: must match the pattern");
    expect(message).not.toContain("too-short");
  });
});

describe("the parameters of a destination", () => {
  test("change in place, and what others have added stays", async () => {
    const deployed = await up(harness.provider, urn("moved"), program());
    await byHand(deployed, "/params/appendSegmentId", true);
    const read = await refreshed(harness.provider, deployed);
    expect(read.inputs).toEqual(deployed.inputs);
    const next = await upAgain(harness.provider, read, program({ path: "aep/hourly" }));
    expect(next.diff.changes).toEqual({ "params.path": "update" });
    expect(next.id).toBe(deployed.id);
    expect((await there(next)).params).toMatchObject({
      ...destinations["Amazon S3"].target.params,
      path: "aep/hourly",
      appendSegmentId: true,
    });
  });

  test.each(["a refresh", "an import"])(
    "inside others that others have added stay after %s",
    async (how) => {
      const deployed = await up(harness.provider, urn(`inside, ${how}`), program());
      await byHand(deployed, "/params/csvOptions/escape", "\\");
      const read =
        how === "a refresh"
          ? await refreshed(harness.provider, deployed)
          : await importOne(await harness.another(), deployed.urn, deployed.id);
      const wanted = { delimiter: "|", nullValue: "null" };
      const next = await upAgain(harness.provider, read, program({ csvOptions: wanted }));
      expect(next.diff.changes).toEqual({ "params.csvOptions.delimiter": "update" });
      expect((await there(next)).params).toMatchObject({
        csvOptions: { ...wanted, escape: "\\" },
      });
    },
  );

  test("that somebody has changed show as drift, and change back", async () => {
    const deployed = await up(harness.provider, urn("drift"), program());
    await byHand(deployed, "/params/bucketName", "another-bucket");
    const read = await refreshed(harness.provider, deployed);
    const next = await upAgain(harness.provider, read, program());
    expect(next.diff.changes).toEqual({ "params.bucketName": "update" });
    expect((await there(next)).params).toMatchObject({ bucketName: "shop-audiences" });
  });

  test("that the program leaves out are removed", async () => {
    const deployed = await up(harness.provider, urn("fewer"), program());
    const next = await upAgain(harness.provider, deployed, program({ csvOptions: undefined }));
    expect(next.diff.changes).toEqual({ "params.csvOptions": "delete" });
    expect((await there(next)).params).not.toHaveProperty("csvOptions");
  });

  test.each<[string, Properties, string]>([
    ["none of what is required", { bucketName: undefined }, "params.bucketName: is required"],
    ["another file type", { fileType: "XML" }, 'params.fileType: must be one of "CSV", "JSON"'],
    ["a bucket that is none", { bucketName: "Shop" }, "params.bucketName: must match the pattern"],
    [
      "another delimiter",
      { csvOptions: { delimiter: "#" } },
      'params.csvOptions.delimiter: must be one of ","',
    ],
  ])("are checked against the specification, at preview too: %s", async (_, params, words) => {
    for (const work of [previewCreate, up]) {
      const { message } = await failureOf(work(harness.provider, urn("bad"), program(params)));
      expect(message).toContain(words);
      expect(message).toContain('The specification "amazon-s3" says so');
    }
  });

  test("are checked before a change", async () => {
    const deployed = await up(harness.provider, urn("worse"), program());
    const change = upAgain(harness.provider, deployed, program({ compression: "ZIP" }));
    expect((await failureOf(change)).message).toContain("params.compression: must be one of");
    expect((await there(deployed)).params).toMatchObject({ compression: "NONE" });
  });

  test.each<[string, Properties]>([
    ["parameters", { params: UNKNOWN }],
    ["a bucket", { params: { ...destinations["Amazon S3"].target.params, bucketName: UNKNOWN } }],
    ["the specification", { connectionSpec: UNKNOWN }],
    ["the account", { baseConnectionId: UNKNOWN }],
  ])("wait for what is not known yet: %s", async (_, more) => {
    const preview = previewCreate(harness.provider, urn("unknown"), program({}, more));
    await expect(preview).resolves.toBe("");
  });
});

describe("a target", () => {
  test.each<[string, Properties, string[]]>([
    ["nothing", {}, ["datasetId", "schemaId"]],
    [
      "parameters and no destination",
      { params: { path: "a" } },
      ["datasetId", "schemaId", "params"],
    ],
    ["a destination without an account", { connectionSpec: S3_FILES }, ["baseConnectionId"]],
    [
      "a destination with a dataset",
      {
        connectionSpec: S3_FILES,
        baseConnectionId: "1",
        datasetId: "1",
        schemaId: "https://a.b/2",
      },
      ["datasetId", "schemaId"],
    ],
  ])("is a dataset or a destination: %s", async (_, wanted, properties) => {
    const { failures } = await harness.provider.check(urn("either"), wanted);
    expect(failures.map(({ property }) => property)).toEqual(properties);
  });

  test("that is a dataset does not get parameters afterwards", async () => {
    const lake = await makeAll(harness.provider, "lake");
    const imported = await importOne(await harness.another(), urn("lake"), lake.target.id);
    for (const { inputs } of [lake.target, imported]) {
      const wanted = { ...inputs, params: { dataSetId: "another" } };
      const { failures } = await harness.provider.check(urn("lake"), wanted, inputs);
      expect(failures.map(({ property }) => property)).toEqual(["params"]);
    }
  });

  test("of another destination is another one", async () => {
    const deployed = await up(harness.provider, urn("other"), program());
    const { account: its } = await makeDestination(harness.provider, "Amazon Kinesis", "other");
    const wanted = { ...destinations["Amazon Kinesis"].target, baseConnectionId: its.id };
    const next = await upAgain(harness.provider, deployed, wanted);
    expect(next.diff.changes).toMatchObject({
      "connectionSpec.id": "update-replace",
      baseConnectionId: "update-replace",
    });
    expect(next.id).not.toBe(deployed.id);
  });
});
