import { catalog, flowservice, registry } from "../support/client";
import { useEmulator } from "../support/emulator";

describe("a content type", () => {
  const client = useEmulator();

  const documented = {
    type: "/placeholder/type/uri",
    status: 400,
    title: "BadRequestError",
    detail: "A valid content-type must be specified",
  };
  const calls = [
    ["POST", `${registry}/tenant/schemas`],
    ["POST", `${catalog}/dataSets`],
    ["PATCH", `${flowservice}/flows/none`],
    ["POST", "/data/foundation/conversion/mappingSets"],
    ["POST", "/data/core/idnamespace/identities"],
  ] as const;
  const unusable = ["", "foo", ";", "/"];
  const other = ["text/plain", "application/json-patch+json", "application/jsonx"];

  it.each(calls.flatMap((call) => [...unusable, ...other].map((type) => [...call, type] as const)))(
    "of a body for %s %s is rejected when it is %j",
    async (method, path, type) => {
      const { status, body } = await client.call(method, path, {
        body: "{}",
        headers: { "content-type": type },
      });
      expect([status, body]).toEqual([400, documented]);
    },
  );

  it("may have parameters and any case", async () => {
    const { body } = await client.call("POST", `${catalog}/dataSets`, {
      body: "{}",
      headers: { "content-type": "Application/JSON; charset=utf-8" },
    });
    expect(body.detail).toMatch(/schemaRef/u);
  });

  it.each(unusable)("%j is not checked before the token", async (type) => {
    const { status, body } = await client.bare("POST", `${catalog}/dataSets`, {
      body: "{}",
      headers: { "content-type": type },
    });
    expect([status, body.error_code]).toEqual([403, "403010"]);
  });

  it.each(unusable)("%j without a body, or on an unknown path, is not checked", async (type) => {
    const headers = { "content-type": type };
    const action = `${flowservice}/flows/none/action?op=enable`;
    expect((await client.call("POST", action, { headers })).status).toBe(404);
    expect((await client.call("POST", "/data/none", { headers, body: "{}" })).status).toBe(404);
    expect((await client.bare("POST", "/collection/none", { headers, body: "{}" })).status).toBe(
      404,
    );
    expect((await client.bare("POST", "/ims/token/v3", { headers, body: "a=b" })).status).toBe(400);
  });

  it("is required in each request of a multi-request too", async () => {
    const { body } = await client.call("POST", `${catalog}/`, {
      body: [
        {
          id: "a",
          method: "POST",
          resource: "/dataSets",
          body: {},
          headers: { "content-type": "text/plain" },
        },
      ],
    });
    expect(body[0]).toEqual({ id: "a", code: 400, body: documented });
  });
});
