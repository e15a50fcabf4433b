import { catalog, code, conversion, flowservice, type ApiResponse } from "../../support/client";
import { withEmulator } from "../../support/emulator";
import { useFlowService } from "../../support/flowService";
import {
  eventMappings,
  makeConnections,
  makeDataset,
  makeFieldGroup,
  makeMapping,
  makePipeline,
  makeSchema,
  streamingFlowSpec,
  title,
} from "../../support/objects";

describe("Flow Service", () => {
  const { client, now, settle, item, patch, post } = useFlowService();

  describe("a dataflow", () => {
    const parts = async (mappings = eventMappings): Promise<{ body: any; mappingId: string }> => {
      const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
      const datasetId = await makeDataset(client, schemaId);
      const { source, target } = await makeConnections(client, schemaId, datasetId);
      const mappingId = await makeMapping(client, schemaId, mappings);
      return {
        mappingId,
        body: {
          name: title("F"),
          flowSpec: streamingFlowSpec,
          sourceConnectionIds: [source],
          targetConnectionIds: [target],
          transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
        },
      };
    };

    it("is initializing at first, and enabled with a streaming endpoint after a moment; the first etag is stale by then", async () => {
      const { body } = await parts();
      const made = await post("flows", body);
      expect(made.status).toBe(201);
      expect(made.body).toEqual({ id: expect.any(String), etag: expect.any(String) });
      const early = await item(`flows/${made.body.id}`);
      expect([early.state, "inletUrl" in early.options, early.etag]).toEqual([
        "initializing",
        false,
        made.body.etag,
      ]);
      settle();
      const later = await item(`flows/${made.body.id}`);
      expect(later).toMatchObject({
        state: "enabled",
        options: { inletUrl: expect.stringMatching(/\/collection\/[0-9a-f]{64}$/u) },
        inheritedAttributes: {
          properties: { isSourceFlow: true },
          sourceConnections: [{ id: body.sourceConnectionIds[0] }],
          targetConnections: [{ id: body.targetConnectionIds[0] }],
        },
        runs: `/runs?property=flowId==${made.body.id}`,
        lastOperation: { operation: "enable" },
      });
      expect(later.etag).not.toBe(made.body.etag);
      expect(later.transformations[0].params.mappingVersion).toBe("0");
    });

    it.each([
      ["a mapping version that is not there", { params: { mappingVersion: 7 } }, "FLOW-1412-400"],
      ["a transformation of another name", { name: "mapping" }, "FLOW-1100-400"],
    ])("is rejected with %s", async (_what, change, expected) => {
      const { body, mappingId } = await parts();
      const { params, ...more } = change as { params?: object };
      const transformations = [
        { name: "Mapping", ...more, params: { mappingId, mappingVersion: 0, ...params } },
      ];
      expect(code(await post("flows", { ...body, transformations }))).toEqual([400, expected]);
    });

    it("is rejected with a mapping that does not validate", async () => {
      const { body } = await parts([
        { sourceType: "EXPRESSION", source: "nosuch()", destination: "_id" },
      ]);
      expect(code(await post("flows", body))).toEqual([400, "FLOW-1419-400"]);
    });

    it("is rejected when mapping and dataset have different schemas", async () => {
      const { body } = await parts();
      const other = await makeMapping(
        client,
        await makeSchema(client, [await makeFieldGroup(client)]),
        eventMappings,
      );
      const transformations = [
        { name: "Mapping", params: { mappingId: other, mappingVersion: 0 } },
      ];
      expect(code(await post("flows", { ...body, transformations }))).toEqual([
        400,
        "FLOW-1425-400",
      ]);
    });

    it("may be a draft that is published", async () => {
      const { body } = await parts();
      const { body: made } = await post("flows?mode=draft", body);
      expect((await item(`flows/${made.id}`)).state).toBe("draft");
      await post(`flows/${made.id}/action?op=publish`);
      settle();
      expect((await item(`flows/${made.id}`)).state).toBe("enabled");
    });

    it("is changed only with its latest etag, including the quotes", async () => {
      const { flowId, mappingId } = await makePipeline(client);
      settle();
      const at = `flows/${flowId}`;
      const rename = [{ op: "replace", path: "/name", value: "new" }];
      expect(code(await client.call("PATCH", `${flowservice}/${at}`, { body: rename }))).toEqual([
        400,
        "FLOW-1403-400",
      ]);
      expect(code(await patch(at, rename, '"old"'))).toEqual([412, "FLOW-1404-412"]);
      const { etag } = await item(at);
      expect(code(await patch(at, rename, etag.replaceAll('"', "")))).toEqual([
        412,
        "FLOW-1404-412",
      ]);
      const done = await patch(at, rename);
      expect([done.status, done.body.id]).toEqual([200, flowId]);
      expect(done.body.etag).not.toBe(etag);
      expect(await item(at)).toMatchObject({ name: "new", etag: done.body.etag });
      await client.call("PUT", `${conversion}/mappingSets/${mappingId}`, {
        body: (await client.call("GET", `${conversion}/mappingSets/${mappingId}`)).body,
      });
      const remap = [
        {
          op: "REPLACE",
          path: "/transformations/0",
          value: { name: "Mapping", params: { mappingId, mappingVersion: 1 } },
        },
      ];
      expect((await patch(at, remap)).status).toBe(200);
      expect((await item(at)).transformations[0].params.mappingVersion).toBe("1");
    });

    it.each([
      [[{ op: "move", from: "/name", path: "/x" }], "FLOW-1434-400"],
      [[{ op: "replace", path: "/nothing", value: 1 }], "FLOW-1455-400"],
      [[{ op: "replace", path: "/sourceConnectionIds/0", value: "x" }], "FLOW-1455-400"],
      [[], "FLOW-1405-400"],
    ])("rejects the patch %j", async (operations, expected) => {
      const { flowId } = await makePipeline(client);
      settle();
      expect(code(await patch(`flows/${flowId}`, operations))).toEqual([400, expected]);
    });

    it("rejects changes while an operation is in flight", async () => {
      const { flowId } = await makePipeline(client);
      const at = `flows/${flowId}`;
      const rename = [{ op: "replace", path: "/name", value: "new" }];
      const remove = (): Promise<ApiResponse> => client.call("DELETE", `${flowservice}/${at}`);
      expect(code(await patch(at, rename))).toEqual([400, "FLOW-1417-400"]);
      expect(code(await remove())).toEqual([400, "FLOW-1417-400"]);
      expect(code(await post(`${at}/action?op=disable`))).toEqual([400, "FLOW-1422-400"]);
      settle();
      expect((await post(`${at}/action?op=DISABLE`)).body).toEqual({
        id: flowId,
        etag: expect.any(String),
      });
      expect(code(await patch(at, rename))).toEqual([400, "FLOW-1420-400"]);
      expect(code(await remove())).toEqual([400, "FLOW-1416-400"]);
      settle();
      expect((await item(at)).state).toBe("disabled");
      await post(`${at}/action?op=enable&subOp=APPLY`);
      expect(code(await patch(at, rename))).toEqual([400, "FLOW-1420-400"]);
      settle();
      expect((await item(at)).state).toBe("enabled");
    });

    it("rejects changes while it is updating or being deleted, where that takes a moment", async () => {
      await withEmulator(
        {
          settleMs: 1000,
          now,
          assume: { "flow-update": "transition", "flow-delete": "finalizing" },
        },
        async (slow) => {
          const { flowId } = await makePipeline(slow);
          settle();
          const at = `${flowservice}/flows/${flowId}`;
          const rename = async (): Promise<ApiResponse> =>
            slow.call("PATCH", at, {
              body: [{ op: "replace", path: "/name", value: "new" }],
              headers: { "if-match": (await slow.call("GET", at)).body.items[0].etag },
            });
          const remove = (): Promise<ApiResponse> => slow.call("DELETE", at);
          const disable = (): Promise<ApiResponse> => slow.call("POST", `${at}/action?op=disable`);
          expect((await rename()).status).toBe(200);
          expect(code(await rename())).toEqual([400, "FLOW-1420-400"]);
          expect(code(await disable())).toEqual([400, "FLOW-1421-400"]);
          expect(code(await remove())).toEqual([400, "FLOW-1416-400"]);
          settle();
          expect((await remove()).status).toBe(204);
          expect(code(await rename())).toEqual([400, "FLOW-1457-400"]);
          expect(code(await remove())).toEqual([400, "FLOW-1458-400"]);
          expect(code(await disable())).toEqual([400, "FLOW-1422-400"]);
          settle();
          expect((await slow.call("GET", at)).status).toBe(404);
        },
      );
    });

    it.each([
      ["finalize", "FLOW-1402-400"],
      ["enable&subOp=PROGRESS", "FLOW-1436-400"],
      ["explode", "FLOW-1434-400"],
    ])("rejects the action %s", async (op, expected) => {
      const { flowId } = await makePipeline(client);
      settle();
      expect(code(await post(`flows/${flowId}/action?op=${op}`))).toEqual([400, expected]);
    });

    it("is deleted with 204, and only then can its connections be", async () => {
      const { flowId, source, target, datasetId } = await makePipeline(client);
      settle();
      const remove = (path: string): Promise<ApiResponse> =>
        client.call("DELETE", `${flowservice}/${path}`);
      expect(code(await remove(`sourceConnections/${source}`))).toEqual([400, "FLOW-1447-400"]);
      expect(code(await remove(`targetConnections/${target}`))).toEqual([400, "FLOW-1447-400"]);
      expect((await client.call("DELETE", `${catalog}/dataSets/${datasetId}`)).status).toBe(200);
      const deleted = await remove(`flows/${flowId}`);
      expect([deleted.status, deleted.body]).toEqual([204, undefined]);
      expect(code(await client.call("GET", `${flowservice}/flows/${flowId}`))).toEqual([
        404,
        "FLOW-1439-404",
      ]);
      expect((await remove(`sourceConnections/${source}`)).status).toBe(204);
      expect((await remove(`targetConnections/${target}`)).status).toBe(204);
      expect((await remove(`flows/${flowId}`)).status).toBe(404);
    });
  });
});
