import { emulatorCredentials } from "../../../emulator";
import { registry, type Client } from "../support/client";
import { useEmulator, withEmulator } from "../support/emulator";
import {
  contentType,
  inletPath,
  makeDataset,
  makeFieldGroup,
  makeHttpApiFlow,
  makePipeline,
  makeSchema,
  record,
  rowsOf,
  tenant,
  title,
} from "../support/objects";
import { identity, makeDescriptor, one, patch } from "../support/registry";
import { get, post, xdm } from "../support/sightings";

const profile = xdm("context/profile");

/** The altId of a schema, by which labs name it in paths. */
async function altIdOf(client: Client, schemaId: string): Promise<string> {
  const accept = "application/vnd.adobe.xed+json; version=1";
  const { body } = await get(client, one("schemas", schemaId), { accept });
  return body["meta:altId"];
}

/** What the requests of Adobe's AEP Foundations Bootcamp do (mjasrotia/MyFirstRepo). */
describe("AEP Foundations Bootcamp", () => {
  const client = useEmulator();

  it("an empty part of the path makes no difference", async () => {
    const id = await altIdOf(client, await makeSchema(client, []));
    const accept = "application/vnd.adobe.xed-desc+json;version=1";
    const { status } = await get(client, `${registry}/tenant//schemas/${id}`, { accept });
    expect(status).toBe(200);
  });

  it("a DELETE may have a body", async () => {
    const id = await altIdOf(client, await makeSchema(client, []));
    const { status } = await client.call("DELETE", `${registry}/tenant/schemas/${id}`, {
      body: { "meta:license": ["Copyright"] },
    });
    expect(status).toBe(204);
  });

  it("POST, PATCH and DELETE take Accept: application/json", async () => {
    const headers = { accept: "application/json" };
    const group = await post(
      client,
      `${registry}/tenant/mixins`,
      {
        title: title("Customer Account Details"),
        type: "object",
        "meta:intendedToExtend": [profile],
        definitions: {
          customFields: {
            type: "object",
            properties: {
              [tenant]: { type: "object", properties: { customerID: { type: "string" } } },
            },
          },
        },
        allOf: [{ $ref: "#/definitions/customFields" }],
      },
      headers,
    );
    const at = `${registry}/tenant/mixins/${String(group.body["meta:altId"])}`;
    const value = { title: "Plan Desc", type: "string" };
    const operation = {
      op: "add",
      path: `/definitions/customFields/properties/${tenant}/properties/planDescription`,
      value,
    };
    const patched = await client.call("PATCH", at, { body: [operation], headers });
    const deleted = await client.call("DELETE", at, { headers });
    expect([group.status, patched.status, deleted.status]).toEqual([201, 200, 204]);
  });

  it("a lookup takes xed-desc with a version, and adds the descriptors", async () => {
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    await makeDescriptor(client, identity(schemaId));
    const accept = "application/vnd.adobe.xed-desc+json;version=1";
    const { status, body } = await get(client, one("schemas", schemaId), { accept });
    expect([status, body.$id]).toEqual([200, schemaId]);
    expect(body["meta:descriptors"]).toHaveLength(1);
  });

  it("field groups of one class are listed by meta:intendedToExtend", async () => {
    const groupId = await makeFieldGroup(client);
    const accept = "application/vnd.adobe.xed+json";
    const listed = async (classId: string): Promise<readonly string[]> => {
      const property = encodeURIComponent(`meta:intendedToExtend==${classId}`);
      const { body } = await get(client, `${registry}/tenant/mixins?property=${property}`, {
        accept,
      });
      return body.results.map(({ $id }: { $id: string }) => $id);
    };
    expect(await listed(xdm("context/experienceevent"))).toContain(groupId);
    expect(await listed(profile)).not.toContain(groupId);
  });

  it("a relationship needs no xdm:destinationProperty", async () => {
    const group = await makeFieldGroup(client);
    const [source, destination] = [await makeSchema(client, [group]), await makeSchema(client, [])];
    const { status } = await makeDescriptor(client, {
      "@type": "xdm:descriptorOneToOne",
      "xdm:sourceSchema": source,
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": `/${tenant}/chat/email`,
      "xdm:destinationSchema": destination,
      "xdm:destinationVersion": 1,
    });
    expect(status).toBe(201);
  });

  it("a field of one of Adobe's field groups may be an identity", async () => {
    const refs = [profile, xdm("context/profile-personal-details")].map(($ref) => ({ $ref }));
    const { body } = await post(client, `${registry}/tenant/schemas`, {
      type: "object",
      title: title("Customer Account"),
      description: "",
      allOf: refs,
    });
    const { status } = await makeDescriptor(
      client,
      identity(body.$id, {
        "xdm:sourceProperty": "/personalEmail/address",
        "xdm:namespace": "Email",
        "xdm:isPrimary": false,
      }),
    );
    expect(status).toBe(201);
  });

  it("a raw message names its dataflow in its own header", async () => {
    const { datasetId, flowId } = await makePipeline(client);
    const { orgId: imsOrgId } = emulatorCredentials;
    const { status } = await client.bare("POST", await inletPath(client, flowId), {
      body: { header: { flowId, imsOrgId, datasetId }, body: record("wrapped") },
    });
    expect(status).toBe(200);
    expect((await rowsOf(client, datasetId)).rows).toMatchObject([{ _id: "wrapped" }]);
  });
});

describe("AEP-Orchestration-Lab", () => {
  const client = useEmulator();

  it("a patch is made as a whole or not at all", async () => {
    const schemaId = await makeSchema(client, []);
    const { status, body } = await patch(
      client,
      "schemas",
      schemaId,
      { op: "replace", path: "/description", value: "changed" },
      { op: "remove", path: "/none" },
    );
    expect([status, body.type]).toEqual([400, expect.stringMatching(/XDM-1600-400$/)]);
    const accept = "application/vnd.adobe.xed+json; version=1";
    const read = await get(client, one("schemas", schemaId), { accept });
    expect(read.body.description).toBe("for a test");
  });

  it("a list has a new schema whose lookup still returns 404", async () => {
    const assume = { "new-object-visible": "late" };
    await withEmulator({ assume, settleMs: 60_000 }, async (own) => {
      const schemaId = await makeSchema(own, []);
      const list = await get(own, `${registry}/tenant/schemas`, {
        accept: "application/vnd.adobe.xed-id+json",
      });
      const [listed] = list.body.results;
      expect(listed.$id).toBe(schemaId);
      const path = `${registry}/tenant/schemas/${String(listed["meta:altId"])}`;
      const { status } = await get(own, path, { accept: "application/vnd.adobe.xed+json" });
      expect(status).toBe(404);
    });
  });

  it("and aep-swiss-army-knife: 415 names the content type", async () => {
    const groupId = await makeFieldGroup(client);
    const { status, body } = await client.call("PATCH", one("fieldgroups", groupId), {
      body: [],
      headers: { "content-type": "application/json-patch+json" },
    });
    expect([status, body.detail]).toEqual([
      415,
      "Content-Type 'application/json-patch+json' is not supported.",
    ]);
  });
});

it("aep-swiss-army-knife: a patch below a field that is not there is XDM-1600, with its name", async () => {
  await withEmulator({}, async (client) => {
    const schemaId = await makeSchema(client, []);
    const { status, body } = await patch(client, "schemas", schemaId, {
      op: "add",
      path: "/properties/_b/properties/banana",
      value: { type: "string" },
    });
    expect([status, body.type, body.detail]).toEqual([
      400,
      expect.stringMatching(/XDM-1600-400$/),
      expect.stringContaining('Missing field "properties"'),
    ]);
  });
});

describe("streaming", () => {
  const client = useEmulator();

  it("streaming-connect 62: a message of a batch without header", async () => {
    const datasetId = await makeDataset(client, await makeSchema(client, []));
    const { inlet } = await makeHttpApiFlow(client, datasetId);
    const path = inlet.replace("/collection/", "/collection/batch/");
    const { status, body } = await client.bare("POST", path, {
      body: { messages: [{ id: 1 }] },
      headers: { authorization: `Bearer ${await client.token()}` },
    });
    expect([status, body]).toEqual([
      207,
      {
        inletId: expect.any(String),
        batchId: expect.any(String),
        receivedTimeMs: expect.any(Number),
        responses: [
          {
            status: 400,
            message:
              "The 'header' field is mandatory. Provide a valid 'header' value and try again.",
          },
        ],
      },
    ]);
  });

  it("AEP-MCP_SERVER, data-ingestion: webInteraction.type is download, exit or other", async () => {
    const schemaId = await makeSchema(client, [xdm("context/experienceevent-web")]);
    const datasetId = await makeDataset(client, schemaId);
    const { inlet } = await makeHttpApiFlow(client, datasetId);
    const schemaRef = { id: schemaId, contentType };
    const send = async (type: string): Promise<number> => {
      const xdmEntity = {
        _id: type,
        timestamp: "2026-01-02T00:00:00Z",
        web: { webInteraction: { type } },
      };
      const { status } = await client.bare("POST", `${inlet}?syncValidation=true`, {
        body: {
          header: { schemaRef, datasetId, imsOrgId: emulatorCredentials.orgId },
          body: { xdmMeta: { schemaRef }, xdmEntity },
        },
        headers: { authorization: `Bearer ${await client.token()}` },
      });
      return status;
    };
    const statuses = [];
    for (const type of ["download", "exit", "other", "linkClick"]) statuses.push(await send(type));
    expect(statuses).toEqual([200, 200, 200, 400]);
  });
});

it("AEP-MCP_SERVER, data-ingestion: an identity descriptor on identityMap is XDM-1816-400", async () => {
  await withEmulator({}, async (client) => {
    const schemaId = await makeSchema(client, [xdm("context/identitymap")]);
    const { status, body } = await makeDescriptor(
      client,
      identity(schemaId, { "xdm:sourceProperty": "/identityMap" }),
    );
    expect([status, body.type]).toEqual([400, expect.stringMatching(/XDM-1816-400$/)]);
  });
});
