import { catalog, type ApiResponse } from "../../support/client";
import { useFreshEmulator, withEmulator } from "../../support/emulator";
import { makeDataset, makeFieldGroup, makeSchema } from "../../support/objects";

function pathOf(id: string): string {
  return `/data/foundation/dataset/datasets/${id}/labels`;
}

describe("the labels of a dataset", () => {
  const client = useFreshEmulator();
  let id: string;
  beforeEach(async () => {
    id = await makeDataset(client, await makeSchema(client, [await makeFieldGroup(client)]));
  });

  const get = (): Promise<ApiResponse> => client.call("GET", pathOf(id));
  const post = (body: object): Promise<ApiResponse> => client.call("POST", pathOf(id), { body });
  const put = (body: object, etag?: string): Promise<ApiResponse> =>
    client.call("PUT", pathOf(id), { body, headers: { "if-match": etag } });
  const labelsThere = async (): Promise<unknown> =>
    (await get()).body[`AEP:dataset:${id}`].labels as unknown;

  it("are not found before it has any", async () => {
    const { status, body } = await get();
    expect([status, body]).toEqual([404, expect.objectContaining({ code: "PES-404" })]);
    expect((await put({ labels: ["C1"] }, "x")).status).toBe(404);
  });

  it("are set by a POST, once, and read with an etag", async () => {
    const entityId = { namespace: "AEP", id, type: "dataset" };
    const made = await post({ entityId, labels: ["C1", "S1", "C1"], parents: [] });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      parents: [{ id: expect.stringContaining(".schemas."), type: "schema", namespace: "AEP" }],
      optionalLabels: [],
      labels: ["C1", "S1"],
      code: "PES-201",
      message: "POST Successful",
    });
    const read = await get();
    expect(read.body).toEqual({
      [`AEP:dataset:${id}`]: {
        imsOrg: expect.any(String),
        labels: ["C1", "S1"],
        optionalLabels: [],
      },
    });
    expect(read.headers["etag"]).toBe(made.headers["etag"]);
    expect((await post({ labels: ["C2"] })).status).toBe(403);
  });

  it("are replaced by a PUT with the latest etag, and by no other", async () => {
    const { headers } = await post({ labels: ["C1"] });
    const { etag = "" } = headers;
    const changed = await put({ labels: ["C2"] }, etag);
    expect([changed.status, changed.body.code]).toEqual([200, "PES-200"]);
    expect((await put({ labels: ["C3"] }, etag)).status).toBe(412);
    expect((await put({ labels: ["C3"] })).status).toBe(428);
    expect(await labelsThere()).toEqual(["C2"]);
    await put({ labels: [] }, changed.headers["etag"]);
    expect(await labelsThere()).toEqual([]);
  });

  it.each([
    ["labels that are not a list", { labels: "C1" }],
    ["labels that are not texts", { labels: [1] }],
    ["no labels", {}],
    ["the id of another dataset", { labels: ["C1"], entityId: { id: "other" } }],
    [
      "labels of a field",
      { labels: ["C1"], optionalLabels: [{ option: { schemaPath: "/a" }, labels: ["C1"] }] },
    ],
  ])("are rejected with %s", async (_what, body) => {
    expect((await post(body)).status).toBe(400);
    const { headers } = await post({ labels: ["C1"] });
    expect((await put(body, headers["etag"])).status).toBe(400);
  });

  it("go with the dataset, and a dataset that does not exist gets none", async () => {
    await post({ labels: ["C1"] });
    await client.call("DELETE", `${catalog}/dataSets/${id}`);
    expect((await get()).status).toBe(404);
    expect((await post({ labels: ["C1"] })).status).toBe(404);
  });
});

it("dataset-labels-form=flat: labels that are read are on top", async () => {
  await withEmulator({ assume: { "dataset-labels-form": "flat" } }, async (client) => {
    const id = await makeDataset(client, await makeSchema(client, [await makeFieldGroup(client)]));
    await client.call("POST", pathOf(id), { body: { labels: ["C1"] } });
    const { body } = await client.call("GET", pathOf(id));
    expect(body).toEqual({ labels: ["C1"], optionalLabels: [] });
  });
});
