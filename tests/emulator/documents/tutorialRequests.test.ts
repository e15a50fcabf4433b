import { specs } from "../../../adobe/sdk/specs";
import { emulatorCredentials } from "../../../emulator";
import { conversion, flowservice } from "../support/client";
import { useStarted } from "../support/emulator";
import {
  chatlioSpec,
  contentType,
  httpApiSpec,
  lakeSpec,
  makeDataset,
  makeFieldGroup,
  makeSchema,
  rowsOf,
  streamingFlowSpec,
  tenant,
} from "../support/objects";
import { etag, receipt, startPrinted } from "../support/printedClient";

const {
  streamingProviderId: providerId,
  httpApiFlowWithMapping: mapped,
  httpApiFlow: unmapped,
} = specs;

// The requests as Adobe's tutorials print them: path, headers and form of the body; the values are ours.
describe("as the tutorials print it", () => {
  const client = useStarted(startPrinted);
  let schemaId: string;
  let datasetId: string;
  beforeAll(async () => {
    schemaId = await makeSchema(client, [
      await makeFieldGroup(client, { UUID: { type: "string" }, message: { type: "string" } }),
    ]);
    datasetId = await makeDataset(client, schemaId);
  });

  const made = async (path: string, body: object): Promise<string> => {
    const response = await client.json("POST", `${flowservice}/${path}`, body);
    expect([response.status, response.body]).toEqual([201, receipt]);
    return response.body.id;
  };
  const target = (version: string, data: object = {}): Promise<string> =>
    made("targetConnections", {
      name: "Target",
      description: "Target",
      connectionSpec: lakeSpec,
      data: { ...data, schema: { id: schemaId, version } },
      params: { dataSetId: datasetId },
    });
  const older = (sourceAttribute: string, destinationXdmPath: string): object => ({
    destinationXdmPath,
    sourceAttribute,
    identity: false,
    version: 0,
  });
  const needed = [older("message", "_id"), older("at", `timestamp`)];
  const frame = {
    id: expect.any(String),
    createdAt: expect.any(Number),
    updatedAt: expect.any(Number),
    createdBy: expect.any(String),
    updatedBy: expect.any(String),
    createdClient: emulatorCredentials.clientId,
    updatedClient: emulatorCredentials.clientId,
    sandboxId: expect.any(String),
    sandboxName: "dev",
    imsOrgId: emulatorCredentials.orgId,
    state: "enabled",
    version: etag,
    etag,
  };

  it("the Chatlio tutorial", async () => {
    const source = await made("sourceConnections", {
      name: "Source",
      providerId,
      description: "Source",
      connectionSpec: chatlioSpec,
      data: { format: "json" },
    });
    const lake = await target(contentType, { format: "json" });
    const mapping = await client.json("POST", `${conversion}/mappingSets`, {
      outputSchema: { schemaRef: { id: schemaId, contentType } },
      mappings: [
        ...needed,
        older("visitor.UUID", `${tenant}.UUID`),
        older("message", `${tenant}.message`),
      ],
    });
    expect([mapping.status, mapping.body]).toEqual([
      200,
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/u),
        version: 0,
        createdDate: expect.any(Number),
        modifiedDate: expect.any(Number),
        createdBy: expect.any(String),
        modifiedBy: expect.any(String),
      },
    ]);
    const body = {
      name: "Flow",
      description: "Flow",
      flowSpec: streamingFlowSpec,
      sourceConnectionIds: [source],
      targetConnectionIds: [lake],
      transformations: [
        { name: "Mapping", params: { mappingId: mapping.body.id, mappingVersion: 0 } },
      ],
    };
    // The tutorial leaves the token out of this one request; the gateway cannot let that pass.
    const { orgId, clientId, sandbox } = emulatorCredentials;
    const without = await client.bare("POST", `${flowservice}/flows`, {
      body,
      headers: { "x-api-key": clientId, "x-gw-ims-org-id": orgId, "x-sandbox-name": sandbox },
    });
    expect([without.status, without.body.error_code]).toEqual([403, "403010"]);
    const flowId = await made("flows", body);
    const flow = await client.item(`flows/${flowId}`);
    expect(flow).toMatchObject({
      ...frame,
      id: flowId,
      name: "Flow",
      description: "Flow",
      flowSpec: streamingFlowSpec,
      sourceConnectionIds: [source],
      targetConnectionIds: [lake],
      inheritedAttributes: {
        properties: { isSourceFlow: true },
        sourceConnections: [{ id: source, connectionSpec: chatlioSpec }],
        targetConnections: [{ id: lake, connectionSpec: lakeSpec }],
      },
      options: { inletUrl: expect.stringMatching(/\/collection\/[0-9a-f]{64}$/u) },
      transformations: [{ name: "Mapping", params: { mappingId: mapping.body.id } }],
      runs: `/runs?property=flowId==${flowId}`,
      providerRefId: expect.any(String),
      lastOperation: {
        started: expect.any(Number),
        updated: expect.any(Number),
        operation: "enable",
      },
    });
    const inlet = new URL(flow.options.inletUrl).pathname;
    const sent = await client.bare("POST", `${inlet}?x-adobe-flow-id=${flowId}`, {
      body: { message: "hi", at: "2026-01-01T00:00:00.000Z", visitor: { UUID: "u" } },
      headers: { "content-type": "application/json" },
    });
    expect(sent.status).toBe(200);
    expect((await rowsOf(client, datasetId)).rows.at(-1)).toEqual({
      _id: "hi",
      timestamp: "2026-01-01T00:00:00.000Z",
      [tenant]: { UUID: "u", message: "hi" },
    });
  });

  describe.each([
    ["xdm", false],
    ["xdm", true],
    ["raw", false],
    ["raw", true],
  ])("the HTTP API tutorial, %s, authenticated: %s", (dataType, authenticated) => {
    it("from the base connection to the row", async () => {
      const name = `Connection ${dataType} ${authenticated}`;
      const base = await made("connections", {
        name,
        description: "Connection",
        connectionSpec: httpApiSpec,
        auth: {
          specName: "Streaming Connection",
          params: authenticated
            ? { sourceId: "Own id", dataType, name: "Own name", authenticationRequired: true }
            : { dataType },
        },
      });
      const shown = await client.item(`connections/${base}`);
      const { inletUrl, inletId } = shown.auth.params;
      expect(shown).toEqual({
        ...frame,
        id: base,
        name,
        description: "Connection",
        connectionSpec: httpApiSpec,
        auth: {
          specName: "Streaming Connection",
          params: {
            sourceId: authenticated ? "Own id" : name,
            inletUrl: `${client.url}/collection/${inletId}`,
            authenticationRequired: authenticated,
            inletId: expect.stringMatching(/^[0-9a-f]{64}$/u),
            dataType,
            name: authenticated ? "Own name" : name,
          },
        },
      });
      const source = await made("sourceConnections", {
        name: "Source",
        description: "Source",
        baseConnectionId: base,
        connectionSpec: httpApiSpec,
      });
      const lake = await target("application/vnd.adobe.xed-full+json;version=1.0");
      const flow = {
        name: "Flow",
        description: "Flow",
        sourceConnectionIds: [source],
        targetConnectionIds: [lake],
      };
      const flowId =
        dataType === "xdm"
          ? await made("flows", { ...flow, flowSpec: unmapped })
          : await made("flows", {
              ...flow,
              flowSpec: mapped,
              transformations: [
                {
                  name: "Mapping",
                  params: { mappingId: await olderMapping(), mappingVersion: "0" },
                },
              ],
            });
      const inlet = new URL(inletUrl).pathname;
      const { body, more } = message(dataType, flowId, `${dataType}-${authenticated}`);
      const post = async (headers: object): Promise<any> =>
        client.bare("POST", inlet, {
          body,
          headers: { "content-type": "application/json", ...more, ...headers },
        });
      if (authenticated) {
        const rejected = await post({});
        expect([rejected.status, rejected.body]).toEqual([
          401,
          {
            type: "https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization",
            status: "401",
            title: "Authorization",
            report: { message: expect.stringMatching(/^\[.*\] Ims service token is empty$/u) },
          },
        ]);
      }
      const response = await post(
        authenticated ? { authorization: `Bearer ${await client.token()}` } : {},
      );
      expect([response.status, response.body]).toMatchObject([
        200,
        {
          inletId,
          xactionId: expect.stringMatching(/^\d+:\d+:\d+$/u),
          receivedTimeMs: expect.any(Number),
        },
      ]);
      const { rows, rejected } = await rowsOf(client, datasetId);
      expect([rejected, rows.at(-1)._id]).toEqual([[], `${dataType}-${authenticated}`]);
    });
  });

  const olderMapping = async (): Promise<string> => {
    const { status, body } = await client.json("POST", "/data/foundation/mappingSets", {
      version: 0,
      xdmSchema: schemaId,
      xdmVersion: "1.0",
      mappings: needed,
    });
    expect(status).toBe(200);
    return body.id;
  };

  const message = (
    dataType: string,
    flowId: string,
    id: string,
  ): { body: object; more: object } => {
    const at = "2026-01-01T00:00:00.000Z";
    if (dataType === "raw")
      return { body: { message: id, at }, more: { "x-adobe-flow-id": flowId } };
    const schemaRef = {
      id: schemaId,
      contentType: "application/vnd.adobe.xed-full-notext+json; version=1.0",
    };
    return {
      body: {
        header: { schemaRef, flowId, datasetId },
        body: {
          xdmMeta: { schemaRef },
          xdmEntity: { _id: id, timestamp: at, [tenant]: { message: id } },
        },
      },
      more: {},
    };
  };
});
