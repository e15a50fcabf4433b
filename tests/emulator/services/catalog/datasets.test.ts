import { catalog, registry, type ApiResponse } from "../../support/client";
import { useEmulator, withEmulator, useSchema } from "../../support/emulator";
import {
  contentType,
  makeDataset,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
  title,
} from "../../support/objects";

describe("Catalog", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const at = (id: string): string => `${catalog}/dataSets/${id}`;
  const get = async (id: string): Promise<any> => (await client.call("GET", at(id))).body[id];
  const patch = (
    id: string,
    body: unknown,
    type = "application/json",
    path = at(id),
  ): Promise<ApiResponse> =>
    client.call("PATCH", path, { body, headers: { "content-type": type } });

  it("makes a dataset with 201, its reference and Location", async () => {
    const name = title("D");
    const { status, body, headers } = await client.call(
      "POST",
      `${catalog}/dataSets?requestDataSource=false`,
      {
        body: { name, schemaRef: { id: shared.schemaId, contentType }, tags: { mine: ["1"] } },
      },
    );
    expect(status).toBe(201);
    expect(body).toEqual([expect.stringMatching(/^@\/dataSets\/[0-9a-f]{24}$/u)]);
    const id = String(body[0]).slice("@/dataSets/".length);
    expect(headers["location"]).toContain(id);
    const got = await client.call("GET", at(id));
    expect(got.headers["e-tag"]).toBe('"1.0.0"');
    expect(got.body).toEqual({
      [id]: expect.objectContaining({
        name,
        version: "1.0.0",
        imsOrg: expect.any(String),
        created: expect.any(Number),
        schemaRef: { id: shared.schemaId, contentType },
        tags: expect.objectContaining({
          mine: ["1"],
          "adobe/pqs/table": [expect.any(String)],
          "adobe/siphon/table/format": ["delta"],
        }),
        viewId: expect.any(String),
        files: `@/dataSetFiles?dataSetId=${id}`,
      }),
    });
  });

  it.each([
    [{ name: "x" }],
    [{ name: "x", schemaRef: { id: "https://ns.adobe.com/none", contentType } }],
  ])("rejects %j", async (body) => {
    expect((await client.call("POST", `${catalog}/dataSets`, { body })).status).toBe(400);
  });

  it("only validates with Pragma: validate-only", async () => {
    const name = title("Dry");
    const { status } = await client.call("POST", `${catalog}/dataSets`, {
      body: { name, schemaRef: { id: shared.schemaId, contentType } },
      headers: { pragma: "validate-only" },
    });
    expect(status).toBe(201);
    expect(
      (await client.call("GET", `${catalog}/dataSets?name=${encodeURIComponent(name)}`)).body,
    ).toEqual({});
  });

  it("lists by name, pattern and order, trimmed and in pages", async () => {
    await withEmulator({}, async (own) => {
      const schema = await makeSchema(own, [await makeFieldGroup(own)]);
      for (const name of ["beta", "alpha", "gamma"]) {
        await own.call("POST", `${catalog}/dataSets`, {
          body: { name, schemaRef: { id: schema, contentType } },
        });
      }
      const names = async (query: string): Promise<string[]> => {
        const { body } = await own.call("GET", `${catalog}/dataSets?${query}`);
        return Object.values(body as Record<string, { name: string }>).map(({ name }) => name);
      };
      expect(await names("name=beta")).toEqual(["beta"]);
      expect(await names("property=name~^(a|g)&orderBy=asc:name")).toEqual(["alpha", "gamma"]);
      expect(await names("orderBy=desc:name&limit=2")).toEqual(["gamma", "beta"]);
      expect(await names("orderBy=asc:name&start=2")).toEqual(["gamma"]);
      const { body } = await own.call(
        "GET",
        `${catalog}/dataSets?properties=name,schemaRef.id&limit=1`,
      );
      expect(Object.values(body)).toEqual([{ name: "beta", "schemaRef.id": schema }]);
    });
  });

  it("merges a partial object at the top, and deeply under v2", async () => {
    const id = await makeDataset(client, shared.schemaId);
    const tags = { only: ["1"], "adobe/siphon/table/format": ["delta"] };
    expect((await patch(id, { description: "d", tags })).body).toEqual([`@/dataSets/${id}`]);
    expect((await get(id)).tags).toEqual(tags);
    const ttl = { extensions: { adobe_lakeHouse: { rowExpiration: { ttlValue: "P3M" } } } };
    expect((await patch(id, ttl, undefined, `${catalog}/v2/dataSets/${id}`)).status).toBe(200);
    const more = { extensions: { adobe_unifiedProfile: { rowExpiration: { ttlValue: "P1M" } } } };
    await patch(id, more, undefined, `${catalog}/v2/datasets/${id}`);
    expect((await get(id)).extensions).toMatchObject({ ...ttl.extensions, ...more.extensions });
    const bad = { extensions: { adobe_lakeHouse: { rowExpiration: { ttlValue: "3 months" } } } };
    expect((await patch(id, bad, undefined, `${catalog}/v2/dataSets/${id}`)).status).toBe(400);
    expect(
      (await client.call("GET", `${catalog}/ttl/${id}`)).body.extensions.adobe_lakeHouse
        .rowExpiration.minValue,
    ).toBe("P30D");
  });

  it("applies JSON Patch by content type, and rejects another type", async () => {
    const id = await makeDataset(client, shared.schemaId);
    const operations = [{ op: "add", path: "/tags/mine", value: ["x"] }];
    expect((await patch(id, operations, "application/json-patch+json")).status).toBe(200);
    expect((await get(id)).tags.mine).toEqual(["x"]);
    const wrong = await patch(id, operations, "text/plain");
    expect(wrong.body).toMatchObject({
      type: "/placeholder/type/uri",
      status: 400,
      title: "BadRequestError",
      detail: "A valid content-type must be specified",
    });
  });

  it("locks optimistically when If-Match is sent", async () => {
    const id = await makeDataset(client, shared.schemaId);
    const send = (version: string): Promise<ApiResponse> =>
      client.call("PATCH", at(id), {
        body: { description: "d" },
        headers: { "if-match": version },
      });
    expect((await send('"1.0.0"')).status).toBe(200);
    expect((await send('"1.0.0"')).status).toBe(412);
  });

  it("keeps its schema, and joins Profile only with a schema of the union", async () => {
    const id = await makeDataset(client, shared.schemaId);
    const other = await makeSchema(client, [await makeFieldGroup(client)]);
    expect((await patch(id, { schemaRef: { id: other, contentType } })).status).toBe(400);
    const profile = {
      tags: { unifiedProfile: ["enabled: true"], "adobe/siphon/table/format": ["delta"] },
    };
    expect((await patch(id, profile)).status).toBe(422);
    const identityMap = "https://ns.adobe.com/xdm/context/identitymap";
    const unionSchema = await makeSchema(client, [await makeFieldGroup(client), identityMap]);
    await client.call("PATCH", `${registry}/tenant/schemas/${encodeURIComponent(unionSchema)}`, {
      body: [{ op: "add", path: "/meta:immutableTags", value: ["union"] }],
    });
    expect((await patch(await makeDataset(client, unionSchema), profile)).status).toBe(200);
  });

  it("deletes with its reference; then a read and a second delete return 404", async () => {
    const id = await makeDataset(client, shared.schemaId);
    expect((await client.call("DELETE", at(id))).body).toEqual([`@/dataSets/${id}`]);
    const gone = await client.call("GET", at(id));
    expect([gone.status, gone.body.status]).toEqual([404, 404]);
    const again = await client.call("DELETE", at(id));
    expect([again.status, again.body.title]).toEqual([404, "NotFoundError"]);
  });

  it("shows rejected records in failed batches, with their errors", async () => {
    const { datasetId, flowId } = await makePipeline(client);
    for (const [name, more] of [
      ["good", {}],
      ["bad", { at: "never" }],
    ] as const) {
      await postRecord(client, flowId, record(name, more));
    }
    const list = await client.call("GET", `${catalog}/batches?dataSet=${datasetId}&status=failed`);
    const [id] = Object.keys(list.body);
    expect(list.body[id ?? ""]).toMatchObject({
      status: "failed",
      relatedObjects: [{ type: "dataSet", id: datasetId }],
      metrics: { failedRecordCount: 1 },
    });
    expect((await client.call("GET", `${catalog}/batches/${id ?? ""}`)).body).toEqual(list.body);
    const all = await client.call("GET", `${catalog}/batches?dataSet=${datasetId}`);
    expect(
      Object.values(all.body as Record<string, { status: string }>)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(["failed", "success"]);
    const meta = await client.call(
      "GET",
      `/data/foundation/export/batches/${id ?? ""}/meta?path=row_errors`,
    );
    const { pathname, search } = new URL(String(meta.body.data[0]._links.self.href));
    const file = await client.call("GET", `${pathname}${search}`);
    expect(file.body._errors[0].message).toMatch(/timestamp/u);
  });
});
