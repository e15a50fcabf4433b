import { code, flowservice, type ApiResponse } from "../../support/client";
import { withEmulator } from "../../support/emulator";
import { useFlowService } from "../../support/flowService";
import {
  chatlioSpec,
  httpApiSpec,
  lakeSpec,
  makeConnections,
  makeDataset,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  streamingFlowSpec,
  xdmFlowSpec,
} from "../../support/objects";

const data = { format: "json" };

describe("Flow Service", () => {
  const { client, settle, item, patch, post } = useFlowService();

  it.each([
    ["connectionSpecs", chatlioSpec.id, "Chatlio"],
    ["connectionSpecs", lakeSpec.id, "datalake"],
    ["connectionSpecs", httpApiSpec.id, "Streaming Connection"],
    ["flowSpecs", streamingFlowSpec.id, "Stream data with optional mapping"],
    ["flowSpecs", "c1a19761-d2c7-4702-b9fa-fe91f0613e81", "Stream data with mapping"],
    ["flowSpecs", "d8a6f005-7eaf-4153-983e-e8574508b877", "Stream data without mapping"],
    ["connectionSpecs", "4c10e202-c428-4796-9208-5f1f5732b1cf", "azure-blob"],
    ["connectionSpecs", "26f526f2-58f4-4712-961d-e41bf1ccc0e8", "landing-zone"],
    ["connectionSpecs", "86043421-563b-46ec-8e6c-e23184711bf6", "Amazon Kinesis"],
    ["connectionSpecs", "bf9f5905-92b7-48bf-bf20-455bc6b60a4e", "Azure Event Hubs"],
    ["connectionSpecs", "70116022-a743-464a-bbfe-e226a7f8210c", "Google PubSub"],
    ["connectionSpecs", "26d738e0-8963-47ea-aadf-c60de735468a", "mysql"],
    ["connectionSpecs", "74a1c565-4e59-48d7-9d67-7c03b8a13137", "postgre-sql"],
    ["connectionSpecs", "b2e08744-4f1a-40ce-af30-7abac3e23cf3", "snowflake"],
    ["connectionSpecs", "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", "salesforce"],
    ["connectionSpecs", "38ad80fe-8b06-4938-94f4-d4ee80266b07", "dynamics-online"],
    ["connectionSpecs", "32e8f412-cdf7-464c-9885-78184cb113fd", "google-cloud"],
    ["connectionSpecs", "b3ba5556-48be-44b7-8b85-ff2b69b46dc4", "adls-gen2"],
    ["connectionSpecs", "be5ec48c-5b78-49d5-b8fa-7c89ec4569b8", "azure-file-storage"],
    ["connectionSpecs", "fb2e94c9-c031-467d-8103-6bd6e0a432f2", "ftp"],
    ["connectionSpecs", "54e221aa-d342-4707-bcff-7a4bceef0001", "hdfs"],
    ["connectionSpecs", "c85f9425-fb21-426c-ad0b-405e9bd8a46c", "oracle-object-storage"],
    ["connectionSpecs", "6d6b59bf-fb58-4107-9064-4d246c0e5bb2", "Azure Blob Storage"],
    ["connectionSpecs", "be2c3209-53bc-47e7-ab25-145db8b873e1", "Azure Data Lake Gen2"],
    ["connectionSpecs", "c5d93acb-ea8b-4b14-8f53-02138444ae99", "Google Cloud Storage"],
    ["flowSpecs", "14518937-270c-4525-bdec-c2ba7cce3860", "CRMToAEP"],
    ["flowSpecs", "9753525b-82c7-4dce-8a9b-5ccfce2b9876", "CloudStorageToAEP"],
    [
      "flowSpecs",
      "d69717ba-71b4-4313-b654-49f9cf126d7a",
      "Stream data with optional transformation",
    ],
  ])("knows %s %s", async (path, id, name) => {
    expect(await item(`${path}/${id}`)).toMatchObject({ id, name, version: "1.0" });
    const { body } = await client.call(
      "GET",
      `${flowservice}/${path}?property=${encodeURIComponent(`name==${name}`)}`,
    );
    expect(body.items.map((one: { id: string }) => one.id)).toEqual([id]);
    expect((await client.call("GET", `${flowservice}/${path}/none`)).status).toBe(404);
  });

  it.each([
    ["86043421-563b-46ec-8e6c-e23184711bf6", { dataType: "raw" }, "params.stream"],
    ["86043421-563b-46ec-8e6c-e23184711bf6", { stream: "s", reset: "new" }, "params.reset"],
    ["bf9f5905-92b7-48bf-bf20-455bc6b60a4e", { dataType: "raw" }, "params.eventHubName"],
    ["70116022-a743-464a-bbfe-e226a7f8210c", { dataType: "json" }, "params.dataType"],
    ["4c10e202-c428-4796-9208-5f1f5732b1cf", { path: "/", type: "directory" }, "params.type"],
    ["26d738e0-8963-47ea-aadf-c60de735468a", { columns: [] }, "params.tableName"],
  ])("rejects parameters that the spec %s does not have: %j", async (id, params, named) => {
    const connectionSpec = { id, version: "1.0" };
    const response = await post("sourceConnections", { name: "S", connectionSpec, data, params });
    expect(code(response)).toEqual([400, "FLOW-1100-400"]);
    expect(JSON.stringify(response.body)).toContain(named);
  });

  it.each([
    ["Access Key", { s3AccessKey: "a", s3SecretKey: "b" }, 201, undefined],
    ["Access Key", { s3AccessKey: "a" }, 201, undefined],
    ["Key", { s3AccessKey: "a", s3SecretKey: "b" }, 400, "FLOW-1415-400"],
  ])("makes a base connection of S3 with %s %j: %i", async (specName, params, status, code) => {
    const response = await post("connections", {
      name: "S3",
      connectionSpec: { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" },
      auth: { specName, params },
    });
    expect(response.status).toBe(status);
    expect(response.body.type).toEqual(
      code === undefined ? undefined : expect.stringContaining(code),
    );
    if (status !== 201) return;
    // Only a streaming connection has an endpoint.
    const { auth } = await item(`connections/${response.body.id}`);
    expect(Object.keys(auth.params)).toEqual(Object.keys(params));
  });

  it("rejects a base connection without a parameter that its auth spec requires", async () => {
    const response = await post("connections", {
      name: "SFTP",
      connectionSpec: { id: "b7bf2577-4520-42c9-bae9-cad01560f7bc", version: "1.0" },
      auth: { specName: "Basic Authentication for sftp", params: { host: "h", userName: "" } },
    });
    expect(response.status).toBe(400);
    expect(JSON.stringify(response.body)).toContain("auth.params.userName, auth.params.password");
  });

  it("makes source and target connections and returns them completely", async () => {
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    const datasetId = await makeDataset(client, schemaId);
    const { source, target } = await makeConnections(client, schemaId, datasetId);
    expect(await item(`sourceConnections/${source}`)).toMatchObject({
      id: source,
      sandboxName: "dev",
      imsOrgId: expect.any(String),
      state: "enabled",
      data: { format: "json", schema: null, properties: null },
      connectionSpec: chatlioSpec,
      version: expect.stringMatching(/^"[0-9a-f]{8}-0000-0200-0000-[0-9a-f]{12}"$/u),
      inheritedAttributes: {},
    });
    const shown = await item(`targetConnections/${target}`);
    expect(shown).toMatchObject({
      params: { dataSetId: datasetId },
      data: { schema: { id: schemaId } },
    });
    expect(shown.version).toBe(shown.etag);
  });

  it.each([
    ["sourceConnections", undefined, "FLOW-1405-400"],
    ["sourceConnections", { name: "x" }, "FLOW-1100-400"],
    ["targetConnections", { name: "x", connectionSpec: lakeSpec }, "FLOW-1100-400"],
    ["sourceConnections", { name: "x", connectionSpec: { id: "none" }, data }, "FLOW-1413-400"],
    ["sourceConnections", { name: "x", connectionSpec: httpApiSpec, data }, "FLOW-1100-400"],
    ["connections", { name: "x", connectionSpec: httpApiSpec }, "FLOW-1100-400"],
    [
      "targetConnections",
      { connectionSpec: lakeSpec, data, params: { dataSetId: "none" } },
      "FLOW-1411-400",
    ],
    ["flows", undefined, "FLOW-1405-400"],
    ["flows", { name: "x" }, "FLOW-1100-400"],
    ["flows", { name: "x", state: "enabled", flowSpec: streamingFlowSpec }, "FLOW-1410-400"],
    ["flows", { name: "x", flowSpec: { id: "none" } }, "FLOW-1413-400"],
    [
      "flows",
      {
        name: "x",
        flowSpec: streamingFlowSpec,
        sourceConnectionIds: ["none"],
        targetConnectionIds: ["none"],
      },
      "FLOW-1411-400",
    ],
  ])("POST /%s of %j returns %s", async (path, body, expected) => {
    const response = await post(path, body);
    expect(code(response)).toEqual([400, expected]);
    expect(response.body).toEqual({
      type: `https://ns.adobe.com/aep/errors/${expected}`,
      title: expect.any(String),
      status: 400,
      report: {
        "detailed-message": expect.any(String),
        id: expect.any(String),
        "request-id": expect.any(String),
        type: path,
      },
      errorMessage: expect.any(String),
      errorDetails: expect.any(String),
    });
  });

  it("keeps the connection spec of a connection", async () => {
    const { source } = await makePipeline(client);
    const operations = [{ op: "replace", path: "/connectionSpec/id", value: lakeSpec.id }];
    expect(code(await patch(`sourceConnections/${source}`, operations))).toEqual([
      400,
      "FLOW-1414-400",
    ]);
    expect(
      (
        await patch(`sourceConnections/${source}`, [
          { op: "add", path: "/description", value: "d" },
        ])
      ).status,
    ).toBe(200);
  });

  it("gives base connections their streaming endpoint, and keeps them while they are in use", async () => {
    const made = await post("connections", {
      name: "base",
      connectionSpec: httpApiSpec,
      auth: {
        specName: "Streaming Connection",
        params: { dataType: "xdm", authenticationRequired: true },
      },
    });
    const shown = await item(`connections/${made.body.id}`);
    expect(shown).toMatchObject({
      state: "enabled",
      auth: {
        specName: "Streaming Connection",
        params: {
          dataType: "xdm",
          authenticationRequired: true,
          inletId: expect.stringMatching(/^[0-9a-f]{64}$/u),
        },
      },
    });
    expect(shown.auth.params.inletUrl).toBe(
      `${client.url}/collection/${shown.auth.params.inletId}`,
    );
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    const { target } = await makeConnections(client, schemaId, await makeDataset(client, schemaId));
    const source = await post("sourceConnections", {
      name: "s",
      baseConnectionId: made.body.id,
      connectionSpec: httpApiSpec,
      data: { format: "json" },
    });
    const flow = await post("flows", {
      name: "f",
      flowSpec: xdmFlowSpec,
      sourceConnectionIds: [source.body.id],
      targetConnectionIds: [target],
    });
    expect(flow.status).toBe(201);
    settle();
    expect((await item(`flows/${flow.body.id}`)).options).not.toHaveProperty("inletUrl");
    expect(code(await client.call("DELETE", `${flowservice}/connections/${made.body.id}`))).toEqual(
      [400, "FLOW-1418-400"],
    );
  });

  it.each([
    ["count=true&limit=2", "FLOW-1401-400"],
    ["orderby=%23id", "FLOW-1433-400"],
    ["property=name~x", "FLOW-1440-400"],
    ["property=version<=1,2", "FLOW-1443-400"],
    ["property=id>=5", "FLOW-1448-400"],
    ["property=createdAt!>5", "FLOW-1450-400"],
    ["property=name", "FLOW-1450-400"],
    ["testParam=1", "FLOW-1451-400"],
    ["property=createdAt==1676643256,1676643210", "FLOW-1452-400"],
    ["property=createdAt==", "FLOW-1453-400"],
  ])("rejects the list ?%s with %s", async (query, expected) => {
    for (const path of ["flows", "connections", "sourceConnections", "targetConnections", "runs"]) {
      expect(code(await client.call("GET", `${flowservice}/${path}?${query}`))).toEqual([
        400,
        expected,
      ]);
    }
  });

  it("starts runs only of one-time dataflows, of which it has none", async () => {
    const { flowId } = await makePipeline(client);
    const start = (body: object): Promise<ApiResponse> =>
      client.call("POST", `${flowservice}/runs`, { body });
    expect(code(await start({ flowId }))).toEqual([400, "FLOW-1100-400"]);
    expect(code(await start({ flowId: "none" }))).toEqual([404, "FLOW-1439-404"]);
    expect(code(await start({}))).toEqual([400, "FLOW-1100-400"]);
  });

  it("rejects x-sandbox-name: * with 2111-403", async () => {
    const response = await client.call("GET", `${flowservice}/flows`, {
      headers: { "x-sandbox-name": "*" },
    });
    expect(code(response)).toEqual([403, "FLOW-2111-403"]);
  });

  it("lists by property, in order, in pages, and counts", async () => {
    await withEmulator({}, async (own) => {
      const pipelines = [await makePipeline(own), await makePipeline(own), await makePipeline(own)];
      const [first] = pipelines;
      const list = async (query: string): Promise<any> =>
        (await own.call("GET", `${flowservice}/flows?${query}`)).body;
      const ids = async (query: string): Promise<string[]> =>
        (await list(query)).items.map((one: { id: string }) => one.id);
      expect(await ids(`property=sourceConnectionIds[]==${first?.source ?? ""}`)).toEqual([
        first?.flowId,
      ]);
      expect(
        await ids(
          `property=id==${pipelines
            .map(({ flowId }) => flowId)
            .slice(1)
            .join(",")}`,
        ),
      ).toHaveLength(2);
      expect(
        await ids(
          `property=flowSpec.id==${streamingFlowSpec.id}&property=targetConnectionIds[]==${first?.target ?? ""}`,
        ),
      ).toEqual([first?.flowId]);
      expect(await ids("property=inheritedAttributes.properties.isSourceFlow==true")).toHaveLength(
        3,
      );
      expect(await list("count=true")).toEqual({ count: 3 });
      expect((await own.call("GET", `${flowservice}/flows?count=true&limit=2`)).body.type).toMatch(
        /FLOW-1401-400$/u,
      );
      const up = await ids("orderby=name");
      expect(await ids("orderby=-name")).toEqual([...up].reverse());
      const page = await list("orderby=name&limit=2");
      expect(page.items).toHaveLength(2);
      const { href } = page._links.next;
      expect(href).toMatch(/^\/flows\?continuationToken=[^&]*=$/u);
      const token = new URL(String(href), "http://x").searchParams.get("continuationToken") ?? "";
      const rest = up.slice(2);
      expect(await ids(`continuationToken=${encodeURIComponent(token)}`)).toEqual(rest);
      // Adobe's client sends its parameters again, and cuts the token at its first `=`.
      const cut = String(href).split("=")[1] ?? "";
      expect(await ids(`limit=2&continuationToken=${cut}`)).toEqual(rest);
      const search = async (sent: object): Promise<any> =>
        (await own.call("POST", `${flowservice}/flows/search`, { body: sent })).body;
      expect((await search({ limit: 1 })).items).toHaveLength(1);
      const queryString = `property=id==${up[1]},${up[2]}&property=state==enabled`;
      const found = await search({ queryString, orderby: "-name", limit: 1000 });
      expect(found.items.map((one: { id: string }) => one.id)).toEqual([up[2], up[1]]);
      expect(await search({ queryString, count: true })).toEqual({ count: 2 });
    });
  });
});
