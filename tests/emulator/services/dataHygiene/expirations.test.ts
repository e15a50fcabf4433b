import { catalog, type ApiResponse } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";
import { makeDataset, makeFieldGroup, makeSchema } from "../../support/objects";

const ttl = "/data/core/hygiene/ttl";
const dayMs = 86_400_000;

describe("expiration of whole datasets", () => {
  let now: number;
  beforeEach(() => {
    now = Date.UTC(2026, 0, 1);
  });
  const client = useFreshEmulator({ now: () => now, tokenLifetimeSeconds: 1e9 });
  let datasetId: string;
  beforeEach(async () => {
    datasetId = await makeDataset(client, await makeSchema(client, [await makeFieldGroup(client)]));
  });

  const post = (more: object = {}): Promise<ApiResponse> =>
    client.call("POST", ttl, {
      body: { datasetId, expiry: "2030-12-31", displayName: "Old", description: "d", ...more },
    });
  const tag = async (): Promise<unknown> =>
    (await client.call("GET", `${catalog}/dataSets/${datasetId}`)).body[datasetId].tags[
      "adobe/hygiene/ttl"
    ];

  it("is set with 200, and shown by Catalog", async () => {
    const { status, body } = await post();
    expect(status).toBe(200);
    expect(body).toEqual({
      ttlId: expect.stringMatching(/^SD-/u),
      datasetId,
      datasetName: expect.any(String),
      sandboxName: "dev",
      displayName: "Old",
      description: "d",
      imsOrg: expect.any(String),
      status: "pending",
      expiry: "2030-12-31T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:00.000Z",
      updatedBy: expect.any(String),
    });
    expect(await tag()).toEqual([String(Date.UTC(2030, 11, 31))]);
    for (const id of [body.ttlId, datasetId]) {
      expect((await client.call("GET", `${ttl}/${String(id)}`)).body).toEqual(body);
    }
  });

  it.each([
    ["in the past", { expiry: "2001-01-01" }],
    ["within 24 hours", { expiry: "2026-01-01T12:00:00Z" }],
    ["without a date", { expiry: undefined }],
    ["for no dataset", { datasetId: "none" }],
    ["without a dataset", { datasetId: undefined }],
  ])("is rejected %s", async (_what, more) => {
    const { status, body } = await post(more);
    expect([status, body]).toEqual([400, { error_code: "400", message: expect.any(String) }]);
  });

  it("is one for each dataset", async () => {
    await post();
    expect((await post()).status).toBe(400);
  });

  it("is changed by PUT while it is pending, and made by one on a dataset without", async () => {
    const path = `${ttl}/${datasetId}`;
    const made = await client.call("PUT", path, { body: { expiry: "2030-12-31" } });
    expect([made.status, made.body.status]).toEqual([201, "pending"]);
    const changed = await client.call("PUT", `${ttl}/${String(made.body.ttlId)}`, {
      body: { displayName: "Later", expiry: "2031-06-15" },
    });
    expect([changed.status, changed.body]).toMatchObject([
      200,
      { ttlId: made.body.ttlId, displayName: "Later", expiry: "2031-06-15T00:00:00.000Z" },
    ]);
    now = Date.UTC(2031, 5, 15);
    expect((await client.call("GET", path)).body.status).toBe("executing");
    expect((await client.call("PUT", path, { body: { expiry: "2040-01-01" } })).status).toBe(400);
    expect((await client.call("PUT", `${ttl}/none`, { body: {} })).status).toBe(404);
  });

  it("is cancelled once, keeps its history, and can be set again", async () => {
    const { body } = await post();
    const at = `${ttl}/${String(body.ttlId)}`;
    now += dayMs;
    const cancelled = await client.call("DELETE", at);
    expect([cancelled.status, cancelled.body.status]).toEqual([200, "cancelled"]);
    expect(await tag()).toBeUndefined();
    expect((await client.call("DELETE", at)).status).toBe(404);
    const { body: seen } = await client.call("GET", `${at}?include=history`);
    expect(seen.history).toMatchObject([{ status: "created" }, { status: "cancelled" }]);
    expect(seen.updatedAt).toBe("2026-01-02T00:00:00.000Z");
    expect((await post()).status).toBe(200);
  });

  it("is listed in pages, by status and dataset", async () => {
    const { body } = await post();
    await client.call("DELETE", `${ttl}/${String(body.ttlId)}`);
    await post({ displayName: "New" });
    const list = async (query: string): Promise<any> =>
      (await client.call("GET", `${ttl}?${query}`)).body;
    expect(await list("")).toMatchObject({ current_page: 0, total_pages: 1, total_count: 2 });
    expect(await list("status=pending")).toMatchObject({
      results: [{ displayName: "New" }],
      total_count: 1,
    });
    expect(await list("limit=1&page=1")).toMatchObject({
      results: [{ displayName: "New" }],
      current_page: 1,
      total_pages: 2,
    });
    expect((await list("datasetId=none")).results).toEqual([]);
  });

  it("is cancelled with 204, by assumption", async () => {
    await withEmulator({ assume: { "hygiene-cancel": "204" } }, async (own) => {
      const id = await makeDataset(own, await makeSchema(own, [await makeFieldGroup(own)]));
      const { body } = await own.call("PUT", `${ttl}/${id}`, { body: { expiry: "2099-01-01" } });
      const response = await own.call("DELETE", `${ttl}/${String(body.ttlId)}`);
      expect([response.status, response.body]).toEqual([204, undefined]);
    });
  });
});
