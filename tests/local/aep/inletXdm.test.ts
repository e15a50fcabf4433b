import { emulatorCredentials } from "../../../local/aep";
import { flowservice, startClient, type Answer, type Client } from "./client";
import {
  contentType,
  lakeSpec,
  makeDataset,
  makeFieldGroup,
  makeSchema,
  rowsOf,
  tenant,
} from "./world";

const httpSpec = { id: "bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb", version: "1.0" };
const problem = "http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet";

describe("an authenticated inlet for XDM", () => {
  let client: Client;
  let inlet: string;
  let schemaId: string;
  let datasetId: string;
  let flowId: string;
  beforeAll(async () => {
    client = await startClient();
    const post = async (path: string, body: object): Promise<string> =>
      (await client.call("POST", `${flowservice}/${path}`, { body })).body.id;
    schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    datasetId = await makeDataset(client, schemaId);
    const base = await post("connections", {
      name: "base",
      connectionSpec: httpSpec,
      auth: {
        specName: "Streaming Connection",
        params: { dataType: "xdm", authenticationRequired: true },
      },
    });
    const source = await post("sourceConnections", {
      name: "s",
      baseConnectionId: base,
      connectionSpec: httpSpec,
    });
    const target = await post("targetConnections", {
      name: "t",
      connectionSpec: lakeSpec,
      data: { format: "json" },
      params: { dataSetId: datasetId },
    });
    flowId = await post("flows", {
      name: "f",
      flowSpec: { id: "d8a6f005-7eaf-4153-983e-e8574508b877", version: "1.0" },
      sourceConnectionIds: [source],
      targetConnectionIds: [target],
    });
    const { body } = await client.call("GET", `${flowservice}/connections/${base}`);
    inlet = new URL(String(body.items[0].auth.params.inletUrl)).pathname;
  });
  afterAll(() => client.close());

  const message = (entity: object, header: object = {}): object => {
    const schemaRef = { id: schemaId, contentType };
    return {
      header: { schemaRef, imsOrgId: emulatorCredentials.orgId, datasetId, flowId, ...header },
      body: { xdmMeta: { schemaRef }, xdmEntity: entity },
    };
  };
  const entity = (id: string, more: object = {}): object => ({
    _id: id,
    timestamp: "2026-01-01T00:00:00.000Z",
    ...more,
  });
  const send = async (body: unknown, path = inlet): Promise<Answer> =>
    client.bare("POST", path, {
      body,
      headers: { authorization: `Bearer ${await client.token()}` },
    });

  it("wants a token, and says so with a status that is a text", async () => {
    const missing = await client.bare("POST", inlet, { body: message(entity("x")) });
    expect([missing.status, missing.body]).toEqual([
      401,
      {
        type: "https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization",
        status: "401",
        title: "Authorization",
        report: { message: expect.stringContaining("Ims service token is empty") },
      },
    ]);
    const wrong = await client.bare("POST", inlet, {
      body: message(entity("x")),
      headers: { authorization: "Bearer nobody" },
    });
    expect(wrong.status).toBe(401);
  });

  it("lands a message as it is, without what the schema does not know", async () => {
    const { status } = await send(
      message(entity("xdm-1", { [tenant]: { chat: { message: "hi", unknown: 1 } }, odd: 2 })),
    );
    expect(status).toBe(200);
    const { rows } = await rowsOf(client, datasetId);
    expect(rows[0]).toEqual({
      _id: "xdm-1",
      timestamp: "2026-01-01T00:00:00.000Z",
      [tenant]: { chat: { message: "hi" } },
    });
  });

  it.each([
    ["no XDM", () => ({ any: 1 })],
    ["another organisation", () => message(entity("x"), { imsOrgId: "OTHER@AdobeOrg" })],
    ["no dataset", () => message(entity("x"), { datasetId: undefined })],
    [
      "another schema in the header",
      () => message(entity("x"), { schemaRef: { id: "https://ns.adobe.com/none", contentType } }),
    ],
    ["a flow of nobody", () => message(entity("x"), { flowId: "none" })],
  ])("refuses %s with 400", async (_what, body) => {
    const answer = await send(body());
    expect([answer.status, answer.body.type]).toEqual([400, problem]);
  });

  it("judges at once with syncValidation, and drops what does not fit", async () => {
    const before = (await rowsOf(client, datasetId)).total;
    const bad = await send(message({ _id: "sync" }), `${inlet}?syncValidation=true`);
    expect([bad.status, bad.body]).toEqual([
      400,
      {
        type: problem,
        status: 400,
        title: "Invalid XDM Message Format",
        report: {
          message: expect.stringContaining("Message is invalid"),
          cause: {
            _streamingValidation: [
              expect.objectContaining({ message: expect.stringContaining("timestamp") }),
            ],
          },
        },
      },
    ]);
    expect((await rowsOf(client, datasetId)).total).toEqual(before);
    const good = await send(message(entity("sync")), `${inlet}?syncValidation=true`);
    expect([good.status, "syncValidation" in good.body]).toEqual([200, false]);
  });

  it("takes at most 60 a minute with syncValidation", async () => {
    let status = 0;
    for (let sent = 0; sent < 61 && status !== 429; sent += 1) {
      ({ status } = await send(message({}), `${inlet}?syncValidation=true`));
    }
    expect(status).toBe(429);
    expect((await send(message(entity("still")))).status).toBe(200);
  });

  it("takes batches of XDM", async () => {
    const { status, body } = await send(
      { messages: [message(entity("b1")), { no: "xdm" }] },
      inlet.replace("/collection/", "/collection/batch/"),
    );
    expect([status, body.responses]).toEqual([
      207,
      [{ xactionId: expect.any(String) }, { statusCode: 400, message: expect.any(String) }],
    ]);
  });
});
