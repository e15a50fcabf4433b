import {
  code,
  conversion,
  flowservice,
  identities,
  registry,
  type ApiResponse,
} from "./support/client";
import { useEmulator, withEmulator } from "./support/emulator";
import {
  contentType,
  inletPath,
  lakeSpec,
  makeHttpApiFlow,
  makePipeline,
  postRecord,
  record,
  rowsOf,
  xdmFlowSpec,
  tenant,
  title,
  type Pipeline,
} from "./support/objects";
import { makeDescriptor, one, patch } from "./support/registry";

describe("what every service rejects", () => {
  const client = useEmulator();
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await makePipeline(client);
  });

  const post = (path: string, body: unknown): Promise<ApiResponse> =>
    client.call("POST", path, {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });

  it("a descriptor of an unknown type", async () => {
    const response = await makeDescriptor(client, {
      "@type": "xdm:descriptorZork",
      "xdm:sourceSchema": pipeline.schemaId,
    });
    expect(code(response)).toEqual([400, "XDM-1706-400"]);
    expect(response.body.detail).toContain("xdm:descriptorIdentity");
  });

  it("a descriptor that is not an object", async () => {
    expect(code(await post(`${registry}/tenant/descriptors`, []))).toEqual([400, "XDM-1706-400"]);
  });

  it("a field group that leaves the class of a schema that has it", async () => {
    const path = "/meta:intendedToExtend";
    const profile = "https://ns.adobe.com/xdm/context/profile";
    const change = (value: readonly string[]): Promise<ApiResponse> =>
      patch(client, "fieldgroups", pipeline.groupId, { op: "replace", path, value });
    const { body } = await client.call("GET", one("fieldgroups", pipeline.groupId), {
      headers: { accept: "application/vnd.adobe.xed+json; version=1" },
    });
    const intended: string[] = body["meta:intendedToExtend"];
    expect(code(await change([profile]))).toEqual([400, "XDM-1701-400"]);
    expect((await change([...intended, profile])).status).toBe(200);
  });

  it.each([
    [{ title: 5 }],
    [{ allOf: 5 }],
    [{ allOf: [null] }],
    [{ definitions: 5 }],
    [{ definitions: { customFields: 5 } }],
    [{ definitions: { customFields: { properties: 5 } } }],
    [{ "meta:intendedToExtend": "x" }],
  ])("a field group with %j", async (more) => {
    const body = {
      type: "object",
      title: title("Odd"),
      "meta:intendedToExtend": ["https://ns.adobe.com/xdm/context/experienceevent"],
      ...more,
    };
    expect((await post(`${registry}/tenant/fieldgroups`, body)).status).toBe(400);
  });

  const set = (more: object = {}): object => ({
    outputSchema: { schemaRef: { id: pipeline.schemaId, contentType } },
    mappings: [{ sourceType: "STATIC", source: "x", destination: "eventType" }],
    ...more,
  });

  it.each([
    ["null for a mapping", { mappings: [null] }],
    ["a text for the mappings", { mappings: "x" }],
    ["a number for the name", { name: 5 }],
    ["a list for the schema", { outputSchema: [] }],
    ["a schema that is not there", { outputSchema: { schemaRef: { id: "https://none" } } }],
  ])("a mapping set with %s, made or validated", async (_what, more) => {
    const responses = [
      await post(`${conversion}/mappingSets`, set(more)),
      await post(`${conversion}/mappingSets/validate`, set(more)),
    ];
    expect(responses.map(code)).toEqual([
      [400, "DATAPREP-3001-400"],
      [400, "DATAPREP-3001-400"],
    ]);
  });

  it("a mapping that is not an object", async () => {
    const path = `${conversion}/mappingSets/${pipeline.mappingId}/mappings`;
    expect(code(await post(path, 5))).toEqual([400, "DATAPREP-3001-400"]);
  });

  it.each([{ params: 7 }, { data: 5 }, { name: 5 }, { connectionSpec: "x" }])(
    "a target connection with %j",
    async (more) => {
      const body = {
        name: title("T"),
        connectionSpec: lakeSpec,
        data: { format: "json" },
        ...more,
      };
      expect(code(await post(`${flowservice}/targetConnections`, body))).toEqual([
        400,
        "FLOW-1100-400",
      ]);
    },
  );

  it.each(["limit=x", "limit=-1", "limit=0", "limit=1.5", "continuationToken=junk"])(
    "a list of dataflows with %s",
    async (query) => {
      expect(code(await client.call("GET", `${flowservice}/flows?${query}`))).toEqual([
        400,
        "FLOW-1100-400",
      ]);
    },
  );

  it.each([[[]], ["x"], [{ queryString: 5 }], [{ limit: -1 }]])("a search by %j", async (body) => {
    expect(code(await post(`${flowservice}/flows/search`, body))).toEqual([400, "FLOW-1100-400"]);
  });

  it.each([[[]], [{ name: "N", code: "N", idType: "EMAIL", description: 5 }]])(
    "a namespace of %j",
    async (body) => {
      expect((await post(identities, body)).status).toBe(400);
    },
  );

  it("a dataflow on a source whose base connection is gone", async () => {
    const { flowId } = await makeHttpApiFlow(client, pipeline.datasetId);
    const at = `${flowservice}/flows/${flowId}`;
    const { body } = await client.call("GET", at);
    const { sourceConnectionIds, targetConnectionIds } = body.items[0];
    const [source] = body.items[0].inheritedAttributes.sourceConnections;
    const base = `${flowservice}/connections/${source.baseConnection.id}`;
    expect(code(await client.call("DELETE", base))).toEqual([400, "FLOW-1418-400"]);
    expect((await client.call("DELETE", at)).status).toBe(204);
    expect((await client.call("DELETE", base)).status).toBe(204);
    const flow = {
      name: title("F"),
      flowSpec: xdmFlowSpec,
      sourceConnectionIds,
      targetConnectionIds,
    };
    expect(code(await post(`${flowservice}/flows`, flow))).toEqual([400, "FLOW-1411-400"]);
  });
});

it("names a rejected Accept as the older registry does, by assumption", async () => {
  await withEmulator({ assume: { "registry-accept": "406" } }, async (client) => {
    const response = await client.call("GET", `${registry}/tenant/schemas`);
    expect([...code(response), response.body.title]).toEqual([
      406,
      "NotAcceptableError",
      "NotAcceptableError",
    ]);
  });
});

it("counts a record only once it can be seen", async () => {
  let now = Date.parse("2026-05-01T00:00:00Z");
  await withEmulator({ ingestMs: 1000, now: () => now }, async (client) => {
    const pipeline = await makePipeline(client);
    const inlet = await inletPath(client, pipeline.flowId);
    const send = (id: string): Promise<ApiResponse> =>
      client.bare("POST", inlet, {
        body: record(id),
        headers: { "x-adobe-flow-id": pipeline.flowId },
      });
    const seen = async (): Promise<unknown> => {
      const { rows, total } = await rowsOf(client, pipeline.datasetId);
      const { body } = await client.bare("GET", "/_emulator/state");
      const { datasets } = body.sandboxes.find((box: { name: string }) => box.name === "dev");
      return [rows.length, total.rows, datasets[0].total, datasets[0].latest.length];
    };
    await send("first");
    expect(await seen()).toEqual([0, 0, 0, 0]);
    now += 600;
    await send("second");
    now += 600;
    expect(await seen()).toEqual([1, 1, 1, 1]);
    const path = `/_emulator/datasets/${pipeline.datasetId}/rows?limit=1`;
    expect((await client.bare("GET", path)).body.rows).toEqual([
      expect.objectContaining({ _id: "first" }),
    ]);
    now += 600;
    expect(await seen()).toEqual([2, 2, 2, 2]);
  });
});

it.each([
  ["1e400", undefined],
  ["Infinity", undefined],
  ["0x10", undefined],
  ["0b1", undefined],
  [" 12 ", 12],
  ["-1.5e1", -15],
  [".5e1", 5],
])("makes %j the whole number %j of a row, or nothing", async (text, number) => {
  await withEmulator({}, async (client) => {
    const pipeline = await makePipeline(client);
    await postRecord(client, pipeline.flowId, record("a", { count: text }));
    const { rows } = await rowsOf(client, pipeline.datasetId);
    expect(rows[0][tenant].chat.count).toBe(number);
  });
});
