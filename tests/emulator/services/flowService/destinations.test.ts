import { code, flowservice, segments, type ApiResponse } from "../../support/client";
import {
  adding,
  campaign,
  destinationFlow,
  kinesis,
  makeDestinationFlow,
  makeSegment,
  makeTarget,
  patchFlow,
  profileStore,
  selected,
  selectors,
} from "../../support/destinations";
import { useEmulator } from "../../support/emulator";
import { title } from "../../support/objects";

const start = Date.parse("2026-05-01T00:00:00Z");
const daily = {
  filenameTemplate: "%DESTINATION_NAME%_%SEGMENT_ID%",
  exportMode: "DAILY_FULL_EXPORT",
  schedule: { frequency: "DAILY", triggerType: "AFTER_SEGMENT_EVAL", startDate: "2026-05-02" },
};
const S3 = "4fce964d-3f37-408f-9778-e597338a21ee";
const sixHours = {
  ...daily,
  exportMode: "FIRST_FULL_THEN_INCREMENTAL",
  schedule: { frequency: "EVERY_6_HOURS", startDate: "2026-05-02", startTime: "06:00" },
};

describe("destinations", () => {
  let now = start;
  const client = useEmulator({ settleMs: 1, now: () => now });
  const post = (path: string, body: object): Promise<ApiResponse> =>
    client.call("POST", `${flowservice}/${path}`, { body });
  const make = async (kind: "stream" | "files"): Promise<string> => {
    const id = await makeDestinationFlow(client, kind);
    now += 2;
    return id;
  };

  it.each([
    ["the Profile Store", profileStore, 201],
    ["Data Landing Zone", { id: "10440537-2a7b-4583-ac39-ed38d4b848e8", version: "1.0" }, 201],
    ["Kinesis", kinesis, 400],
    ["Adobe Campaign", campaign, 400],
  ])("need an account's authentication, or none: %s", async (_, connectionSpec, expected) => {
    const made = await post("connections", { name: title("Account"), connectionSpec });
    expect(made.status).toBe(expected);
  });

  it("show the day of their authorization with their credentials masked", async () => {
    const id = await makeTarget(client, "files");
    const target = (await client.call("GET", `${flowservice}/targetConnections/${id}`)).body;
    const base = target.items[0].baseConnectionId;
    const { body } = await client.call("GET", `${flowservice}/connections/${base}`);
    expect(body.items[0].auth.params).toEqual({
      authorizedDate: "2026-05-01",
      accessId: "a",
      secretKey: "********",
    });
  });

  it.each([
    ["without an account", { connectionSpec: kinesis, params: { stream: "a" } }],
    ["without what the spec requires", { connectionSpec: kinesis, baseConnectionId: "base" }],
    [
      "with another value",
      { connectionSpec: campaign, baseConnectionId: "base", params: { mode: "FAX" } },
    ],
  ])("reject a target %s", async (_, body) => {
    const base = await post("connections", { name: "Base", connectionSpec: profileStore });
    const withBase = "baseConnectionId" in body ? { baseConnectionId: base.body.id } : {};
    const made = await post("targetConnections", { name: title("Target"), ...body, ...withBase });
    expect(code(made)).toEqual([400, "FLOW-1100-400"]);
  });

  const files = { mode: "Server-to-server", compression: "NONE", fileType: "JSON" };
  it.each<[string, string, object, object, object]>([
    [
      "Azure Blob",
      "6d6b59bf-fb58-4107-9064-4d246c0e5bb2",
      { specName: "ConnectionString", params: { connectionString: "a" } },
      { container: "shop-audiences", path: "folder/subfolder" },
      { container: "Shop", path: "folder" },
    ],
    [
      "Azure Data Lake Gen2",
      "be2c3209-53bc-47e7-ab25-145db8b873e1",
      {
        specName: "Azure Service Principal Auth",
        params: { url: "a", servicePrincipalId: "b", servicePrincipalKey: "c", tenant: "d" },
      },
      { path: "folder/subfolder" },
      {},
    ],
    [
      "Google Cloud Storage",
      "c5d93acb-ea8b-4b14-8f53-02138444ae99",
      {
        specName: "Google Cloud Storage authentication credentials",
        params: { accessKeyId: "a", secretAccessKey: "b" },
      },
      { bucketName: "shop_audiences", path: "folder/%SEGMENT_ID%" },
      { bucketName: "google-shop", path: "folder" },
    ],
  ])("take a target as the guide prints it, and no other: %s", async (_, id, auth, good, bad) => {
    const connectionSpec = { id, version: "1.0" };
    const base = await post("connections", { name: title("Account"), connectionSpec, auth });
    expect(base.status).toBe(201);
    const target = (params: object): Promise<ApiResponse> =>
      post("targetConnections", {
        name: title("Target"),
        baseConnectionId: base.body.id,
        connectionSpec,
        params: { ...files, ...params },
      });
    expect((await target(good)).status).toBe(201);
    expect(code(await target(bad))).toEqual([400, "FLOW-1100-400"]);
  });

  it.each<[string, string, object]>([
    ["a spec without one", kinesis.id, {}],
    ["another algorithm", S3, { encryptionAlgo: "AES" }],
    ["no key", S3, { publicKey: undefined }],
    ["a key that is not in Base64", S3, { publicKey: "-----BEGIN PGP" }],
  ])("take no encryption with %s", async (_, id, more) => {
    const params = { encryptionAlgo: "PGPGPG", publicKey: "bVFFTkJHQg==", ...more };
    const auth =
      id === S3
        ? { specName: "Access Key", params: { s3AccessKey: "a", s3SecretKey: "b" } }
        : {
            specName: "Aws Kinesis authentication credentials",
            params: { accessKeyId: "a", secretKey: "b", region: "c" },
          };
    const body = {
      name: title("Account"),
      connectionSpec: { id, version: "1.0" },
      auth,
      encryptionSpecs: { specName: "Encryption spec", params },
    };
    expect(code(await post("connections", body))).toEqual([400, "FLOW-1100-400"]);
  });

  it("keep the account of a dataflow's target", async () => {
    const id = await make("stream");
    const flow = (await client.call("GET", `${flowservice}/flows/${id}`)).body.items[0];
    const base = flow.inheritedAttributes.targetConnections[0].baseConnection.id;
    const deleted = await client.call("DELETE", `${flowservice}/connections/${base}`);
    expect(code(deleted)).toEqual([400, "FLOW-1418-400"]);
  });

  it("are dataflows that say so, and begin with empty selectors", async () => {
    const id = await make("stream");
    const query = "property=inheritedAttributes.properties.isDestinationFlow==true";
    const { body } = await client.call("GET", `${flowservice}/flows?${query}`);
    expect(body.items.map((one: any) => one.id)).toContain(id);
    const sent: any = await destinationFlow(client, "stream");
    const [transformation] = sent.transformations;
    const full = {
      ...transformation,
      params: { segmentSelectors: { selectors: [{ type: "PLATFORM_SEGMENT", value: { id } }] } },
    };
    expect(code(await post("flows", { ...sent, transformations: [full] }))).toEqual([
      400,
      "FLOW-1100-400",
    ]);
    const named = { ...transformation, name: "General Transform" };
    const made = await post("flows", { ...sent, transformations: [named] });
    const read = (await client.call("GET", `${flowservice}/flows/${made.body.id}`)).body.items[0];
    expect(read.transformations[0].name).toBe("GeneralTransform");
    const mapped = [{ name: "Mapping", params: { mappingId: "1", mappingVersion: 0 } }];
    const other = await post("flows", { ...sent, transformations: mapped });
    expect(other.status).toBe(400);
  });

  it("reject a source or target of another kind", async () => {
    const sent: any = await destinationFlow(client, "stream");
    const toS3 = { id: "269ba276-16fc-47db-92b0-c1049a3c131f", version: "1.0" };
    expect(code(await post("flows", { ...sent, flowSpec: toS3 }))).toEqual([400, "FLOW-1413-400"]);
  });

  it("give audiences the times at which they came and changed", async () => {
    const id = await make("stream");
    await patchFlow(client, id, adding("a"));
    now += 5000;
    await patchFlow(client, id, adding("b"));
    await patchFlow(client, id, [{ op: "add", path: `${selectors}/0/value/name`, value: "A" }]);
    const seconds = (text: string): number => Number(text) - Math.floor(start / 1000);
    const times = (await selected(client, id, "segmentSelectors")).map(
      ({ createTime, updateTime }) => [seconds(createTime), seconds(updateTime)],
    );
    expect(times).toEqual([
      [0, 5],
      [5, 5],
    ]);
  });

  it.each([
    ["nothing of its files", {}],
    ["another mode", { ...daily, exportMode: "WEEKLY" }],
    ["six hours of full exports", { ...daily, schedule: { ...sixHours.schedule } }],
    ["no hour", { ...daily, schedule: { ...daily.schedule, triggerType: "SCHEDULED" } }],
    ["another trigger", { ...daily, schedule: { ...daily.schedule, triggerType: "NOW" } }],
    ["a half hour", { ...sixHours, schedule: { ...sixHours.schedule, startTime: "06:30" } }],
    ["no day", { ...sixHours, schedule: { ...sixHours.schedule, startDate: undefined } }],
    [
      "the end of a single export",
      { ...daily, schedule: { ...daily.schedule, frequency: "ONCE", endDate: "2026-06-01" } },
    ],
  ])("of files reject an audience with %s", async (_, how) => {
    const id = await make("files");
    const value = { type: "PLATFORM_SEGMENT", value: { id: "a", ...how } };
    const changed = await patchFlow(client, id, [{ op: "add", path: `${selectors}/-`, value }]);
    expect(code(changed)).toEqual([400, "FLOW-1100-400"]);
  });

  it.each([daily, sixHours])("of files take an audience with a schedule", async (how) => {
    const id = await make("files");
    const value = { type: "PLATFORM_SEGMENT", value: { id: "a", ...how } };
    const changed = await patchFlow(client, id, [{ op: "add", path: `${selectors}/-`, value }]);
    expect(changed.status).toBe(200);
    expect((await selected(client, id, "segmentSelectors"))[0]).toMatchObject(how);
  });

  it("reject a selector that is none", async () => {
    const id = await make("stream");
    for (const value of [
      { type: "PLATFORM_SEGMENT", value: {} },
      { type: "OTHER", value: { id } },
    ]) {
      const changed = await patchFlow(client, id, [{ op: "add", path: `${selectors}/-`, value }]);
      expect(changed.status).toBe(400);
    }
    const path = selectors.replace("segment", "profile");
    const changed = await patchFlow(client, id, [
      { op: "add", path: `${path}/-`, value: { type: "JSON_PATH", value: {} } },
    ]);
    expect(changed.status).toBe(400);
  });

  it("keep an audience that they export", async () => {
    const id = await make("stream");
    const segment = await makeSegment(client);
    await patchFlow(client, id, adding(segment));
    const remove = async (): Promise<number> =>
      (await client.call("DELETE", `${segments}/${segment}`)).status;
    expect(await remove()).toBe(400);
    await patchFlow(client, id, [{ op: "remove", path: `${selectors}/0` }]);
    expect(await remove()).toBe(200);
  });
});

describe("a disabled dataflow", () => {
  let now = start;
  const client = useEmulator({
    settleMs: 1000,
    now: () => now,
    assume: { "flow-update": "transition" },
  });

  it("stays so when it is changed", async () => {
    const id = await makeDestinationFlow(client, "stream");
    const path = `${flowservice}/flows/${id}`;
    now += 2000;
    await client.call("POST", `${path}/action?op=disable`);
    now += 2000;
    expect((await patchFlow(client, id, adding("a"))).status).toBe(200);
    now += 2000;
    expect((await client.call("GET", path)).body.items[0].state).toBe("disabled");
  });
});
