import fc from "fast-check";

import { runsFull } from "../../support/full";
import { catalog, flowservice, registry, type ApiResponse } from "../support/client";
import { useEmulator } from "../support/emulator";
import { makeDataset, makeFieldGroup, makePipeline, makeSchema } from "../support/objects";

const merge = "application/json";
const jsonPatch = "application/json-patch+json";

/** A kind of object: how to make one, and how to patch it by its id. */
interface Patched {
  make(): Promise<string>;
  patch(body: unknown, id: string): Promise<ApiResponse>;
}

describe("a body that does not fit", () => {
  const client = useEmulator();

  const send = (
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiResponse> =>
    client.call(method, path, {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  const flowItem = async (flowId: string): Promise<any> =>
    (await client.call("GET", `${flowservice}/flows/${flowId}`)).body.items[0];
  const datasetPath = (datasetId: string): string => `${catalog}/dataSets/${datasetId}`;
  const dataset = async (datasetId: string): Promise<any> =>
    (await client.call("GET", datasetPath(datasetId))).body[datasetId];
  const patchDataset = (body: unknown, type: string, path: string): Promise<ApiResponse> =>
    send("PATCH", path, body, { "content-type": type });
  const patchFlow = async (body: unknown, flowId: string): Promise<ApiResponse> =>
    send("PATCH", `${flowservice}/flows/${flowId}`, body, {
      "if-match": (await flowItem(flowId)).etag,
    });
  const patchSchema = (body: unknown, schemaId: string): Promise<ApiResponse> =>
    send("PATCH", `${registry}/tenant/schemas/${encodeURIComponent(schemaId)}`, body);

  const services = {
    "the registry": {
      make: async () => makeSchema(client, [await makeFieldGroup(client)]),
      patch: patchSchema,
    },
    Catalog: {
      make: async () => makeDataset(client, await makeSchema(client, [])),
      patch: (body, id) => patchDataset(body, jsonPatch, datasetPath(id)),
    },
    "Flow Service": { make: async () => (await makePipeline(client)).flowId, patch: patchFlow },
  } satisfies Record<string, Patched>;

  const isRejected = ({ status, body }: ApiResponse): void => {
    expect({ status, title: String(body.title) }).toEqual({
      status: 400,
      title: expect.not.stringContaining("emulator failed"),
    });
  };

  describe.each(Object.entries(services))("as a JSON Patch for %s", (_service, { make, patch }) => {
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
    ])("rejects %s", async (_what, body) => {
      isRejected(await patch(body, await make()));
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
          // A patch that fits can remove what the next one needs, so each has an object of its own.
          expect((await patch(body, await make())).status).toBeLessThan(500);
        }),
        { numRuns: runsFull ? 300 : 20 },
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
    ["a tag that is not a list", { tags: { mine: "x" } }, merge],
    ["a patched name that is a number", [{ op: "replace", path: "/name", value: 5 }], jsonPatch],
  ])("is rejected by Catalog: %s, and changes nothing", async (_what, body, type) => {
    const id = await makeDataset(client, await makeSchema(client, []));
    const before = await dataset(id);
    isRejected(await patchDataset(body, type, datasetPath(id)));
    if (type === merge)
      isRejected(
        await patchDataset(body, type, datasetPath(id).replace("/catalog/", "/catalog/v2/")),
      );
    expect(await dataset(id)).toEqual(before);
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
  ])("is rejected by Flow Service: %s, and changes nothing", async (_what, body, code) => {
    const { flowId } = await makePipeline(client);
    const before = await flowItem(flowId);
    const response = await patchFlow(body, flowId);
    expect([response.status, String(response.body.type)]).toEqual([
      400,
      expect.stringContaining(code),
    ]);
    expect(await flowItem(flowId)).toEqual(before);
  });
});
