import { catalog, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { makePipeline, postRecord, record, type Pipeline } from "../../support/objects";

const base = "/data/foundation/export";

describe("Data Access", () => {
  const client = useEmulator();
  let pipeline: Pipeline;
  let failed: string;
  let good: string;
  beforeAll(async () => {
    pipeline = await makePipeline(client);
    for (const more of [{}, { at: "never" }, { at: "neither" }]) {
      await postRecord(client, pipeline.flowId, record("one", more));
    }
    const batch = async (status: string): Promise<string> => {
      const path = `${catalog}/batches?dataSet=${pipeline.datasetId}&status=${status}`;
      return Object.keys((await client.call("GET", path)).body)[0] ?? "";
    };
    [failed, good] = [await batch("failed"), await batch("success")];
  });

  const get = (path: string): Promise<ApiResponse> => client.call("GET", `${base}/${path}`);
  const follow = (href: string): Promise<ApiResponse> => {
    const { pathname, search } = new URL(href);
    return client.call("GET", `${pathname}${search}`);
  };
  const lines = (response: ApiResponse): string[] => String(response.body).split("\n");

  it("leads from a failed batch to the error of each record", async () => {
    const top = await get(`batches/${failed}/meta`);
    expect(top.body).toMatchObject({
      data: [{ name: "row_errors" }, { name: "row_errors_sample.json" }],
      _page: { count: 2, limit: 100 },
      _links: { page: { templated: true } },
    });
    const directory = await follow(top.body.data[0]._links.self.href);
    expect(directory.body.data).toMatchObject([{ name: "conversion_errors_0.json" }]);
    const file = await follow(directory.body.data[0]._links.self.href);
    expect(file.headers["content-type"]).toBe("application/octet-stream");
    expect(lines(file)).toHaveLength(2);
    expect(Number(directory.body.data[0].length)).toBe(Buffer.byteLength(file.body));
    expect(JSON.parse(lines(file)[0] ?? "")).toMatchObject({
      _id: "one",
      _errors: expect.arrayContaining([
        { code: expect.any(String), message: expect.stringContaining("timestamp") },
      ]),
    });
    expect((await follow(top.body.data[1]._links.self.href)).body).toBe(file.body);
  });

  it("lists and returns the files of a failed batch", async () => {
    const { body } = await get(`batches/${failed}/failed`);
    expect(body.data).toMatchObject([{ name: "conversion_errors_0.json" }]);
    expect(lines(await follow(body.data[0]._links.self.href))).toHaveLength(2);
  });

  it("divides lists into pages", async () => {
    const { body } = await get(`batches/${failed}/meta?limit=1`);
    expect(body).toMatchObject({ data: [{ name: "row_errors" }], _page: { count: 1, limit: 1 } });
    expect((await follow(body._links.next.href)).body.data).toMatchObject([
      { name: "row_errors_sample.json" },
    ]);
  });

  it.each([
    ["a path of no batch", () => `batches/${failed}/meta?path=nothing`, 404],
    ["a file of no batch", () => `batches/${failed}/failed?path=nothing`, 404],
    ["errors where there are none", () => `batches/${good}/meta?path=row_errors_x`, 404],
    ["a batch that is not there", () => "batches/none/meta", 404],
    ["a dataset that is not there", () => "datasets/none/preview", 404],
  ])("returns %s", async (_what, path, status) => {
    expect((await get(path())).status).toBe(status);
  });

  it("has no errors for a batch that succeeded", async () => {
    expect((await get(`batches/${good}/meta`)).body.data).toEqual([]);
  });

  it("shows the first rows of a dataset", async () => {
    const { body } = await get(`datasets/${pipeline.datasetId}/preview`);
    expect(body).toMatchObject({ data: [{ _id: "one" }] });
  });
});
