import { madeUpHeader } from "../../../../emulator/common/apiError";
import {
  querySchedules,
  queryTemplates,
  type ApiResponse,
  type Client,
} from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";

const query = { dbName: "dev:all", sql: "SELECT 1", name: "Each Day", description: "Note" };
const schedule = { schedule: "30 * * * *", startDate: "2026-01-01T06:00:00Z" };

async function make(client: Client, more: object = {}): Promise<ApiResponse["body"]> {
  const sent = { query: { ...query, ...more }, schedule };
  const { status, body } = await client.call("POST", querySchedules, { body: sent });
  expect([status, body]).toEqual([202, body]);
  return body;
}

function patch(client: Client, id: unknown, path: string, value: unknown): Promise<ApiResponse> {
  const body = { body: [{ op: "replace", path, value }] };
  return client.call("PATCH", `${querySchedules}/${String(id)}`, { body });
}

describe("a schedule", () => {
  let now = Date.UTC(2026, 0, 1);
  const options = { now: () => now, tokenLifetimeSeconds: 1e9, settleMs: 1000 };
  const client = useFreshEmulator(options);

  async function stateOf(id: unknown): Promise<unknown> {
    return (await client.call("GET", `${querySchedules}/${String(id)}`)).body.state;
  }

  async function makeEnabled(): Promise<string> {
    const { id } = await make(client);
    now += 1000;
    return String(id);
  }

  it("is made with 202, is registered, and is then read with its times", async () => {
    const made = await make(client);
    expect(made).toEqual({
      state: "REGISTERING",
      query,
      updatedUserId: expect.any(String),
      version: 2,
      id: expect.stringContaining("each_day"),
      schedule: { ...schedule, startDate: "2026-01-01T06:00:00.000Z", maxActiveRuns: 1 },
      userId: expect.any(String),
      _links: expect.objectContaining({ enable: expect.anything(), runs: expect.anything() }),
    });
    const early = await patch(client, made.id, "/state", "disable");
    expect([early.status, early.headers[madeUpHeader]]).toEqual([400, undefined]);
    const madeAt = String(now);
    now += 1000;
    const { body } = await client.call("GET", `${querySchedules}/${String(made.id)}`);
    expect(body).toEqual({ ...made, state: "ENABLED", created: madeAt, updated: madeAt });
  });

  it("is disabled, enabled and given other times with 202 and a message", async () => {
    const id = await makeEnabled();
    const accepted = await patch(client, id, "/state", "disable");
    expect([accepted.status, accepted.body]).toEqual([
      202,
      { message: "Request to patch accepted", statusCode: 202 },
    ]);
    expect(await stateOf(id)).toBe("DISABLED");
    const again = await patch(client, id, "/state", "disable");
    expect([again.status, again.body.message]).toEqual([
      400,
      expect.stringMatching(/^Schedule already in the state request/),
    ]);
    expect((await patch(client, id, "/schedule/schedule", "@hourly")).status).toBe(202);
    expect((await patch(client, id, "/state", "enable")).status).toBe(202);
    const { body } = await client.call("GET", `${querySchedules}/${id}`);
    expect(body).toMatchObject({ state: "ENABLED", schedule: { schedule: "@hourly" } });
  });

  it("is deleted once it is disabled", async () => {
    const id = await makeEnabled();
    const at = `${querySchedules}/${id}`;
    const kept = await client.call("DELETE", at);
    expect([kept.status, kept.headers[madeUpHeader]]).toEqual([400, undefined]);
    await patch(client, id, "/state", "disable");
    const gone = await client.call("DELETE", at);
    expect([gone.status, gone.body.message]).toEqual([202, "Schedule deleted successfully"]);
    expect((await client.call("GET", at)).status).toBe(404);
    expect((await client.call("DELETE", at)).status).toBe(404);
    expect((await patch(client, id, "/state", "enable")).status).toBe(404);
  });

  it.each([
    ["no query", { schedule }],
    ["no schedule", { query }],
    ["no SQL", { query: { ...query, sql: undefined }, schedule }],
    ["no database", { query: { ...query, dbName: undefined }, schedule }],
    ["a template that is not there", { query: { ...query, templateId: "none" }, schedule }],
    ["a name of another type", { query: { ...query, name: 5 }, schedule }],
    ["no times", { query, schedule: { ...schedule, schedule: "daily" } }],
    ["no start", { query, schedule: { ...schedule, startDate: "soon" } }],
    ["a wrong end", { query, schedule: { ...schedule, endDate: 5 } }],
    ["no runs", { query, schedule: { ...schedule, maxActiveRuns: 0 } }],
  ])("with %s is rejected", async (_, body) => {
    expect((await client.call("POST", querySchedules, { body })).status).toBe(400);
  });

  it.each([
    ["/state", "stop"],
    ["/schedule/schedule", "daily"],
    ["/schedule/startDate", "2026-01-02T06:00:00Z"],
  ])("is not changed by a patch of %s to %s", async (path, value) => {
    const id = await makeEnabled();
    expect((await patch(client, id, path, value)).status).toBe(400);
    const at = `${querySchedules}/${id}`;
    expect((await client.call("PATCH", at, { body: { op: "enable" } })).status).toBe(400);
  });

  it("may name a template, and be found by it", async () => {
    const body = { name: "T", sql: "SELECT 1" };
    const { id: templateId } = (await client.call("POST", queryTemplates, { body })).body;
    await make(client);
    const { id, userId, created } = await make(client, { templateId, sql: undefined });
    expect(created).toBeUndefined();
    const found = async (property: string): Promise<unknown[]> => {
      const response = await client.call("GET", `${querySchedules}?property=${property}`);
      return (response.body.schedules as { id: string }[]).map((one) => one.id);
    };
    expect(await found(`templateId==${String(templateId)}`)).toEqual([id]);
    expect(await found(`userId==${String(userId)}`)).toHaveLength(2);
    expect(await found("created>2020-01-01T00:00:00Z")).toHaveLength(2);
    expect(await found("created<2020-01-01T00:00:00Z")).toEqual([]);
    expect(await found("state==ENABLED")).toHaveLength(2);
  });
});

describe("assumptions about schedules", () => {
  it("query-schedule-change=later: the state follows after the provisioning delay", async () => {
    let now = Date.UTC(2026, 0, 1);
    const assume = { "query-schedule-change": "later" };
    const options = { now: () => now, tokenLifetimeSeconds: 1e9, settleMs: 1000, assume };
    await withEmulator(options, async (client) => {
      const { id } = await make(client);
      const at = `${querySchedules}/${String(id)}`;
      now += 1000;
      await patch(client, id, "/state", "disable");
      expect((await client.call("GET", at)).body.state).toBe("ENABLED");
      expect((await client.call("DELETE", at)).status).toBe(400);
      now += 1000;
      expect((await client.call("GET", at)).body.state).toBe("DISABLED");
    });
  });

  it("query-schedule-disabled=refused: the times of a disabled one are not changed", async () => {
    const assume = { "query-schedule-disabled": "refused" };
    await withEmulator({ assume, settleMs: 0 }, async (client) => {
      const { id } = await make(client);
      await patch(client, id, "/state", "disable");
      expect((await patch(client, id, "/schedule/schedule", "@hourly")).status).toBe(400);
    });
  });

  it("query-schedule-end=required: a schedule without an end is rejected", async () => {
    await withEmulator({ assume: { "query-schedule-end": "required" } }, async (client) => {
      const ending = { ...schedule, endDate: "2027-12-01T06:00:00Z" };
      const post = async (times: object) =>
        (await client.call("POST", querySchedules, { body: { query, schedule: times } })).status;
      expect([await post(schedule), await post(ending)]).toEqual([400, 202]);
    });
  });
});
