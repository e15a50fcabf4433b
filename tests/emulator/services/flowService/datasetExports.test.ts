import { code, flowservice, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { title } from "../../support/objects";

const s3 = { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" };
const datasetStore = { id: "23598e46-f560-407b-88d5-ea6207e49db0", version: "1.0" };
const toS3 = { id: "269ba276-16fc-47db-92b0-c1049a3c131f", version: "1.0" };
const schedule = { interval: 3, timeUnit: "hour", startTime: 1_675_901_210 };

describe("an export of datasets", () => {
  let now = Date.parse("2026-05-01T00:00:00Z");
  const client = useEmulator({ settleMs: 1, now: () => now });
  const post = (path: string, body: object): Promise<ApiResponse> =>
    client.call("POST", `${flowservice}/${path}`, { body: { name: title("Export"), ...body } });

  const make = async (more: object, params: object = {}): Promise<ApiResponse> => {
    const base = await post("connections", {
      connectionSpec: s3,
      auth: { specName: "Access Key", params: { s3AccessKey: "a", s3SecretKey: "b" } },
    });
    const source = await post("sourceConnections", {
      connectionSpec: datasetStore,
      params: { datasets: [{ dataSetId: "5ef3e3259ad2a1191ab7dd7d", name: "Devices" }] },
    });
    const target = await post("targetConnections", {
      connectionSpec: s3,
      baseConnectionId: base.body.id,
      params: {
        mode: "Server-to-server",
        bucketName: "your-bucket-name",
        path: "folder/subfolder",
        compression: "NONE",
        datasetFileType: "JSON",
        ...params,
      },
    });
    const made = await post("flows", {
      flowSpec: toS3,
      sourceConnectionIds: [source.body.id],
      targetConnectionIds: [target.body.id],
      transformations: [],
      scheduleParams: schedule,
      ...more,
    });
    now += 2;
    return made;
  };

  it("is made as the guide prints it, and read", async () => {
    const { status, body } = await make({});
    expect(status).toBe(201);
    const read = (await client.call("GET", `${flowservice}/flows/${body.id}`)).body.items[0];
    expect(read).toMatchObject({
      state: "enabled",
      transformations: [],
      scheduleParams: { interval: "3", timeUnit: "hour", startTime: "1675901210" },
      inheritedAttributes: { properties: { isDestinationFlow: true } },
    });
  });

  it.each<[string, object, object]>([
    ["no schedule", { scheduleParams: undefined }, {}],
    ["another interval", { scheduleParams: { ...schedule, interval: 4 } }, {}],
    ["another unit", { scheduleParams: { ...schedule, timeUnit: "week" } }, {}],
    ["days that are more than one", { scheduleParams: { ...schedule, timeUnit: "day" } }, {}],
    ["a date", { scheduleParams: { ...schedule, startTime: "2026-05-01" } }, {}],
    ["a transformation", { transformations: [{ name: "GeneralTransform", params: {} }] }, {}],
    ["a target without a type of files", {}, { datasetFileType: undefined }],
  ])("is rejected with %s", async (_, more, params) => {
    expect(code(await make(more, params))).toEqual([400, "FLOW-1100-400"]);
  });

  it("is checked in a change too", async () => {
    const { body } = await make({});
    const { items } = (await client.call("GET", `${flowservice}/flows/${body.id}`)).body;
    const changed = await client.call("PATCH", `${flowservice}/flows/${body.id}`, {
      body: [{ op: "replace", path: "/scheduleParams/interval", value: 5 }],
      headers: { "if-match": items[0].etag },
    });
    expect(code(changed)).toEqual([400, "FLOW-1100-400"]);
  });

  it("needs a source with datasets", async () => {
    const made = await post("sourceConnections", { connectionSpec: datasetStore, params: {} });
    expect(code(made)).toEqual([400, "FLOW-1100-400"]);
  });
});
