import type { ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { contentType, rowsOf, tenant } from "../../support/objects";
import { entity, makeXdmInlet, type XdmInlet } from "../../support/xdmInlet";

const problem = "http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet";

describe("an authenticated streaming endpoint for XDM", () => {
  // The clock stands still, so that no rate limit begins again in the middle of a test.
  const now = Date.parse("2026-06-01T00:00:00Z");
  const client = useEmulator({ now: () => now });
  let inlet: string;
  let datasetId: string;
  let message: XdmInlet["message"];
  beforeEach(async () => {
    ({ inlet, datasetId, message } = await makeXdmInlet(client));
  });

  const send = async (body: unknown, path = inlet): Promise<ApiResponse> =>
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
    ["another organization", () => message(entity("x"), { imsOrgId: "OTHER@AdobeOrg" })],
    ["no dataset", () => message(entity("x"), { datasetId: undefined })],
    [
      "another schema in the header",
      () => message(entity("x"), { schemaRef: { id: "https://ns.adobe.com/none", contentType } }),
    ],
    ["a flow of nobody", () => message(entity("x"), { flowId: "none" })],
  ])("rejects %s with 400", async (_what, body) => {
    const response = await send(body());
    expect([response.status, response.body.type]).toEqual([400, problem]);
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
              {
                schemaLocation: "#",
                pointerToViolation: "#",
                causingExceptions: [],
                keyword: "required",
                message: expect.stringContaining("timestamp"),
              },
            ],
          },
        },
      },
    ]);
    expect((await rowsOf(client, datasetId)).total).toEqual(before);
    const good = await send(message(entity("sync")), `${inlet}?syncValidation=true`);
    expect([good.status, "syncValidation" in good.body]).toEqual([200, false]);
  });

  it("gathers several violations, five at most, unknown fields among them", async () => {
    const path = `${inlet}?syncValidation=true`;
    const wrong = { _id: 5, timestamp: "never", [tenant]: { chat: { count: "x", good: 1 } } };
    const { body } = await send(message(wrong), path);
    const [found] = body.report.cause._streamingValidation;
    expect(found).toMatchObject({
      schemaLocation: "#",
      pointerToViolation: "#",
      message: "4 schema violations found",
    });
    expect(found.causingExceptions).toContainEqual({
      schemaLocation: "#/properties/_id",
      pointerToViolation: "#/_id",
      causingExceptions: [],
      keyword: "type",
      message: "expected type: String, found: Integer",
    });
    const odd = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 };
    const many = await send(message(entity("x", odd)), path);
    const [first] = many.body.report.cause._streamingValidation;
    expect(first.causingExceptions).toHaveLength(5);
    expect(first.causingExceptions[0]).toMatchObject({
      keyword: "additionalProperties",
      message: "extraneous key [a] is not permitted",
    });
  });

  it("accepts at most 60 a minute with syncValidation", async () => {
    let status = 0;
    for (let sent = 0; sent < 61 && status !== 429; sent += 1) {
      ({ status } = await send(message({}), `${inlet}?syncValidation=true`));
    }
    expect(status).toBe(429);
    expect((await send(message(entity("still")))).status).toBe(200);
  });

  it("accepts batches of XDM", async () => {
    const { status, body } = await send(
      { messages: [message(entity("b1")), { no: "xdm" }] },
      inlet.replace("/collection/", "/collection/batch/"),
    );
    expect([status, body.responses]).toEqual([
      207,
      [{ xactionId: expect.any(String) }, { status: 400, message: expect.any(String) }],
    ]);
  });

  it("does not look at syncValidation on a batch, however many there are", async () => {
    const path = `${inlet.replace("/collection/", "/collection/batch/")}?syncValidation=true`;
    const before = Number((await rowsOf(client, datasetId)).total.rejected);
    const { status, body } = await send({ messages: [message({ _id: "no time" })] }, path);
    expect([status, Object.keys(body.responses[0])]).toEqual([207, ["xactionId"]]);
    expect((await rowsOf(client, datasetId)).total.rejected).toBe(before + 1);
  });

  it("returns 207 when every message is rejected", async () => {
    const { status, body } = await send(
      { messages: [{ no: "xdm" }, { no: "xdm" }] },
      inlet.replace("/collection/", "/collection/batch/"),
    );
    expect([status, body.responses.map((one: any) => one.status)]).toEqual([207, [400, 400]]);
  });
});
