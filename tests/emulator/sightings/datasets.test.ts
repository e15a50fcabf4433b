import { catalog } from "../support/client";
import { useEmulator, withEmulator } from "../support/emulator";
import {
  contentType,
  makeDataset,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
} from "../support/objects";
import { identity, joinUnion, makeDescriptor } from "../support/registry";
import { get, post } from "../support/sightings";

/** AdobeDocs/platform-learn.en shows a dataset as Catalog returned it (module5.1/ex8.md). */
describe("platform-learn: a dataset as it is read", () => {
  const client = useEmulator();

  async function read(id: string): Promise<any> {
    return (await get(client, `${catalog}/dataSets/${id}`)).body[id];
  }

  async function make(schemaId: string, more: object = {}): Promise<any> {
    const schemaRef = { id: schemaId, contentType };
    const { body } = await post(client, `${catalog}/dataSets`, { schemaRef, ...more });
    return read(String(body[0]).replace("@/dataSets/", ""));
  }

  async function unionSchema(): Promise<string> {
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    await makeDescriptor(client, identity(schemaId));
    await joinUnion(client, schemaId);
    return schemaId;
  }

  it("has a table with the dataset's name, and with more only where that is taken", async () => {
    const name = "Demo System - Event Dataset for Website (Global v1.1)";
    const schemaId = await makeSchema(client, []);
    const table = "demo_system_event_dataset_for_website_global_v1_1";
    const tablesOf = ({ tags }: any) => tags["adobe/pqs/table"];
    expect(tablesOf(await make(schemaId, { name }))).toEqual([table]);
    expect(tablesOf(await make(schemaId, { name }))).toEqual([
      expect.stringMatching(new RegExp(`^${table}_[0-9a-f]{4}$`)),
    ]);
  });

  it("has the partitions of a time series in its tags", async () => {
    const { tags } = await make(await makeSchema(client, []), { name: "Partitions" });
    expect(tags).toMatchObject({
      "aep/siphon/partitions": ["_ACP_DATE", "_ACP_BATCHID"],
      "adobe/siphon/partition/definition": ["day(timestamp, _ACP_DATE)", "identity(_ACP_BATCHID)"],
    });
  });

  it("has no partitions when its schema is of records", async () => {
    const { body } = await post(client, "/data/foundation/schemaregistry/tenant/schemas", {
      type: "object",
      title: "People",
      description: "",
      allOf: [{ $ref: "https://ns.adobe.com/xdm/context/profile" }],
    });
    const { tags } = await make(body.$id, { name: "People" });
    expect(tags).not.toHaveProperty("aep/siphon/partitions");
  });

  it("has tags that say how its records are validated", async () => {
    const { tags } = await make(await makeSchema(client, []), { name: "Validation" });
    expect(tags).toMatchObject({
      acp_validationContext: ["enabled"],
      acp_granular_validation_flags: ["requiredFieldCheck:enabled"],
    });
  });

  it("has the time at which it was enabled for Profile, and keeps it", async () => {
    const made = await make(await unionSchema(), {
      name: "Profile",
      tags: { unifiedProfile: ["enabled:true"] },
    });
    const since = [
      "enabled:true",
      expect.stringMatching(/^enabledAt:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    ];
    expect(made.tags.unifiedProfile).toEqual(since);
    const [id = ""] = Object.keys((await get(client, `${catalog}/dataSets?name=Profile`)).body);
    await client.call("PATCH", `${catalog}/dataSets/${id}`, { body: { description: "other" } });
    expect((await read(id)).tags.unifiedProfile).toEqual(made.tags.unifiedProfile);
  });

  it("is not validated for Profile, even with Profile enabled (also AEP-MCP_SERVER)", async () => {
    const made = await make(await unionSchema(), {
      name: "Flags",
      tags: { unifiedProfile: ["enabled:true"] },
    });
    expect(made.tags.acp_granular_plugin_validation_flags).toEqual([
      "identity:enabled",
      "profile:disabled",
    ]);
  });

  it("is of parquet files, unless the caller says otherwise", async () => {
    const schemaId = await makeSchema(client, []);
    expect((await make(schemaId, { name: "Files" })).fileDescription).toEqual({
      format: "parquet",
    });
  });

  it("has the number of its rows below its extensions", async () => {
    const { datasetId, flowId } = await makePipeline(client);
    await postRecord(client, flowId, record("one"));
    await postRecord(client, flowId, record("two"));
    expect((await read(datasetId)).extensions).toMatchObject({
      adobe_unifiedProfile: {},
      adobe_lakeHouse: { metrics: { rowCount: 2, asOf: expect.any(Number) } },
    });
  });

  it("has a view with an id of its own", async () => {
    const id = await makeDataset(client, await makeSchema(client, []));
    const { viewId } = await read(id);
    expect(viewId).toMatch(/^[0-9a-f]{24}$/);
    expect(viewId).not.toBe(id);
  });

  it.each([undefined, "DRAFT"])("is ACTIVE, or as assumed (%j)", async (state) => {
    const assume = state === undefined ? {} : { "dataset-state": state };
    await withEmulator({ assume }, async (own) => {
      const id = await makeDataset(own, await makeSchema(own, []));
      const { body } = await get(own, `${catalog}/dataSets/${id}`);
      expect(body[id].state).toBe(state ?? "ACTIVE");
    });
  });
});

describe("AEP-MCP_SERVER, qa-master: the tags of a dataset", () => {
  const client = useEmulator();

  it("are looked up alone, keyed by the dataset's id", async () => {
    const id = await makeDataset(client, await makeSchema(client, []));
    const { body } = await get(client, `${catalog}/dataSets/${id}?properties=tags`);
    expect(body).toEqual({ [id]: { tags: expect.any(Object) } });
  });

  it("can be sent as they were read, with more", async () => {
    const id = await makeDataset(client, await makeSchema(client, []));
    const { body } = await get(client, `${catalog}/dataSets/${id}?properties=tags`);
    const flags = ["identity:enabled", "profile:enabled"];
    const tags = { ...body[id].tags, acp_granular_plugin_validation_flags: flags };
    const { status } = await client.call("PATCH", `${catalog}/dataSets/${id}`, { body: { tags } });
    expect(status).toBe(200);
    const after = await get(client, `${catalog}/dataSets/${id}?properties=tags`);
    expect(after.body[id].tags).toEqual(tags);
  });
});

it("Focus-GTS: DELETE of a dataset that does not exist returns 404 NotFoundError", async () => {
  await withEmulator({}, async (client) => {
    const { status, body } = await client.call("DELETE", `${catalog}/dataSets/${"0".repeat(24)}`);
    expect([status, body.title]).toEqual([404, "NotFoundError"]);
  });
});
