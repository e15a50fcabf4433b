import { emulatorCredentials } from "../../../emulator";
import { catalog, type ApiResponse, type Client } from "../support/client";
import { useEmulator, withEmulator } from "../support/emulator";
import {
  contentType,
  makeDataset,
  makeFieldGroup,
  makeHttpApiFlow,
  makeSchema,
  tenant,
  title,
} from "../support/objects";
import { identity, joinUnion, makeDescriptor } from "../support/registry";
import { get, post, type Row } from "../support/sightings";

const hygiene = "/data/core/hygiene/ttl";

async function expiration(client: Client, more: object): Promise<ApiResponse> {
  const datasetId = await makeDataset(client, await makeSchema(client, []));
  return post(client, hygiene, { datasetId, expiry: "2099-01-01", ...more });
}

const rows: readonly Row[] = [
  [
    "Focus-GTS: a path that no service has",
    [404, expect.stringContaining("<html>")],
    (client) => get(client, "/data/core/edge/datastreams"),
  ],
  [
    "Focus-GTS: the list of one's own sandboxes",
    [
      200,
      {
        sandboxes: expect.arrayContaining([
          expect.objectContaining({
            name: "dev",
            type: "development",
            state: "active",
            isDefault: false,
          }),
        ]),
      },
    ],
    (client) => get(client, "/data/foundation/sandbox-management/"),
  ],
  [
    "Focus-GTS: an expiration without displayName",
    [400, { message: "`displayName` is required." }],
    (client) => expiration(client, {}),
  ],
  [
    "Focus-GTS: a cancelled expiration stays visible",
    [200, { status: "cancelled" }],
    async (client) => {
      const { body } = await expiration(client, { displayName: "Gone" });
      await client.call("DELETE", `${hygiene}/${String(body.ttlId)}`);
      return get(client, `${hygiene}/${String(body.datasetId)}`);
    },
  ],
  [
    "AEP-Orchestration-Lab: a dataset made with the Profile tag and the table format",
    [201, [expect.stringMatching(/^@\/dataSets\//u)]],
    async (client) => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      await makeDescriptor(client, identity(schema));
      await joinUnion(client, schema);
      return post(
        client,
        `${catalog}/dataSets`,
        {
          name: title("Dataset"),
          schemaRef: { id: schema, contentType: "application/vnd.adobe.xed+json;version=1" },
          tags: {
            unifiedProfile: ["enabled:true"],
            "adobe/siphon/table/format": ["delta"],
          },
        },
        { accept: "application/vnd.adobe.xdm+json" },
      );
    },
  ],
];

/** Posts an XDM message to an authenticated endpoint of the dataset, with syncValidation. */
async function stream(client: Client, fields: object, entity: object): Promise<any> {
  const schemaId = await makeSchema(client, [await makeFieldGroup(client, fields)]);
  const datasetId = await makeDataset(client, schemaId);
  const { inlet } = await makeHttpApiFlow(client, datasetId);
  const schemaRef = { id: schemaId, contentType };
  const { body } = await client.bare("POST", `${inlet}?syncValidation=true`, {
    body: {
      header: { schemaRef, datasetId, imsOrgId: emulatorCredentials.orgId },
      body: { xdmMeta: { schemaRef }, xdmEntity: { _id: "a", ...entity } },
    },
    headers: { authorization: `Bearer ${await client.token()}` },
  });
  return body.report.cause._streamingValidation;
}

describe("the emulator does what people met at the real platform", () => {
  const client = useEmulator();

  it.each(rows)("%s", async (_sighting, expected, send) => {
    const { status, body } = await send(client);
    expect([status, body]).toMatchObject(expected);
  });

  it("Focus-GTS: a list of 32 datasets has 20 of them", async () => {
    await withEmulator({}, async (own) => {
      const schema = await makeSchema(own, []);
      for (let made = 0; made < 32; made += 1) await makeDataset(own, schema);
      const { body } = await get(own, `${catalog}/dataSets`);
      expect(Object.keys(body as object)).toHaveLength(20);
    });
  });

  it("AEP-Orchestration-Lab: a date without a time is not a valid date-time", async () => {
    const [found] = await stream(client, {}, { timestamp: "2026-01-02" });
    expect(found).toMatchObject({
      pointerToViolation: "#/timestamp",
      message: "[2026-01-02] is not a valid date-time",
    });
  });

  it("AEP-Orchestration-Lab: an object without its required key is named by its path", async () => {
    const core = {
      type: "object",
      properties: { ecid: { type: "string" }, email: { type: "string" } },
      required: ["ecid"],
    };
    const entity = { timestamp: "2026-01-02T00:00:00Z", [tenant]: { core: { email: "a@b.c" } } };
    const [found] = await stream(client, { core }, entity);
    expect(found).toMatchObject({
      pointerToViolation: `#/${tenant}/core`,
      message: "required key [ecid] not found",
    });
  });

  it("aepsdk-edge-ios 31: a message of another schema than the dataset's", async () => {
    const datasetId = await makeDataset(client, await makeSchema(client, []));
    const { inlet } = await makeHttpApiFlow(client, datasetId);
    const schemaRef = { id: await makeSchema(client, []), contentType };
    const { body } = await client.bare("POST", inlet, {
      body: {
        header: { schemaRef, datasetId },
        body: { xdmMeta: { schemaRef }, xdmEntity: { _id: "a" } },
      },
      headers: { authorization: `Bearer ${await client.token()}` },
    });
    expect(body.report.message).toContain(
      "Schema for the datasetId from catalog does not match the message",
    );
  });
});
