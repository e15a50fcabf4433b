import { code, flowservice, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import {
  eventMappings,
  makeConnections,
  makeDataset,
  makeFieldGroup,
  makeMapping,
  makeSchema,
  title,
} from "../../support/objects";

const mysql = {
  connectionSpec: { id: "26d738e0-8963-47ea-aadf-c60de735468a", version: "1.0" },
  data: { format: "tabular" },
  params: { tableName: "test1.Mytable", columns: [{ name: "Datefield", type: "string" }] },
};
const s3 = {
  connectionSpec: { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" },
  data: { format: "delimited" },
  params: { path: "/in/*.csv.pgp", type: "folder" },
};
const fromTables = "14518937-270c-4525-bdec-c2ba7cce3860";
const fromFiles = "9753525b-82c7-4dce-8a9b-5ccfce2b9876";
const delta = { name: "Datefield", dateFormat: "YYYY-MM-DD", timezone: "UTC" };
const copy = { name: "Copy", params: { deltaColumn: delta } };
const encryption = {
  name: "Encryption",
  params: { publicKeyId: "512e686e-543e-4354-bcba-e1403ddcc532" },
};

describe("the transformations of a batch dataflow", () => {
  let now = Date.parse("2026-05-01T00:00:00Z");
  const client = useEmulator({ settleMs: 1, now: () => now });
  const post = (path: string, body: object): Promise<ApiResponse> =>
    client.call("POST", `${flowservice}/${path}`, { body });

  const make = async (
    source: object,
    flowSpec: string,
    others: (mapping: object) => object[],
  ): Promise<ApiResponse> => {
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    const { target } = await makeConnections(client, schemaId, await makeDataset(client, schemaId));
    const { body } = await post("sourceConnections", { name: title("Source"), ...source });
    const mappingId = await makeMapping(client, schemaId, eventMappings);
    const made = await post("flows", {
      name: title("Batch"),
      flowSpec: { id: flowSpec, version: "1.0" },
      sourceConnectionIds: [body.id],
      targetConnectionIds: [target],
      transformations: others({ name: "Mapping", params: { mappingId, mappingVersion: 0 } }),
      scheduleParams: { startTime: "1612310466", frequency: "minute", interval: "15" },
    });
    now += 2;
    return made;
  };

  it.each<[string, object, string, (mapping: object) => object[], string[]]>([
    ["a table", mysql, fromTables, (mapping) => [copy, mapping], ["Copy", "Mapping"]],
    [
      "encrypted files",
      s3,
      fromFiles,
      (mapping) => [mapping, encryption],
      ["Mapping", "Encryption"],
    ],
  ])("are returned as they were sent, of %s", async (_, source, flowSpec, others, names) => {
    const made = await make(source, flowSpec, others);
    expect(made.status).toBe(201);
    const { body } = await client.call("GET", `${flowservice}/flows/${made.body.id}`);
    const { transformations } = body.items[0];
    expect(transformations.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(transformations).toContainEqual(source === mysql ? copy : encryption);
  });

  it.each<[string, object, string, object[]]>([
    ["of another name", mysql, fromTables, [{ name: "Filter", params: {} }]],
    ["of tables for files", s3, fromFiles, [copy]],
    ["of files for tables", mysql, fromTables, [encryption]],
    ["without a column", mysql, fromTables, [{ name: "Copy", params: {} }]],
    [
      "with a column that is not an object",
      mysql,
      fromTables,
      [{ name: "Copy", params: { deltaColumn: "Datefield" } }],
    ],
    [
      "with a number for a format",
      mysql,
      fromTables,
      [{ name: "Copy", params: { deltaColumn: { name: "a", dateFormat: 1 } } }],
    ],
    ["without a key", s3, fromFiles, [{ name: "Encryption", params: {} }]],
    ["that is there twice", mysql, fromTables, [copy, copy]],
  ])("reject one %s", async (_, source, flowSpec, others) => {
    const made = await make(source, flowSpec, (mapping) => [mapping, ...others]);
    expect(code(made)).toEqual([400, "FLOW-1100-400"]);
  });

  it("are checked in a change too", async () => {
    const { body } = await make(mysql, fromTables, (mapping) => [copy, mapping]);
    const { items } = (await client.call("GET", `${flowservice}/flows/${body.id}`)).body;
    const change = (value: unknown): Promise<ApiResponse> =>
      client.call("PATCH", `${flowservice}/flows/${body.id}`, {
        body: [{ op: "replace", path: "/transformations/0/params/deltaColumn/name", value }],
        headers: { "if-match": items[0].etag },
      });
    expect(code(await change(""))).toEqual([400, "FLOW-1100-400"]);
    expect((await change("TestID")).status).toBe(200);
  });
});
