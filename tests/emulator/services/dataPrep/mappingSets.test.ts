import { conversion, type ApiResponse } from "../../support/client";
import { useEmulator, useSchema } from "../../support/emulator";
import {
  contentType,
  eventMappings,
  makeDataset,
  makeMapping,
  tenant,
} from "../../support/objects";

describe("mapping sets", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const body = (mappings: readonly object[], more: object = {}): object => ({
    outputSchema: { schemaRef: { id: shared.schemaId, contentType } },
    mappings,
    ...more,
  });
  const get = async (id: string, query = ""): Promise<any> =>
    (await client.call("GET", `${conversion}/mappingSets/${id}${query}`)).body;

  it("are made with 200 and read back in Adobe's words", async () => {
    const made = await client.call("POST", `${conversion}/mappingSets`, {
      body: body(
        [
          { sourceType: "ATTRIBUTE", source: "visitor.email", destination: `${tenant}.chat.email` },
          { sourceType: "EXPRESSION", source: "uuid()", destination: "_id" },
          { sourceType: "STATIC", source: "x", destination: "eventType" },
        ],
        { name: "mine" },
      ),
    });
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/u),
      version: 0,
      createdDate: expect.any(Number),
      modifiedDate: expect.any(Number),
      createdBy: expect.any(String),
      modifiedBy: expect.any(String),
    });
    const read = await get(made.body.id, "?version=0&expandSchema=true");
    expect(read).toMatchObject({
      name: "mine",
      status: "PUBLISHED",
      supportVersion: "1.1",
      outputSchema: {
        id: expect.stringMatching(/^[0-9a-f]{32}$/u),
        version: 0,
        schemaRef: { id: shared.schemaId, contentType },
        jsonSchema: { type: "object", properties: { [tenant]: { type: "object" } } },
      },
      strictMapping: false,
      allowNullValues: false,
      schemaRef: { id: shared.schemaId, contentType },
      xdmVersion: contentType,
      xdmSchema: shared.schemaId,
    });
    expect((await get(made.body.id, "?version=0")).outputSchema).not.toHaveProperty("jsonSchema");
    expect(
      read.mappings.map((one: Record<string, unknown>) => [
        one["sourceType"],
        one["source"],
        one["destination"],
        one["sourceAttribute"],
        one["destinationXdmPath"],
      ]),
    ).toEqual([
      [
        "text/x.schema-path",
        "visitor.email",
        `${tenant}.chat.email`,
        "visitor.email",
        `${tenant}.chat.email`,
      ],
      ["text/x.aep-xl", "uuid()", "_id", "uuid()", "_id"],
      ["text/plain", "x", "eventType", "x", "eventType"],
    ]);
  });

  it("accept the older names in the tutorials and the tutorial's other path", async () => {
    const made = await client.call("POST", "/data/foundation/mappingSets", {
      body: {
        version: 0,
        xdmSchema: shared.schemaId,
        xdmVersion: "1.0",
        mappings: [
          {
            sourceAttribute: "message",
            destinationXdmPath: `${tenant}.chat.message`,
            identity: false,
            version: 0,
          },
        ],
      },
    });
    expect(made.status).toBe(200);
    expect((await get(made.body.id)).mappings[0]).toMatchObject({
      source: "message",
      sourceType: "text/x.schema-path",
    });
  });

  it.each([
    [{ mappings: [] }],
    [
      {
        outputSchema: { schemaRef: { id: "https://ns.adobe.com/none", contentType } },
        mappings: [],
      },
    ],
  ])("reject %j", async (sent) => {
    expect((await client.call("POST", `${conversion}/mappingSets`, { body: sent })).status).toBe(
      400,
    );
  });

  it.each([
    ["GET", "mappingSets/none", undefined, 404],
    ["PUT", "mappingSets/none", {}, 404],
    ["DELETE", "mappingSets/none", undefined, 404],
    ["POST", "mappingSets", "{", 400],
    ["POST", "mappingSets/validate", {}, 400],
  ])("%s %s of %j gets %i in the platform's problem form", async (...row) => {
    const [method, path, sent, status] = row;
    const response = await client.call(method, `${conversion}/${path}`, {
      ...(sent === undefined ? {} : { body: sent }),
    });
    expect([response.status, response.body]).toEqual([
      status,
      {
        type: expect.stringMatching(
          /^https:\/\/ns\.adobe\.com\/aep\/errors\/DATAPREP-\d{4}-\d{3}$/u,
        ),
        title: expect.any(String),
        status,
        detail: expect.any(String),
      },
    ]);
  });

  it("make a new version with each PUT and keep the old ones", async () => {
    const id = await makeMapping(client, shared.schemaId, eventMappings);
    const put = await client.call("PUT", `${conversion}/mappingSets/${id}`, {
      body: body(eventMappings.slice(0, 2)),
    });
    expect([put.status, put.body.version, put.body.mappings.length]).toEqual([200, 1, 2]);
    expect((await get(id, "?version=0")).mappings).toHaveLength(eventMappings.length);
    expect((await get(id, "?version=1")).mappings).toHaveLength(2);
    expect((await client.call("GET", `${conversion}/mappingSets/${id}?version=2`)).status).toBe(
      404,
    );
  });

  it("are listed by name, property and order, in pages", async () => {
    const page = async (query: string): Promise<any> =>
      (await client.call("GET", `${conversion}/mappingSets${query}`)).body;
    expect((await page("")).data.length).toBeGreaterThan(1);
    expect((await page("?limit=1&start=1"))._page).toEqual({ count: 1, limit: 1 });
    const up = (await page("?limit=100&start=0&orderBy=%2BcreatedDate")).data;
    const down = (await page("?limit=100&start=0&orderBy=-updatedDate")).data;
    expect(up[0].createdDate).toBeLessThanOrEqual(up.at(-1).createdDate);
    expect(down[0].modifiedDate).toBeGreaterThanOrEqual(down.at(-1).modifiedDate);
    const schema = encodeURIComponent(`xdmSchema==${shared.schemaId}`);
    expect((await page(`?limit=100&property=${schema}`)).data).toHaveLength(up.length);
    expect((await page("?limit=100&property=status==DRAFT")).data).toEqual([]);
    const { body: list } = await client.call(
      "GET",
      `${conversion}/mappingSets?limit=2&start=0&name=mine`,
    );
    expect(list).toMatchObject({
      data: [{ name: "mine" }],
      _page: { count: 1, limit: 2 },
      _links: expect.any(Object),
    });
  });

  it("are deleted", async () => {
    const id = await makeMapping(client, shared.schemaId, eventMappings);
    expect((await client.call("DELETE", `${conversion}/mappingSets/${id}`)).status).toBe(204);
    expect((await client.call("GET", `${conversion}/mappingSets/${id}`)).status).toBe(404);
  });

  it("give, add, change and remove single mappings", async () => {
    const id = await makeMapping(client, shared.schemaId, eventMappings.slice(0, 2));
    const at = `${conversion}/mappingSets/${id}/mappings`;
    const added = await client.call("POST", at, { body: eventMappings[2] });
    expect(added.status).toBe(201);
    const one = await client.call("GET", `${at}/${added.body.id}`);
    expect([one.status, one.body]).toEqual([
      200,
      {
        id: added.body.id,
        version: 0,
        createdDate: expect.any(Number),
        modifiedDate: expect.any(Number),
        createdBy: expect.any(String),
        modifiedBy: expect.any(String),
        sourceType: "text/plain",
        source: "chatlio.test",
        destination: "eventType",
        identity: false,
        primaryIdentity: false,
        matchScore: 0,
        functionVersion: 1,
        sourceAttribute: "chatlio.test",
        destinationXdmPath: "eventType",
      },
    ]);
    const put = await client.call("PUT", `${at}/${added.body.id}`, {
      body: { ...eventMappings[2], source: "changed" },
    });
    expect(put.body.source).toBe("changed");
    expect((await client.call("DELETE", `${at}/${added.body.id}`)).status).toBe(204);
    expect((await client.call("GET", at)).body).toHaveLength(2);
    expect((await get(id, "?version=3")).version).toBe(3);
    for (const method of ["GET", "PUT", "DELETE"]) {
      const missing = await client.call(
        method,
        `${at}/none`,
        method === "PUT" ? { body: eventMappings[2] } : {},
      );
      expect([method, missing.status]).toEqual([method, 404]);
    }
  });

  it("are suggested for a dataset, and not stored", async () => {
    const datasetId = await makeDataset(client, shared.schemaId);
    const suggest = (id: string): Promise<ApiResponse> =>
      client.call(
        "GET",
        `${conversion}/mappingSets/suggestion?excludeUnmapped=True&datasetId=${id}`,
      );
    const { status, body: suggested } = await suggest(datasetId);
    expect([status, suggested]).toEqual([
      200,
      {
        version: 0,
        outputSchema: { schemaRef: { id: shared.schemaId, contentType } },
        mappings: [],
      },
    ]);
    expect((await suggest("none")).status).toBe(404);
  });

  it("are validated mapping by mapping", async () => {
    const { body: response } = await client.call("POST", `${conversion}/mappingSets/validate`, {
      body: body([
        { sourceType: "ATTRIBUTE", source: "${timestamp}", destination: "timestamp" },
        { sourceType: "ATTRIBUTE", source: "function", destination: `${tenant}.chat.at` },
        { sourceType: "ATTRIBUTE", source: "a", destination: `${tenant}.chat.none` },
        { sourceType: "EXPRESSION", source: "nosuch()", destination: "_id" },
        { sourceType: "ATTRIBUTE", source: "a b", destination: "eventType" },
        { sourceType: "STATIC", source: "b", destination: "timestamp" },
      ]),
    });
    expect(response.validationResponse.map((one: { status: string }) => one.status)).toEqual([
      "SUCCESS",
      "FAILED",
      "FAILED",
      "FAILED",
      "FAILED",
      "FAILED",
    ]);
    expect(response.validationResponse[0].errors).toBeNull();
    expect(response.validationResponse[2].errors).toEqual([
      {
        destination: `${tenant}.chat.none`,
        exception: expect.any(String),
        source: "a",
        columnName: `${tenant}.chat.none`,
        sourceType: "ATTRIBUTE",
      },
    ]);
  });

  it("are previewed without storing anything", async () => {
    const { body: response } = await client.call("POST", `${conversion}/mappingSets/preview`, {
      body: {
        data: [
          { message: "hi", count: "7" },
          { message: "ho", count: "many" },
        ],
        mappingSet: body([
          { sourceType: "ATTRIBUTE", source: "message", destination: `${tenant}.chat.message` },
          { sourceType: "ATTRIBUTE", source: "count", destination: `${tenant}.chat.count` },
        ]),
      },
    });
    expect(response).toEqual([
      { data: { [tenant]: { chat: { message: "hi", count: 7 } } }, errors: null },
      {
        data: { [tenant]: { chat: { message: "ho" } } },
        errors: [{ destination: `${tenant}.chat.count`, exception: expect.any(String) }],
      },
    ]);
  });

  it("list functions and operators, and validate an expression in either form", async () => {
    const functions = await client.call("GET", `${conversion}/languages/el/functions`);
    expect(functions.body.find((one: { function: string }) => one.function === "date")).toEqual({
      category: "Date / Time",
      function: "date",
      description: expect.any(String),
      syntax: expect.stringMatching(/^date\(/u),
      returns: expect.any(String),
      returnType: expect.any(String),
      example: expect.any(String),
      result: expect.any(String),
      params: expect.arrayContaining([expect.objectContaining({ position: 1 })]),
      since: 1,
    });
    const { body: operators } = await client.call("GET", `${conversion}/languages/el/operators`);
    expect(operators).toContainEqual({
      operatorSymbol: "~",
      methodName: "complement",
      numberOfOperands: 1,
      description: expect.any(String),
      example: "~4",
    });
    const nested = await client.call("POST", `${conversion}/languages/el/validate`, {
      body: { expression: { expression: "1 + 1" } },
    });
    expect(nested.body).toBe(true);
  });
});
