import fc from "fast-check";
import { catalog, flowservice, registry, startClient, type Answer, type Client } from "./client";
import { makePipeline, type Pipeline } from "./world";

const merge = "application/json";
const jsonPatch = "application/json-patch+json";

describe("a body that does not fit", () => {
  let client: Client;
  let pipeline: Pipeline;
  beforeAll(async () => {
    client = await startClient();
    pipeline = await makePipeline(client);
  });
  afterAll(() => client.close());

  const send = (
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> =>
    client.call(method, path, {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  const flowItem = async (): Promise<any> =>
    (await client.call("GET", `${flowservice}/flows/${pipeline.flowId}`)).body.items[0];
  const datasetPath = (): string => `${catalog}/dataSets/${pipeline.datasetId}`;
  const dataset = async (): Promise<any> =>
    (await client.call("GET", datasetPath())).body[pipeline.datasetId];
  const patchDataset = (body: unknown, type = "application/json", v2 = false): Promise<Answer> =>
    send("PATCH", v2 ? datasetPath().replace("/catalog/", "/catalog/v2/") : datasetPath(), body, {
      "content-type": type,
    });
  const patchFlow = async (body: unknown): Promise<Answer> =>
    send("PATCH", `${flowservice}/flows/${pipeline.flowId}`, body, {
      "if-match": (await flowItem()).etag,
    });
  const patchSchema = (body: unknown): Promise<Answer> =>
    send("PATCH", `${registry}/tenant/schemas/${encodeURIComponent(pipeline.schemaId)}`, body);

  const patchers: Record<string, (body: unknown) => Promise<Answer>> = {
    "the registry": patchSchema,
    Catalog: (body) => patchDataset(body, jsonPatch),
    "Flow Service": patchFlow,
  };
  const isOwnAnswer = ({ status, body }: Answer): void => {
    expect({ status, title: String(body.title) }).toEqual({
      status: 400,
      title: expect.not.stringContaining("emulator failed"),
    });
  };

  describe.each(Object.keys(patchers))("as a JSON Patch for %s", (service) => {
    const patch = (body: unknown): Promise<Answer> =>
      patchers[service]?.(body) ?? Promise.reject(new Error(service));

    it.each([
      ["a path without a slash", [{ op: "add", path: "title", value: 1 }]],
      ["a path below a text", [{ op: "add", path: "/name/x", value: 1 }]],
      ["a path below a title", [{ op: "add", path: "/title/x", value: 1 }]],
      ["a path below a reference", [{ op: "add", path: "/allOf/0/$ref/x", value: 1 }]],
      ["a path below a name", [{ op: "add", path: "/transformations/0/name/x", value: 1 }]],
      ["a prototype", [{ op: "add", path: "/name/__proto__/state", value: 1 }]],
      ["a prototype of the whole", [{ op: "add", path: "/__proto__", value: { a: 1 } }]],
      ["the whole", [{ op: "replace", path: "", value: {} }]],
      ["a path that is a number", [{ op: "add", path: 5, value: 1 }]],
      ["no path", [{ op: "add", value: 1 }]],
      ["no value", [{ op: "add", path: "/description" }]],
      ["an unknown operation", [{ op: "zap", path: "/description", value: 1 }]],
      ["an inherited name", [{ op: "remove", path: "/toString" }]],
      ["the length of a list", [{ op: "replace", path: "/allOf/length", value: 0 }]],
      ["a text for an operation", ["add"]],
      ["null for an operation", [null]],
      ["an object for a list", { op: "add", path: "/description", value: "x" }],
      ["a number", 5],
    ])("refuses %s", async (_what, body) => {
      isOwnAnswer(await patch(body));
    });

    it("never fails, whatever the patch", async () => {
      const segment = fc.oneof(
        fc.constantFrom("name", "title", "tags", "allOf", "transformations", "0", "-", "$ref"),
        fc.string({ maxLength: 4 }),
      );
      const pointer = fc.oneof(
        fc.array(segment, { maxLength: 4 }).map((parts) => parts.map((one) => `/${one}`).join("")),
        fc.jsonValue(),
      );
      const operation = fc.record(
        {
          op: fc.constantFrom("add", "remove", "replace", "move", "copy", "test", "x"),
          path: pointer,
          from: pointer,
          value: fc.jsonValue(),
        },
        { requiredKeys: ["op"] },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 3 }), async (body) => {
          expect((await patch(body)).status).toBeLessThan(500);
        }),
        { numRuns: 150 },
      );
    }, 60_000);
  });

  it.each<[string, unknown, string]>([
    ["a JSON Patch as a merge", [{ op: "add", path: "/description", value: "x" }], merge],
    ["an object as a JSON Patch", { description: "x" }, jsonPatch],
    ["a text", "x", merge],
    ["a name of null", { name: null }, merge],
    ["a name that is a number", { name: 5 }, merge],
    ["tags that are a number", { tags: 5 }, merge],
    ["a tag that is no list", { tags: { mine: "x" } }, merge],
    ["a patched name that is a number", [{ op: "replace", path: "/name", value: 5 }], jsonPatch],
  ])("is refused by Catalog: %s, and changes nothing", async (_what, body, type) => {
    const before = await dataset();
    isOwnAnswer(await patchDataset(body, type));
    if (type === merge) isOwnAnswer(await patchDataset(body, type, true));
    expect(await dataset()).toEqual(before);
  });

  it.each([
    ["a field no dataflow has", [{ op: "add", path: "/zork", value: 1 }], "FLOW-1455-400"],
    ["a field without a name", [{ op: "add", path: "/", value: 1 }], "FLOW-1455-400"],
    [
      "a number for the transformations",
      [{ op: "replace", path: "/transformations", value: 5 }],
      "FLOW-1100-400",
    ],
    [
      "a number among the transformations",
      [{ op: "add", path: "/transformations/-", value: 5 }],
      "FLOW-1100-400",
    ],
    ["a number for the name", [{ op: "replace", path: "/name", value: 5 }], "FLOW-1100-400"],
    ["no name", [{ op: "remove", path: "/name" }], "FLOW-1100-400"],
  ])("is refused by Flow Service: %s, and changes nothing", async (_what, body, code) => {
    const before = await flowItem();
    const answer = await patchFlow(body);
    expect([answer.status, String(answer.body.type)]).toEqual([400, expect.stringContaining(code)]);
    expect(await flowItem()).toEqual(before);
  });
});

describe("a content type", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.close());

  const documented = {
    type: "/placeholder/type/uri",
    status: 400,
    title: "BadRequestError",
    detail: "A valid content-type must be specified",
  };
  const calls = [
    ["POST", `${registry}/tenant/schemas`],
    ["POST", `${catalog}/dataSets`],
    ["PATCH", `${flowservice}/flows/none`],
    ["POST", "/data/foundation/conversion/mappingSets"],
    ["POST", "/data/core/idnamespace/identities"],
  ] as const;
  const unusable = ["", "foo", ";", "/"];
  const other = ["text/plain", "application/json-patch+json", "application/jsonx"];

  it.each(calls.flatMap((call) => [...unusable, ...other].map((type) => [...call, type] as const)))(
    "of a body for %s %s is refused when it is %j",
    async (method, path, type) => {
      const { status, body } = await client.call(method, path, {
        body: "{}",
        headers: { "content-type": type },
      });
      expect([status, body]).toEqual([400, documented]);
    },
  );

  it("may have parameters and any case", async () => {
    const { body } = await client.call("POST", `${catalog}/dataSets`, {
      body: "{}",
      headers: { "content-type": "Application/JSON; charset=utf-8" },
    });
    expect(body.detail).toMatch(/schemaRef/u);
  });

  it.each(unusable)("%j is not looked at before the token", async (type) => {
    const { status, body } = await client.bare("POST", `${catalog}/dataSets`, {
      body: "{}",
      headers: { "content-type": type },
    });
    expect([status, body.error_code]).toEqual([403, "403010"]);
  });

  it.each(unusable)(
    "%j without a body, or where nobody listens, is not looked at",
    async (type) => {
      const headers = { "content-type": type };
      const action = `${flowservice}/flows/none/action?op=enable`;
      expect((await client.call("POST", action, { headers })).status).toBe(404);
      expect((await client.call("POST", "/data/none", { headers, body: "{}" })).status).toBe(404);
      expect((await client.bare("POST", "/collection/none", { headers, body: "{}" })).status).toBe(
        404,
      );
      expect((await client.bare("POST", "/ims/token/v3", { headers, body: "a=b" })).status).toBe(
        400,
      );
    },
  );

  it("is asked for in each request of a multi-request too", async () => {
    const { body } = await client.call("POST", `${catalog}/`, {
      body: [
        {
          id: "a",
          method: "POST",
          resource: "/dataSets",
          body: {},
          headers: { "content-type": "text/plain" },
        },
      ],
    });
    expect(body[0]).toEqual({ id: "a", code: 400, body: documented });
  });
});

it("answers a path that is no URL as the gateway, with x-request-id", async () => {
  const client = await startClient();
  try {
    const { status, body, headers } = await client.call(
      "GET",
      `${registry}/tenant/schemas/%E0%A4%A`,
    );
    expect([status, body]).toEqual([400, { error_code: "400000", message: expect.any(String) }]);
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/u);
    const log = await client.bare("GET", "/_emulator/requests");
    expect(log.body.at(-1)).toMatchObject({
      status: 400,
      path: expect.stringContaining("%E0%A4%A"),
    });
  } finally {
    await client.close();
  }
});
