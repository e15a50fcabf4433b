import { emulatorCredentials } from "../../../local/aep";
import {
  catalog,
  conversion,
  flowservice,
  identities,
  registry,
  startClient,
  type Client,
} from "./client";

const lists = [
  `${registry}/tenant/schemas`,
  `${catalog}/dataSets`,
  `${conversion}/mappingSets?limit=1&start=0`,
  `${flowservice}/flows`,
  identities,
  "/data/foundation/sandbox-management/",
];

describe("IMS", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.close());

  const good = {
    grant_type: "client_credentials",
    client_id: emulatorCredentials.clientId,
    client_secret: emulatorCredentials.clientSecret,
    scope: emulatorCredentials.scopes,
  };
  const ask = (form: Record<string, string>) =>
    client.bare("POST", "/ims/token/v3", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });

  it("gives a token for form-encoded client credentials", async () => {
    const { status, body } = await ask(good);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: "bearer",
      expires_in: 86_399,
    });
  });

  it("takes the parameters in the query too", async () => {
    const { status } = await client.bare(
      "POST",
      `/ims/token/v3?${new URLSearchParams(good).toString()}`,
    );
    expect(status).toBe(200);
  });

  it.each([
    [{ client_secret: "wrong" }, 401, "invalid_client"],
    [{ client_id: "wrong" }, 401, "invalid_client"],
    [{ client_secret: "" }, 400, "invalid_request"],
    [{ scope: "openid" }, 400, "invalid_scope"],
    [{ grant_type: "password" }, 400, "unsupported_grant_type"],
  ])("refuses %j", async (change, status, error) => {
    const answer = await ask({ ...good, ...(change as Record<string, string>) });
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: expect.any(String) });
  });

  it("never writes a secret of the query into the request log", async () => {
    await client.bare("POST", `/ims/token/v3?${new URLSearchParams(good).toString()}`);
    const { body } = await client.bare("GET", "/_emulator/requests");
    expect(JSON.stringify(body)).not.toContain(emulatorCredentials.clientSecret);
  });
});

describe("the gateway", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.close());

  describe.each(lists)("%s", (path) => {
    it.each([
      ["authorization", undefined, 403, "403010"],
      ["authorization", "Bearer unknown", 401, "401013"],
      ["x-api-key", undefined, 403, "403000"],
      ["x-api-key", "another", 403, "403003"],
      ["x-gw-ims-org-id", undefined, 400, "400003"],
      ["x-gw-ims-org-id", "OTHER@AdobeOrg", 403, "403025"],
    ])("with %s: %s answers %i %s", async (header, value, status, code) => {
      const answer = await client.call("GET", path, { headers: { [header]: value } });
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual({ error_code: code, message: expect.any(String) });
    });
  });

  it.each([
    ["GET", "/"],
    ["GET", "/data/foundation/nothing"],
    ["POST", `${flowservice}/nothing`],
    ["PUT", `${flowservice}/flows`],
  ])(
    "answers %s %s, which no service has, in its own form or with the page",
    async (method, path) => {
      const answer = await client.call(method, path);
      if (path === "/") expect(answer.headers["content-type"]).toMatch(/^text\/html/u);
      else
        expect([answer.status, answer.body]).toEqual([
          404,
          { error_code: "404000", message: expect.any(String) },
        ]);
    },
  );

  it("refuses a token that has expired", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    const timed = await startClient({ tokenLifetimeSeconds: 60, now: () => now });
    try {
      expect((await timed.call("GET", identities)).status).toBe(200);
      now += 61_000;
      const { status, body } = await timed.call("GET", identities);
      expect([status, body.error_code]).toEqual([401, "401013"]);
    } finally {
      await timed.close();
    }
  });
});

describe("sandboxes", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient({ sandboxes: ["third"] });
  });
  afterAll(() => client.close());

  it("are listed, and given by name", async () => {
    const { body } = await client.call("GET", "/data/foundation/sandbox-management/");
    expect(body.sandboxes.map(({ name }: { name: string }) => name)).toEqual([
      "prod",
      "dev",
      "third",
    ]);
    const one = await client.call("GET", "/data/foundation/sandbox-management/sandboxes/dev");
    expect(one.body).toMatchObject({ name: "dev", state: "active", type: "development" });
    expect(
      (await client.call("GET", "/data/foundation/sandbox-management/sandboxes/none")).status,
    ).toBe(404);
  });

  it.each([
    [`${registry}/stats`, 400, 403],
    [`${catalog}/dataSets`, 400, 404],
    [`${conversion}/mappingSets?limit=1&start=0`, 400, 404],
    [`${flowservice}/flows`, 400, 404],
    [identities, 400, 400],
  ])("%s says when the header is missing or names none", async (path, missing, unknown) => {
    expect(
      (await client.call("GET", path, { headers: { "x-sandbox-name": undefined } })).status,
    ).toBe(missing);
    expect(
      (await client.call("GET", path, { headers: { "x-sandbox-name": "nowhere" } })).status,
    ).toBe(unknown);
  });

  it("use Flow Service's own codes", async () => {
    const missing = await client.call("GET", `${flowservice}/flows`, {
      headers: { "x-sandbox-name": undefined },
    });
    expect(missing.body.type).toMatch(/FLOW-2105-400$/u);
    const byId = await client.call("GET", `${flowservice}/flows`, {
      headers: { "x-sandbox-id": "some-id" },
    });
    expect(byId.body.type).toMatch(/FLOW-2110-400$/u);
    const unknown = await client.call("GET", `${flowservice}/flows`, {
      headers: { "x-sandbox-name": "nowhere" },
    });
    expect(unknown.body.type).toMatch(/FLOW-2100-404$/u);
  });

  it("are apart from each other", async () => {
    const body = {
      name: "one",
      connectionSpec: { id: "073127a3-26e3-496c-9d94-9f48fb93fba8", version: "1.0" },
    };
    const made = await client.call("POST", `${flowservice}/sourceConnections`, { body });
    expect(made.status).toBe(201);
    const elsewhere = await client.call("GET", `${flowservice}/sourceConnections/${made.body.id}`, {
      headers: { "x-sandbox-name": "prod" },
    });
    expect(elsewhere.status).toBe(404);
    const list = await client.call("GET", `${flowservice}/sourceConnections`, {
      headers: { "x-sandbox-name": "third" },
    });
    expect(list.body.items).toEqual([]);
  });
});

describe("identity namespaces", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.close());

  it("lists the standard ones as an array", async () => {
    const { body } = await client.call("GET", identities);
    expect(body.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(["Email", "ECID", "Phone", "Email_LC_SHA256"]),
    );
  });

  it("makes one with 200, gives it by number, replaces it, and has no DELETE", async () => {
    const sent = { name: "Visitor", code: "ChatVisitor", idType: "Cross_device", description: "d" };
    const made = await client.call("POST", identities, { body: sent });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      code: "ChatVisitor",
      idType: "CROSS_DEVICE",
      custom: true,
      status: "ACTIVE",
    });
    const one = `${identities}/${made.body.id}`;
    expect((await client.call("GET", one)).body.code).toBe("ChatVisitor");
    const replaced = await client.call("PUT", one, { body: { ...sent, name: "New" } });
    expect([replaced.status, replaced.body.name]).toEqual([200, "New"]);
    expect((await client.call("DELETE", one)).status).toBe(404);
    const again = await client.call("POST", identities, { body: { ...sent, code: "chatvisitor" } });
    expect([again.status, again.body.title]).toEqual([409, "NAMESPACE_CODE_CONFLICT"]);
  });

  it.each([
    [{ name: "n", code: "has space", idType: "Email" }, "NAMESPACE_CODE_INVALID"],
    [{ name: "n", code: "x", idType: "Nothing" }, "NAMESPACE_IDTYPE_INVALID"],
    [{ code: "x", idType: "Email" }, "NAMESPACE_FIELD_MISSING"],
  ])("refuses %j", async (body, title) => {
    const answer = await client.call("POST", identities, { body });
    expect([answer.status, answer.body.title]).toEqual([400, title]);
  });

  it("answers 404 for none", async () => {
    const { status, body } = await client.call("GET", `${identities}/1234567`);
    expect([status, body.title]).toEqual([404, "NAMESPACE_NOT_FOUND"]);
  });
});
