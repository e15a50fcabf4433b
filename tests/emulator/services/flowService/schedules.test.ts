import { code, flowservice, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import {
  eventMappings,
  makeConnections,
  makeDataset,
  makeFieldGroup,
  makeMapping,
  makeSchema,
  title,
} from "../../support/objects";

const s3 = { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" };
const flowSpec = { id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876", version: "1.0" };
const start = Date.parse("2026-05-01T00:00:00Z");
const before = String(start / 1000 - 60);
const after = String(start / 1000 + 60);
const hourly = { startTime: after, frequency: "hour", interval: "6" };

describe("the schedule of a batch dataflow", () => {
  let now = start;
  const client = useEmulator({ settleMs: 1, now: () => now });

  const post = (path: string, body: object): Promise<ApiResponse> =>
    client.call("POST", `${flowservice}/${path}`, { body });
  const item = async (id: string): Promise<any> =>
    (await client.call("GET", `${flowservice}/flows/${id}`)).body.items[0];
  const patch = async (id: string, operations: object[]): Promise<ApiResponse> =>
    client.call("PATCH", `${flowservice}/flows/${id}`, {
      body: operations,
      headers: { "if-match": (await item(id)).etag },
    });

  const parts = async (): Promise<object> => {
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    const { target } = await makeConnections(client, schemaId, await makeDataset(client, schemaId));
    const source = await post("sourceConnections", {
      name: title("Source"),
      connectionSpec: s3,
      data: { format: "delimited" },
      params: { path: "/in/*.csv", type: "folder" },
    });
    const mappingId = await makeMapping(client, schemaId, eventMappings);
    return {
      name: title("Batch"),
      flowSpec,
      sourceConnectionIds: [source.body.id],
      targetConnectionIds: [target],
      transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
    };
  };
  const make = async (scheduleParams: object | undefined, query = ""): Promise<ApiResponse> =>
    post(`flows${query}`, { ...(await parts()), scheduleParams });
  const made = async (scheduleParams: object): Promise<string> => {
    const { body } = await make(scheduleParams);
    now += 2;
    return body.id;
  };

  it("is texts when it is read, whatever was sent", async () => {
    const sent = { startTime: Number(after), frequency: "minute", interval: 15, backfill: true };
    expect((await item(await made(sent))).scheduleParams).toEqual({
      startTime: after,
      frequency: "minute",
      interval: "15",
      backfill: "true",
    });
  });

  it.each([
    ["none", undefined, "startTime"],
    ["no frequency", { startTime: after }, "frequency"],
    ["no interval", { startTime: after, frequency: "day" }, "interval"],
    ["another frequency", { ...hourly, frequency: "month" }, "frequency"],
    ["a date", { ...hourly, startTime: "2026-05-01" }, "startTime"],
    ["less than 15 minutes", { ...hourly, frequency: "minute", interval: "14" }, "interval"],
    ["an interval of none", { ...hourly, interval: "0" }, "interval"],
    ["another backfill", { ...hourly, backfill: "yes" }, "backfill"],
    ["a single run with an interval", { ...hourly, frequency: "once" }, "interval"],
    [
      "a single run with backfill",
      { startTime: after, frequency: "once", backfill: "true" },
      "backfill",
    ],
  ])("cannot be %s", async (_, schedule, named) => {
    const response = await make(schedule);
    expect(code(response)).toEqual([400, "FLOW-1100-400"]);
    expect(JSON.stringify(response.body)).toContain(`scheduleParams.${named}`);
  });

  it("may be missing in a draft, which cannot be published without it", async () => {
    const { status, body } = await make(undefined, "?mode=draft");
    expect(status).toBe(201);
    const publish = () => client.call("POST", `${flowservice}/flows/${body.id}/action?op=publish`);
    expect((await publish()).status).toBe(400);
    await patch(body.id, [{ op: "add", path: "/scheduleParams", value: hourly }]);
    expect((await publish()).status).toBe(200);
  });

  it("changes by a patch, within what its flow spec allows", async () => {
    const id = await made(hourly);
    const changed = await patch(id, [
      { op: "replace", path: "/scheduleParams/frequency", value: "minute" },
      { op: "replace", path: "/scheduleParams/interval", value: "15" },
      { op: "replace", path: "/scheduleParams/startTime", value: String(Number(after) + 60) },
    ]);
    expect(changed.status).toBe(200);
    const rejected = await patch(id, [
      { op: "replace", path: "/scheduleParams/interval", value: "5" },
    ]);
    expect(code(rejected)).toEqual([400, "FLOW-1100-400"]);
    expect((await item(id)).scheduleParams).toMatchObject({ frequency: "minute", interval: "15" });
  });

  it("keeps a start time that has passed", async () => {
    const id = await made({ ...hourly, startTime: before });
    const moved = await patch(id, [
      { op: "replace", path: "/scheduleParams/startTime", value: after },
    ]);
    expect(code(moved)).toEqual([400, "FLOW-1100-400"]);
    const slower = await patch(id, [
      { op: "replace", path: "/scheduleParams/interval", value: "12" },
    ]);
    expect(slower.status).toBe(200);
  });

  it("of a single run cannot be changed, and no run can be started", async () => {
    const id = await made({ startTime: after, frequency: "once" });
    const later = await patch(id, [
      { op: "replace", path: "/scheduleParams/startTime", value: String(Number(after) + 60) },
    ]);
    expect(code(later)).toEqual([400, "FLOW-1100-400"]);
    const renamed = await patch(id, [{ op: "replace", path: "/name", value: title("Batch") }]);
    expect(renamed.status).toBe(200);
    const run = await post("runs", { flowId: id });
    expect(code(run)).toEqual([400, "FLOW-1100-400"]);
  });
});
