import { conversion, flowservice, type ApiResponse } from "../support/client";
import { useStarted } from "../support/emulator";
import {
  chatlioSpec,
  inletPath,
  makePipeline,
  record,
  streamingFlowSpec,
} from "../support/objects";
import { etag, receipt, startPrinted, type Printed } from "../support/printedClient";

// The guides on dataflows that are there: update, draft, delete, monitor, sort and filter.
describe("as the guides print it", () => {
  const client = useStarted(startPrinted);

  const post = async (flowId: string, body: object): Promise<ApiResponse> =>
    client.bare("POST", await inletPath(client, flowId), {
      body,
      headers: { "content-type": "application/json", "x-adobe-flow-id": flowId },
    });
  const change = (flowId: string, version: string, operations: object[]): Promise<ApiResponse> =>
    client.plain("PATCH", `${flowservice}/flows/${flowId}`, operations, { "If-Match": version });

  it("update dataflows: name, description, schedule, then the mapping", async () => {
    const { flowId, mappingId } = await makePipeline(client);
    const first = await client.item(`flows/${flowId}`);
    const added = await change(flowId, first.etag, [
      { op: "add", path: "/description", value: "Old description" },
      { op: "add", path: "/scheduleParams", value: { startTime: "1612310466", frequency: "week" } },
    ]);
    const changed = await change(flowId, added.body.etag, [
      { op: "replace", path: "/scheduleParams/frequency", value: "day" },
      { op: "replace", path: "/name", value: "New name" },
      { op: "replace", path: "/description", value: "New description" },
    ]);
    expect([changed.status, changed.body]).toEqual([200, receipt]);
    expect(changed.body.etag).not.toBe(first.etag);
    await client.json("PUT", `${conversion}/mappingSets/${mappingId}`, {
      ...(await client.plain("GET", `${conversion}/mappingSets/${mappingId}?version=0`)).body,
    });
    const mapped = await change(flowId, changed.body.etag, [
      {
        op: "replace",
        path: "/transformations/0",
        value: { name: "Mapping", params: { mappingId, mappingVersion: 1 } },
      },
    ]);
    expect([mapped.status, mapped.body.id]).toEqual([200, flowId]);
    expect(await client.item(`flows/${flowId}`)).toMatchObject({
      name: "New name",
      description: "New description",
      scheduleParams: { startTime: "1612310466", frequency: "day" },
      version: mapped.body.etag,
      etag: mapped.body.etag,
      transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: "1" } }],
      lastOperation: {
        percentCompleted: 100,
        status: { value: "completed", errors: [] },
        operation: "update",
      },
    });
  });

  it("draft: made, given its mapping, published", async () => {
    const { mappingId, source, target } = await makePipeline(client);
    const made = await client.json("POST", `${flowservice}/flows?mode=draft`, {
      name: "Draft",
      sourceConnectionIds: [source],
      targetConnectionIds: [target],
      flowSpec: streamingFlowSpec,
    });
    expect([made.status, made.body]).toEqual([201, receipt]);
    const { id } = made.body;
    expect((await client.item(`flows/${id}`)).state).toBe("draft");
    const patched = await change(id, made.body.etag, [
      {
        op: "add",
        path: "/transformations",
        value: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
      },
    ]);
    expect([patched.status, patched.body]).toEqual([200, { id, etag }]);
    expect((await client.item(`flows/${id}`)).state).toBe("draft");
    const published = await client.plain("POST", `${flowservice}/flows/${id}/action?op=publish`);
    expect([published.status, published.body]).toEqual([200, { id, etag }]);
    const shown = await client.item(`flows/${id}`);
    expect([shown.state, typeof shown.options.inletUrl]).toEqual(["enabled", "string"]);
    expect((await post(id, record("from a draft"))).status).toBe(200);
  });

  it("draft: connections are published too", async () => {
    const { body } = await client.json("POST", `${flowservice}/sourceConnections?mode=draft`, {
      name: "Draft",
      connectionSpec: chatlioSpec,
      data: { format: "json" },
    });
    expect((await client.item(`sourceConnections/${body.id}`)).state).toBe("draft");
    const at = `${flowservice}/sourceConnections/${body.id}/action`;
    expect((await client.plain("POST", `${at}?op=publish`)).body).toEqual({ id: body.id, etag });
    expect((await client.item(`sourceConnections/${body.id}`)).state).toBe("enabled");
    expect((await client.plain("POST", `${at}?op=disable`)).status).toBe(400);
  });

  it("delete dataflows: 204 with no body, then 404", async () => {
    const { flowId } = await makePipeline(client);
    const deleted = await client.plain("DELETE", `${flowservice}/flows/${flowId}`);
    expect([deleted.status, deleted.body]).toEqual([204, undefined]);
    expect((await client.plain("GET", `${flowservice}/flows/${flowId}`)).status).toBe(404);
  });

  it("monitor: the run with its metrics, and the link to the rejected records", async () => {
    const { flowId, datasetId } = await makePipeline(client);
    await post(flowId, record("good"));
    await post(flowId, record("bad", { at: "no time" }));
    const { body } = await client.plain("GET", `${flowservice}/runs?property=flowId==${flowId}`);
    expect(body).toEqual({
      items: [
        expect.objectContaining({
          id: expect.any(String),
          flowId,
          etag,
          createdAt: expect.any(Number),
          updatedClient: expect.any(String),
          sandboxName: "dev",
          metrics: {
            durationSummary: {
              startedAtUTC: expect.any(Number),
              completedAtUTC: expect.any(Number),
            },
            sizeSummary: { inputBytes: expect.any(Number), outputBytes: expect.any(Number) },
            recordSummary: { inputRecordCount: 2, outputRecordCount: 1, failedRecordCount: 1 },
            fileSummary: expect.any(Object),
            statusSummary: {
              status: "success",
              errors: [{ code: expect.any(String), message: expect.any(String) }],
              activityRefs: ["promotionActivity"],
            },
          },
        }),
      ],
      _links: {},
    });
    const { inputBytes, outputBytes } = body.items[0].metrics.sizeSummary;
    expect(outputBytes).toBeLessThan(inputBytes);
    const { manifest } = body.items[0].activities[0].statusSummary.extensions;
    const file = new URL(manifest.failedRecords);
    const { body: files } = await client.plain("GET", `${file.pathname}${file.search}`);
    expect(files.data).toHaveLength(1);
    const { body: batches } = await client.plain(
      "GET",
      `/data/foundation/catalog/batches?dataSet=${datasetId}&status=failed`,
    );
    expect(Object.keys(batches)).toEqual([file.pathname.split("/").at(-2)]);
    expect((await client.item(`flows/${flowId}`)).lastRunDetails).toMatchObject({
      id: body.items[0].id,
      state: "success",
    });
  });

  describe("sort and filter", () => {
    let own: Printed;
    let ids: Record<string, string>;
    beforeAll(async () => {
      own = await startPrinted();
      const one = await makePipeline(own);
      const two = await makePipeline(own);
      ids = { one: one.flowId, two: two.flowId, source: one.source, lake: two.target };
      await own.json("POST", `${flowservice}/flows/${two.flowId}/action?op=disable`, undefined);
      const inlet = await inletPath(own, one.flowId);
      await own.bare("POST", inlet, {
        body: record("x", { at: "no time" }),
        headers: { "x-adobe-flow-id": one.flowId },
      });
    });
    afterAll(() => own.close());

    it.each([
      ["flows?orderby=name", ["one", "two"]],
      ["flows?orderby=+name", ["one", "two"]],
      ["flows?orderby=-name", ["two", "one"]],
      ["flows?property=state==enabled&orderby=createdAt", ["one"]],
      ["flows?property=state==enabled,disabled&orderby=name", ["one", "two"]],
      ["flows?property=id=={one},{two}&orderby=name", ["one", "two"]],
      ["flows?property=sourceConnectionIds[]=={source},6980696", ["one"]],
      ["flows?property=targetConnectionIds[]=={lake}", ["two"]],
      [`flows?property=flowSpec.id==${streamingFlowSpec.id}&property=state==disabled`, ["two"]],
      ["flows?property=transformations[].name==Mapping&property=id=={two}", ["two"]],
      ["flows?property=inheritedAttributes.properties.isDestinationFlow==true", []],
      ["flows?property=inheritedAttributes.targetConnections[].id=={lake}", ["two"]],
      [
        "flows?property=createdAt>1593134665781&property=createdAt<4102444800000&orderby=name",
        ["one", "two"],
      ],
      ["flows?property=description==Test%20description", []],
      ["sourceConnections?property=id=={source}", ["source"]],
      [
        `sourceConnections?property=connectionSpec.id==${chatlioSpec.id},849048&property=id=={source}`,
        ["source"],
      ],
      ["targetConnections?property=params.dataSetId!=none&property=id=={lake}", ["lake"]],
    ])("%s", async (query, expected) => {
      const path = query.replace(/\{(\w+)\}/gu, (_all, name: string) => ids[name] ?? "");
      const { status, body } = await own.plain("GET", `${flowservice}/${path}`);
      expect([status, body.items.map(({ id }: { id: string }) => id)]).toEqual([
        200,
        expected.map((name) => ids[name]),
      ]);
    });

    it.each([
      [
        "runs?property=flowId=={one}&property=metrics.durationSummary.startedAtUTC>1593134665781",
        1,
      ],
      [
        "runs?property=flowId=={one}&property=metrics.durationSummary.startedAtUTC<1593134665781",
        0,
      ],
      ["runs?property=flowId=={one}&property=metrics.statusSummary.status==Failed", 1],
      ["runs?property=flowId=={two}", 0],
      ["runs?property=state==inProgress", 0],
      ['connectionSpecs?property=attributes.category.categoryType="Marketing Automation"', 1],
      [`connectionSpecs?property=id==${chatlioSpec.id},9485095`, 1],
      ["flowSpecs?property=name==TestConn", 0],
    ])("%s returns %i", async (query, count) => {
      const path = query.replace(/\{(\w+)\}/gu, (_all, name: string) => ids[name] ?? "");
      const { body } = await own.plain("GET", `${flowservice}/${encodeURI(path)}`);
      expect(body.items).toHaveLength(count);
      const counted = await own.plain("GET", `${flowservice}/${encodeURI(path)}&count=true`);
      expect(counted.body).toEqual({ count });
    });
  });
});
