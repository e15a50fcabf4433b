import { catalog, type ApiResponse, type Client } from "../../support/client";
import { useEmulator, withEmulator, useSchema } from "../../support/emulator";
import {
  contentType,
  makeDataset,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
} from "../../support/objects";

describe("lists of Catalog", () => {
  const start = Date.UTC(2026, 1, 1);
  let now = start;
  const client = useEmulator({ now: () => now });
  const shared = useSchema(client);
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    for (const [name, tags] of [
      ["alpha", { team: ["blue"], unifiedProfile: ["enabled:false"] }],
      ["beta", { team: ["blue", "green"] }],
      ["gamma", {}],
      ["star*", {}],
    ] as const) {
      now += 1000;
      const { body } = await client.call("POST", `${catalog}/dataSets`, {
        body: { name, tags, schemaRef: { id: shared.schemaId, contentType } },
      });
      ids[name] = String(body[0]).replace("@/dataSets/", "");
    }
  });

  const names = async (query: string): Promise<string[]> => {
    const { body } = await client.call("GET", `${catalog}/dataSets?orderBy=created&${query}`);
    return Object.values(body as Record<string, { name: string }>).map(({ name }) => name);
  };

  it.each([
    ["name=alpha,gamma", ["alpha", "gamma"]],
    ["name=!alpha,gamma", ["beta", "star*"]],
    ["name=*a*", ["alpha", "beta", "gamma", "star*"]],
    ["name=*eta", ["beta"]],
    ["name=star**", ["star*"]],
    ["property=name~^(a|b)", ["alpha", "beta"]],
    ["property=name==beta", ["beta"]],
    ["property=name!=beta", ["alpha", "gamma", "star*"]],
    ["property=nothing", []],
    ["property=!nothing", ["alpha", "beta", "gamma", "star*"]],
    ["property=version>1.0.3", []],
    ["property=version<=1.0.3", ["alpha", "beta", "gamma", "star*"]],
    ["tags=team:green", ["beta"]],
    ["tags=team:bl*", ["alpha", "beta"]],
    ["tags=team:*,unifiedProfile:enabled:false", ["alpha"]],
    ["tags=other:*", []],
    [`createdAfter=${start + 1000}`, ["beta", "gamma", "star*"]],
    [`createdBefore=${start + 3000}`, ["alpha", "beta"]],
    ["start=2", ["gamma", "star*"]],
    ["start=1&limit=2", ["beta", "gamma"]],
  ])("of ?%s", async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it("sort by several fields, each in its own direction", async () => {
    const { body } = await client.call(
      "GET",
      `${catalog}/dataSets?orderBy=version,desc:created&properties=name`,
    );
    expect(Object.values(body)).toEqual(
      ["star*", "gamma", "beta", "alpha"].map((name) => ({ name })),
    );
  });

  it.each(["limit=0", "limit=101", "limit=x", "limit=", "start=-1"])(
    "reject ?%s",
    async (query) => {
      const { status, body } = await client.call("GET", `${catalog}/dataSets?${query}`);
      expect([status, body.detail]).toEqual([
        400,
        expect.stringContaining("must be a whole number"),
      ]);
    },
  );

  it("have 20 objects unless more are requested", async () => {
    await withEmulator({}, async (own) => {
      const schema = await makeSchema(own, [await makeFieldGroup(own)]);
      for (let made = 0; made < 21; made += 1) await makeDataset(own, schema);
      const count = async (query: string): Promise<number> =>
        Object.keys((await own.call("GET", `${catalog}/dataSets${query}`)).body).length;
      expect(await count("")).toBe(20);
      expect(await count("?limit=100")).toBe(21);
      expect(await count("?start=15")).toBe(6);
    });
  });

  it("leave lookups of several ids unchanged", async () => {
    const path = `${catalog}/dataSets/${ids["gamma"] ?? ""},none,${ids["alpha"] ?? ""}`;
    const { body, headers } = await client.call("GET", `${path}?properties=name`);
    expect(body).toEqual({
      [ids["gamma"] ?? ""]: { name: "gamma" },
      [ids["alpha"] ?? ""]: { name: "alpha" },
    });
    expect(headers).not.toHaveProperty("e-tag");
    expect((await client.call("GET", `${catalog}/dataSets/none,nothing`)).status).toBe(404);
  });
});

describe("batches", () => {
  const start = Date.UTC(2026, 1, 1);
  let now = start;
  const client = useEmulator({ now: () => now });

  it("are found by their fields, as the last ones of their dataset, and with their files", async () => {
    const { datasetId, flowId } = await makePipeline(client);
    for (const more of [{}, { at: "never" }]) {
      await postRecord(client, flowId, record("one", more));
    }
    const get = (path: string): Promise<ApiResponse> => client.call("GET", `${catalog}/${path}`);
    const found = async (query: string): Promise<string[]> =>
      Object.keys((await get(`batches?dataSet=${datasetId}&${query}`)).body);
    const [good = ""] = await found("status=success");
    const [bad = ""] = await found("failedRecordCount=1");
    expect((await found("")).sort()).toEqual([good, bad].sort());
    expect(await found(`batch=${good}`)).toEqual([good]);
    expect(await found(`createdAfter=${now}`)).toEqual([]);
    const one = await get(`batches/${good}`);
    expect(one.headers["e-tag"]).toBe('"1.0.0"');
    expect(one.body[good]).toMatchObject({ status: "success", recordCount: 1 });
    expect((await get(`lastBatches?dataSetId=${datasetId}`)).body).toEqual({
      [datasetId]: {
        lastBatchId: bad,
        lastBatchStatus: "failed",
        lastSuccessfulBatchId: good,
        lastFailedBatchId: bad,
        imsOrg: expect.any(String),
        sandboxId: expect.any(String),
        created: now,
        updated: now,
      },
    });
    const dataset = (await get(`dataSets/${datasetId}`)).body[datasetId];
    expect(dataset).toMatchObject({
      lastBatchId: bad,
      lastBatchStatus: "failed",
      lastSuccessfulBatch: good,
      lastFailedBatch: bad,
    });
    // The text after an `@` is a path below Catalog.
    const files = await get(String(dataset.files).slice("@/".length));
    expect(Object.values(files.body)).toMatchObject([{ batchId: good, version: "1.0.0" }]);
    const sameFiles = await get(`dataSets/${datasetId}/views/${String(dataset.viewId)}/files`);
    expect(sameFiles.body).toEqual(files.body);
  });

  it("end with their last record", async () => {
    now = start;
    const { datasetId, flowId } = await makePipeline(client);
    for (const id of ["one", "two"]) {
      await postRecord(client, flowId, record(id, { at: "never" }));
      now += 100;
    }
    const { body } = await client.call("GET", `${catalog}/batches?dataSet=${datasetId}`);
    expect(Object.values(body)).toMatchObject([
      { failedRecordCount: 2, created: start, updated: start + 100, completed: start + 100 },
    ]);
  });
});

describe("PUT of a dataset", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const schemaRef = (): object => ({ id: shared.schemaId, contentType });
  const put = (id: string, body: object, headers = {}): Promise<ApiResponse> =>
    client.call("PUT", `${catalog}/dataSets/${id}`, { body, headers });
  const get = async (id: string): Promise<any> =>
    (await client.call("GET", `${catalog}/dataSets/${id}`)).body[id];

  it("replaces what the caller may set, and nothing of the server's own", async () => {
    const id = await makeDataset(client, shared.schemaId);
    await client.call("PATCH", `${catalog}/dataSets/${id}`, {
      body: {
        description: "before",
        tags: { mine: ["1"], "adobe/siphon/table/format": ["delta"] },
      },
    });
    const before = await get(id);
    const response = await put(id, { name: "after", schemaRef: schemaRef(), imsOrg: "other" });
    expect([response.status, response.body]).toEqual([200, [`@/dataSets/${id}`]]);
    expect(await get(id)).toMatchObject({
      name: "after",
      description: "",
      tags: { "adobe/siphon/table/format": ["delta"] },
      version: "1.0.2",
      created: before.created,
      imsOrg: before.imsOrg,
    });
    expect((await get(id)).tags).not.toHaveProperty("mine");
  });

  it("is rejected with tags that lack the format of the table, as a PATCH is", async () => {
    const id = await makeDataset(client, shared.schemaId);
    const body = { name: "after", schemaRef: schemaRef(), tags: { mine: ["1"] } };
    expect((await put(id, body)).status).toBe(422);
  });

  it("accepts what a GET returned", async () => {
    const id = await makeDataset(client, shared.schemaId);
    const before = await get(id);
    expect((await put(id, before)).status).toBe(200);
    const { version, updated, ...rest } = await get(id);
    expect(rest).toMatchObject({ name: before.name, tags: before.tags, viewId: before.viewId });
    expect([version, updated >= before.updated]).toEqual(["1.0.1", true]);
  });

  it.each([
    ["no schema", { name: "x" }, 400],
    ["another schema", { name: "x", schemaRef: { id: "https://ns.adobe.com/none" } }, 400],
    ["Profile without a schema of the union", { tags: { unifiedProfile: ["enabled:true"] } }, 422],
  ])("is rejected with %s", async (_what, body, status) => {
    const id = await makeDataset(client, shared.schemaId);
    const whole = "tags" in body ? { ...body, schemaRef: schemaRef() } : body;
    expect((await put(id, whole)).status).toBe(status);
  });

  it.each([
    ["if-match", "version", 200],
    ["if-match", "updated", 200],
    ["if-match", "9.9.9", 412],
    ["if-none-match", "version", 412],
    ["if-none-match", "updated", 412],
    ["if-none-match", "9.9.9", 200],
  ])("with %s: %s returns %i", async (header, value, status) => {
    const id = await makeDataset(client, shared.schemaId);
    const found = (await get(id))[value] ?? value;
    const response = await put(
      id,
      { name: "x", schemaRef: schemaRef() },
      { [header]: `"${String(found)}"` },
    );
    expect(response.status).toBe(status);
  });

  it("only validates with Pragma: validate-only, and needs a dataset", async () => {
    const id = await makeDataset(client, shared.schemaId);
    const body = { name: "tried", schemaRef: schemaRef() };
    expect((await put(id, body, { pragma: "validate-only" })).status).toBe(200);
    expect((await get(id)).name).not.toBe("tried");
    expect((await put("none", body)).status).toBe(404);
  });

  it("may have no schema, like a POST, by assumption", async () => {
    await withEmulator({ assume: { "dataset-without-schema": "accepted" } }, async (own) => {
      const made = await own.call("POST", `${catalog}/dataSets`, { body: { name: "bare" } });
      expect(made.status).toBe(201);
    });
  });
});

describe("row retention", () => {
  const retained = async (
    client: Client,
    ttlValue: string | null,
    store = "adobe_lakeHouse",
  ): Promise<ApiResponse> => {
    const id = await makeDataset(client, await makeSchema(client, [await makeFieldGroup(client)]));
    return client.call("PATCH", `${catalog}/v2/dataSets/${id}`, {
      body: { extensions: { [store]: { rowExpiration: { ttlValue } } } },
    });
  };
  it.each([
    ["P30D", "P30D", "P29D"],
    ["P7D", "P1W", "P6D"],
  ])("of the lake is at least %s, by assumption", async (least, enough, short) => {
    await withEmulator({ assume: { "retention-least": least } }, async (client) => {
      expect((await retained(client, enough)).status).toBe(200);
      expect((await retained(client, short)).status).toBe(400);
      expect((await retained(client, null)).status).toBe(200);
      expect((await retained(client, "P1D", "adobe_unifiedProfile")).status).toBe(200);
    });
  });

  it.each([
    ["reference", [expect.stringMatching(/^@\/dataSets\//u)]],
    ["dataset", { name: expect.any(String) as string }],
  ])("returns the %s, by assumption", async (value, expected) => {
    const { body } = await withEmulator({ assume: { "retention-answer": value } }, (own) =>
      retained(own, "P3M"),
    );
    expect(Array.isArray(body) ? body : Object.values(body)[0]).toEqual(
      Array.isArray(expected) ? expected : expect.objectContaining(expected),
    );
  });
});
