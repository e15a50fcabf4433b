import { emulatorCredentials } from "../../../emulator";
import { catalog, conversion, flowservice, identities, registry } from "../support/client";
import { useEmulator, withEmulator } from "../support/emulator";
import { chatlioSpec } from "../support/objects";

const lists = [
  `${registry}/tenant/schemas`,
  `${catalog}/dataSets`,
  `${conversion}/mappingSets?limit=1&start=0`,
  `${flowservice}/flows`,
  identities,
  "/data/foundation/sandbox-management/",
];

describe("IMS", () => {
  const client = useEmulator();

  const good = {
    grant_type: "client_credentials",
    client_id: emulatorCredentials.clientId,
    client_secret: emulatorCredentials.clientSecret,
    scope: emulatorCredentials.scopes,
  };
  const requestToken = (form: Record<string, string>) =>
    client.bare("POST", "/ims/token/v3", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });

  it("returns a token for form-encoded client credentials", async () => {
    const { status, body } = await requestToken(good);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: "bearer",
      expires_in: 86_399,
    });
  });

  it("accepts the parameters in the query too", async () => {
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
  ])("rejects %j", async (change, status, error) => {
    const response = await requestToken({ ...good, ...(change as Record<string, string>) });
    expect(response.status).toBe(status);
    expect(response.body).toEqual({ error, error_description: expect.any(String) });
  });

  it("never writes a secret in the query to the request log", async () => {
    await client.bare("POST", `/ims/token/v3?${new URLSearchParams(good).toString()}`);
    const { body } = await client.bare("GET", "/_emulator/requests");
    expect(JSON.stringify(body)).not.toContain(emulatorCredentials.clientSecret);
  });
});

describe("the gateway", () => {
  const client = useEmulator();

  describe.each(lists)("%s", (path) => {
    it.each([
      ["authorization", undefined, 403, "403010"],
      ["authorization", "Bearer unknown", 401, "401013"],
      ["x-api-key", undefined, 403, "403000"],
      ["x-api-key", "another", 403, "403003"],
      ["x-gw-ims-org-id", undefined, 400, "400003"],
      ["x-gw-ims-org-id", "OTHER@AdobeOrg", 403, "403025"],
    ])("with %s: %s returns %i %s", async (header, value, status, code) => {
      const response = await client.call("GET", path, { headers: { [header]: value } });
      expect(response.status).toBe(status);
      expect(response.body).toEqual({ error_code: code, message: expect.any(String) });
    });
  });

  it.each([
    ["GET", "/"],
    ["GET", "/data/foundation/nothing"],
    ["POST", `${flowservice}/nothing`],
    ["PUT", `${flowservice}/flows`],
  ])("returns %s %s, which no service has, with a page", async (method, path) => {
    const response = await client.call(method, path);
    expect(response.headers["content-type"]).toMatch(/^text\/html/u);
    if (path !== "/") {
      expect([response.status, response.body]).toEqual([
        404,
        expect.stringContaining("404 Not Found"),
      ]);
    }
  });

  it("rejects a token that has expired", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    await withEmulator({ tokenLifetimeSeconds: 60, now: () => now }, async (timed) => {
      expect((await timed.call("GET", identities)).status).toBe(200);
      now += 61_000;
      const { status, body } = await timed.call("GET", identities);
      expect([status, body.error_code]).toEqual([401, "401013"]);
    });
  });
});

describe("sandboxes", () => {
  const client = useEmulator({ sandboxes: ["third"] });

  it("are listed, and returned by name", async () => {
    const { body } = await client.call("GET", "/data/foundation/sandbox-management/");
    expect(body.sandboxes.map(({ name }: { name: string }) => name)).toEqual([
      "prod",
      "dev",
      "third",
    ]);
    expect(body._page).toEqual({ limit: 100, count: 3 });
    expect(body.sandboxes[0]).not.toHaveProperty("id");
    const all = await client.call(
      "GET",
      "/data/foundation/sandbox-management/sandboxes?property=type==development&orderBy=desc:name&limit=1",
    );
    expect(all.body).toMatchObject({
      sandboxes: [{ id: expect.any(String), name: "third" }],
      _page: { limit: 1, count: 1 },
      _links: { next: { href: expect.stringContaining("offset=1") }, page: { templated: true } },
    });
    const types = await client.call("GET", "/data/foundation/sandbox-management/sandboxTypes");
    expect(types.body.sandboxTypes.map(({ id }: { id: string }) => id)).toEqual([
      "production",
      "development",
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
  ])("%s reports a header that is missing or names no sandbox", async (path, missing, unknown) => {
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

  it("are separate from each other", async () => {
    const body = {
      name: "one",
      connectionSpec: chatlioSpec,
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
  const client = useEmulator();

  it("lists the standard ones as an array", async () => {
    const { body } = await client.call("GET", identities);
    expect(body.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(["Email", "ECID", "Phone", "Email_LC_SHA256"]),
    );
  });

  it("makes one with 200, returns it by number, replaces it, and has no DELETE", async () => {
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
    expect([replaced.status, replaced.body]).toEqual([
      200,
      [expect.objectContaining({ name: "New", code: "ChatVisitor" })],
    ]);
    for (const change of [{ code: "Another" }, { idType: "Email" }]) {
      const rejected = await client.call("PUT", one, { body: { ...sent, ...change } });
      expect([rejected.status, rejected.body]).toMatchObject([
        400,
        { error: "INVALID_REQUEST_PARAMS", report: { code: "INVALID_REQUEST_PARAMS" } },
      ]);
    }
    expect((await client.call("DELETE", one)).status).toBe(404);
    const again = await client.call("POST", identities, { body: { ...sent, code: "chatvisitor" } });
    expect([again.status, again.body]).toEqual([
      409,
      {
        timestamp: expect.any(String),
        type: "http://ns.adobe.com/adobecloud/problem/namespacevalidation",
        status: 409,
        title: "NAMESPACE_CODE_CONFLICT",
        error: expect.any(String),
        description: expect.any(String),
        report: { code: "INTEGRATION_CODE_EXISTS" },
      },
    ]);
  });

  it.each([
    [{ name: "n", code: "has space", idType: "Email" }, /letters and digits/u],
    [{ name: "n", code: "x", idType: "Nothing" }, /COOKIE, CROSS_DEVICE, DEVICE, EMAIL/u],
    [{ code: "x", idType: "Email" }, /Required/u],
  ])("rejects %j", async (body, description) => {
    const response = await client.call("POST", identities, { body });
    expect([response.status, response.body]).toMatchObject([
      400,
      {
        title: "Namespace validation",
        description: expect.stringMatching(description),
        report: { code: "INVALID_REQUEST_PARAMS" },
      },
    ]);
  });

  it("responds to a PUT with the namespace only, by assumption", async () => {
    await withEmulator({ assume: { "namespace-put": "object" } }, async (own) => {
      const sent = { name: "Visitor", code: "ChatVisitor", idType: "Cross_device" };
      const { body } = await own.call("POST", identities, { body: sent });
      const put = await own.call("PUT", `${identities}/${String(body.id)}`, { body: sent });
      expect(put.body).toMatchObject({ code: "ChatVisitor" });
    });
  });

  it("returns 404 for a missing one", async () => {
    const { status, body } = await client.call("GET", `${identities}/1234567`);
    expect([status, body]).toMatchObject([
      404,
      { error: "NAMESPACE_NOT_FOUND", report: { code: "NAMESPACE_NOT_FOUND" } },
    ]);
  });
});

it("returns a path that is not a URL as the gateway, with x-request-id", () =>
  withEmulator({}, async (client) => {
    const { status, body, headers } = await client.call(
      "GET",
      `${registry}/tenant/schemas/%E0%A4%A`,
    );
    expect([status, body]).toEqual([400, { error_code: "400000", message: expect.any(String) }]);
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/u);
    const log = await client.bare("GET", "/_emulator/requests");
    expect(log.body.at(-1)).toMatchObject({
      status: 400,
      path: expect.stringContaining("%E0%A4%A"),
    });
  }));
