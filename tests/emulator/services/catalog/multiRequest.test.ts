import { catalog, type ApiResponse } from "../../support/client";
import { useEmulator, withEmulator, useSchema } from "../../support/emulator";
import {
  contentType,
  makeDataset,
  makePipeline,
  postRecord,
  record,
  rowsOf,
  title,
} from "../../support/objects";

describe("several requests to Catalog in one call", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const send = (...requests: unknown[]): Promise<ApiResponse> =>
    client.call("POST", catalog, { body: requests });
  const make = (id: string, name = title("Multi")): object => ({
    id,
    method: "post",
    resource: "/dataSets",
    body: { name, schemaRef: { id: shared.schemaId, contentType } },
  });
  const codes = ({ body }: ApiResponse): [string, number][] =>
    body.map(({ id, code }: { id: string; code: number }) => [id, code]);
  const named = async (name: string): Promise<object> =>
    (await client.call("GET", `${catalog}/dataSets?name=${encodeURIComponent(name)}`)).body;

  it("returns id, code and body of each, in order", async () => {
    const { status, body } = await send(make("first"), make("second"));
    expect(status).toBe(200);
    expect(body).toEqual(
      ["first", "second"].map((id) => ({
        id,
        code: 200,
        body: [expect.stringMatching(/^@\/dataSets\/[0-9a-f]{24}$/u)],
      })),
    );
  });

  it("puts what earlier requests returned into later ones", async () => {
    const name = title("Renamed");
    const response = await send(
      make("made"),
      { id: "patched", method: "PATCH", resource: "/dataSets/<<made.id>>", body: { name } },
      { id: "read", method: "GET", resource: "/dataSets/<<made.id>>?properties=name,version" },
      {
        id: "again",
        method: "PATCH",
        resource: "/dataSets/<<made.id>>",
        headers: { "if-match": "1.0.1" },
        body: { description: "of <<read.name>>" },
      },
    );
    expect(codes(response).map(([, code]) => code)).toEqual([200, 200, 200, 200]);
    expect(Object.values(response.body[2].body)).toEqual([{ name, version: "1.0.1" }]);
    expect(Object.values(await named(name))).toMatchObject([{ description: `of ${name}` }]);
  });

  it("reverts everything when one change fails", async () => {
    const { flowId, datasetId } = await makePipeline(client);
    await postRecord(client, flowId, record("kept"));
    const old = await makeDataset(client, shared.schemaId);
    const name = title("Reverted");
    const response = await send(
      make("made", name),
      { id: "changed", method: "PATCH", resource: `/dataSets/${old}`, body: { description: "x" } },
      { id: "deleted", method: "DELETE", resource: `/dataSets/${datasetId}` },
      { id: "seen", method: "GET", resource: `/dataSets/${datasetId}` },
      {
        id: "stale",
        method: "PATCH",
        resource: `/dataSets/${old}`,
        headers: { "if-match": "9.9.9" },
        body: {},
      },
      make("never"),
    );
    expect(response.status).toBe(200);
    expect(codes(response)).toEqual([
      ["made", 424],
      ["changed", 424],
      ["deleted", 424],
      ["seen", 404],
      ["stale", 412],
      ["never", 424],
    ]);
    expect(await named(name)).toEqual({});
    const after = (await client.call("GET", `${catalog}/dataSets/${old}`)).body[old];
    expect([after.description, after.version]).toEqual(["", "1.0.0"]);
    expect((await rowsOf(client, datasetId)).total.rows).toBe(1);
  });

  it("deletes when every request succeeds", async () => {
    const { flowId, datasetId } = await makePipeline(client);
    await postRecord(client, flowId, record("gone"));
    expect(
      codes(await send({ id: "x", method: "DELETE", resource: `/dataSets/${datasetId}` })),
    ).toEqual([["x", 200]]);
    expect((await client.call("GET", `${catalog}/dataSets/${datasetId}`)).status).toBe(404);
  });

  it("does not fail as a whole for a GET of a missing object", async () => {
    const name = title("Kept");
    const response = await send(
      { id: "none", method: "GET", resource: "/dataSets/none" },
      make("made", name),
    );
    expect(codes(response)).toEqual([
      ["none", 404],
      ["made", 200],
    ]);
    expect(Object.keys(await named(name))).toHaveLength(1);
  });

  it("knows only Catalog's own resources, and references to earlier requests", async () => {
    expect(codes(await send({ id: "v", method: "POST", resource: "/accounts", body: {} }))).toEqual(
      [["v", 404]],
    );
    expect(
      codes(await send({ id: "r", method: "PATCH", resource: "/dataSets/<<no.id>>" })),
    ).toEqual([["r", 400]]);
  });

  it.each([
    [{}],
    [[]],
    [[{ id: "x", method: "GET" }]],
    [[{ method: "GET", resource: "dataSets" }]],
  ])("rejects %j", async (body) => {
    expect((await client.call("POST", catalog, { body })).status).toBe(400);
  });

  it("returns 201, by assumption", async () => {
    await withEmulator({ assume: { "catalog-multi-status": "201" } }, async (own) => {
      const body = [{ id: "x", method: "GET", resource: "/dataSets" }];
      expect((await own.call("POST", `${catalog}/`, { body })).status).toBe(201);
    });
  });
});
